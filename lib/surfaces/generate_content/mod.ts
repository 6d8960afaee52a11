import type { ChatAnswer } from "../../chat/answer.ts";
import { type GenerateTarget, readGenerateContent } from "./read.ts";
import { generateContentBody } from "./write_json.ts";
import { GenerateContentStream, type StreamForm } from "./write_stream.ts";

/** Media types of streamed answers. */
const STREAM_TYPES: Record<StreamForm, string> = {
  sse: "text/event-stream; charset=utf-8",
  array: "application/json; charset=utf-8",
};

/**
 * Google's generateContent: reads a body, writes JSON or a stream. Model and
 * form are part of the address, so that each request has a surface of its own.
 */
export function generateContent(target: GenerateTarget, form: StreamForm) {
  return {
    name: "generate_content" as const,
    /** Throws an `ApiError` 400 that names the field at fault. */
    read(value: unknown, requestId: string) {
      const { request, style } = readGenerateContent(value, target);
      const responseId = requestId.slice(requestId.indexOf("_") + 1);
      return {
        request,
        // Google tells the tokens of every answer.
        wantsUsage: true,
        document: (answers: ChatAnswer[]) =>
          generateContentBody(answers, responseId, style),
        output: () => new GenerateContentStream(responseId, style, form),
        streamType: STREAM_TYPES[form],
      };
    },
  };
}
