import { isRecord } from "../../record.ts";
import type { Part } from "./normalise.ts";
import type { SimModel } from "./types.ts";

/** What Puter changes in OpenAI's messages for one vendor. */
export function vendorDialect(
  { provider }: SimModel,
  messages: Part[],
): Part[] {
  switch (provider) {
    case "mistral":
      return messages.map(forMistral);
    case "groq":
      return messages.map(withoutPartsBesideCalls);
    case "deepseek":
      return messages.map(withoutPartsBesideCalls).flatMap(withResultInWords);
    case "gemini":
    case "zai":
    case "byteplus":
    case "meta":
      return messages.map(({ cache_control: _, ...message }) => message);
    default:
      return messages;
  }
}

/** Mistral's client takes camelCase, and an image as its bare URL. */
function forMistral(message: Part): Part {
  const { tool_calls: toolCalls, tool_call_id: toolCallId, ...rest } = message;
  return {
    ...rest,
    content: Array.isArray(message.content)
      ? message.content.map(bareImage)
      : message.content,
    ...(toolCalls ? { toolCalls } : {}),
    ...(toolCallId ? { toolCallId } : {}),
  };
}

function bareImage(part: unknown): unknown {
  if (!isRecord(part) || part.type !== "image_url") return part;
  const { image_url: image } = part;
  return isRecord(image) ? { ...part, image_url: image.url } : part;
}

function withoutPartsBesideCalls(message: Part): Part {
  return message.tool_calls && Array.isArray(message.content)
    ? { ...message, content: "" }
    : message;
}

/** Puter tells DeepSeek each result once more, in a system message. */
function withResultInWords(message: Part): Part[] {
  if (message.role !== "tool") return [message];
  const text =
    `Tool call ${message.tool_call_id} returned: ${message.content}.`;
  return [message, {
    role: "system",
    content: [{ type: "text", text }],
  }];
}
