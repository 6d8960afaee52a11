import { readCompletion } from "./read.ts";
import { completionDocument } from "./write_json.ts";
import { CompletionStream } from "./write_stream.ts";

/** OpenAI's legacy completions, answered by chat models. */
export const completions = {
  name: "completions" as const,

  /** Throws an `ApiError` 400 that names the field at fault. */
  read(value: unknown, requestId: string) {
    const { request, style } = readCompletion(value);
    const name = {
      id: `cmpl-${requestId.slice(requestId.indexOf("_") + 1)}`,
      created: Math.floor(Date.now() / 1000),
    };
    return {
      request,
      wantsUsage: style.includeUsage,
      document: (answers: Parameters<typeof completionDocument>[0]) =>
        completionDocument(answers, name, style),
      output: () => new CompletionStream(name, style),
    };
  },
};
