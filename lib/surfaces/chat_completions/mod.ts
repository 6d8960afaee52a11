import { readChatCompletion } from "./read.ts";
import { chatCompletionBody } from "./write_json.ts";
import { ChatCompletionStream } from "./write_stream.ts";

/** OpenAI's chat completions: reads a body, writes JSON or events. */
export const chatCompletions = {
  name: "chat_completions" as const,

  /** Throws an `ApiError` 400 that names the field at fault. */
  read(value: unknown, requestId: string) {
    const { request, style } = readChatCompletion(value);
    const name = {
      id: `chatcmpl-${requestId.slice(requestId.indexOf("_") + 1)}`,
      created: Math.floor(Date.now() / 1000),
    };
    return {
      request,
      wantsUsage: style.includeUsage,
      document: (answers: Parameters<typeof chatCompletionBody>[0]) =>
        chatCompletionBody(answers, name, style),
      output: () => new ChatCompletionStream(name, style),
    };
  },
};
