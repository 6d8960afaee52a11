import type { ChatAnswer } from "../../chat/answer.ts";
import { estimatePromptTokens } from "../../chat/estimate_tokens.ts";
import { readMessages } from "./read.ts";
import { messageDocument } from "./write_json.ts";
import { MessageStream } from "./write_stream.ts";

/** Anthropic's messages: reads a body, writes JSON or events. */
export const messages = {
  name: "messages" as const,

  /** Throws an `ApiError` 400 that names the field at fault. */
  read(value: unknown, requestId: string) {
    const request = readMessages(value);
    const name = {
      id: `msg_${requestId.slice(requestId.indexOf("_") + 1)}`,
      model: request.model,
    };
    return {
      request,
      // Usage is a part of every message here.
      wantsUsage: true,
      document: ([answer]: ChatAnswer[]) => {
        if (answer === undefined) throw new Error("A message needs an answer");
        return messageDocument(answer, name);
      },
      output: () =>
        new MessageStream({
          ...name,
          requestId,
          inputTokens: estimatePromptTokens(request),
        }),
    };
  },
};
