import { isRecord } from "../../record.ts";

type Fields = Record<string, unknown>;

/**
 * The form `response.normalize` asks for: the message's content is a list of
 * parts, and calls become parts where there is no other content.
 */
export function normalised(result: Fields): Fields {
  const message = isRecord(result.message) ? result.message : {};
  return { ...result, message: withParts(message), normalized: true };
}

function withParts(message: Fields): Fields {
  const { content, tool_calls: calls, ...rest } = message;
  if (content) {
    const parts = Array.isArray(content) ? content : [content];
    return {
      ...message,
      content: parts.map((part) =>
        typeof part === "string" ? { type: "text", text: part } : part
      ),
    };
  }
  if (!Array.isArray(calls)) return message;
  return {
    ...rest,
    content: calls.filter(isRecord).map(({ id, function: fn }) => ({
      type: "tool_use",
      id,
      name: isRecord(fn) ? fn.name : undefined,
      input: isRecord(fn) ? fn.arguments : undefined,
    })),
  };
}
