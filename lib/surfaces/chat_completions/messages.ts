import type { ChatMessage, ContentPart, ToolCall } from "../../chat/request.ts";
import { audioPart } from "../audio_part.ts";
import { lastCacheMark } from "../cache_marks.ts";
import { objectAt, stringAt } from "../fields.ts";
import { badField } from "../validate.ts";
import type { MessageBody } from "./schema.ts";

type Content = MessageBody["content"];
type Part = Record<string, unknown> & { type: string };

/**
 * The messages of a chat completion in the gateway's own words.
 *
 * @throws {ApiError} 400 naming the message and part that cannot be read
 */
export function readMessages(messages: readonly MessageBody[]): ChatMessage[] {
  // Legacy `function` results name no call: they answer the last one made.
  let lastFunctionCall = "";
  return messages.map((message, index) => {
    const at = `messages[${index}]`;
    switch (message.role) {
      case "system":
      case "developer":
        return {
          role: "system",
          text: textOf(message.content, at),
          ...lastCacheMark(message.content),
        };
      case "user":
        return { role: "user", content: partsOf(message.content, at) };
      case "assistant": {
        const toolCalls = callsOf(message, index);
        lastFunctionCall = toolCalls.at(-1)?.id ?? lastFunctionCall;
        return {
          role: "assistant",
          text: assistantText(message, at),
          toolCalls,
        };
      }
      case "tool":
        return toolResult(message, at);
      case "function":
        return {
          role: "tool",
          callId: lastFunctionCall,
          text: textOf(message.content, at),
        };
      default:
        throw badField(`${at}.role`, `'${message.role}' is not a known role`, {
          code: "invalid_value",
        });
    }
  });
}

function toolResult(message: MessageBody, at: string): ChatMessage {
  const callId = message.tool_call_id;
  if (!callId) {
    throw badField(`${at}.tool_call_id`, "required for role 'tool'", {
      code: "missing_required_parameter",
    });
  }
  return {
    role: "tool",
    callId,
    text: textOf(message.content, at),
    ...lastCacheMark(message.content),
  };
}

function assistantText(message: MessageBody, at: string): string {
  const text = textOf(message.content, at);
  return text === "" && message.refusal ? message.refusal : text;
}

function callsOf(message: MessageBody, index: number): ToolCall[] {
  const calls = (message.tool_calls ?? []).map((call, position): ToolCall => {
    const at = `messages[${index}].tool_calls[${position}]`;
    const id = call.id || `call_${index}_${position}`;
    const extra = call.extra_content === undefined
      ? {}
      : { extraContent: call.extra_content };
    if (call.function) {
      const given = call.function.arguments ?? "{}";
      return {
        id,
        name: call.function.name,
        arguments: typeof given === "string" ? given : JSON.stringify(given),
        ...extra,
      };
    }
    if (call.custom) {
      const input = call.custom.input ?? "";
      return {
        id,
        name: call.custom.name,
        arguments: JSON.stringify({ input }),
        ...extra,
      };
    }
    throw badField(`${at}.function`, "required", {
      code: "missing_required_parameter",
    });
  });
  if (calls.length === 0 && message.function_call) {
    calls.push({
      id: `call_${index}`,
      name: message.function_call.name,
      arguments: message.function_call.arguments ?? "{}",
    });
  }
  return calls;
}

/** Text of a string or of an array of text parts. */
function textOf(content: Content, at: string): string {
  if (content === null || content === undefined) return "";
  if (typeof content === "string") return content;
  return content.map((part, index) => {
    if (typeof part === "string") return part;
    const text = part.type === "refusal" ? part.refusal : part.text;
    if (typeof text === "string") return text;
    throw badField(
      `${at}.content[${index}].type`,
      `'${part.type}' is not supported for this role`,
      { code: "invalid_value" },
    );
  }).join("");
}

function partsOf(content: Content, at: string): ContentPart[] {
  if (content === null || content === undefined) return [];
  if (typeof content === "string") return [{ type: "text", text: content }];
  return content.map((part, index) =>
    typeof part === "string" ? { type: "text", text: part } : {
      ...partOf(part as Part, `${at}.content[${index}]`),
      ...lastCacheMark([part]),
    }
  );
}

function partOf(part: Part, at: string): ContentPart {
  switch (part.type) {
    case "text":
    case "input_text":
      return { type: "text", text: stringAt(part, "text", at) };
    case "image_url":
    case "input_image":
      return imageOf(part, at);
    case "input_audio":
      return audioPart(part, at);
    case "file":
      return fileOf(objectAt(part, "file", at));
    default:
      throw badField(
        `${at}.type`,
        `'${part.type}' is not a known content part`,
        { code: "invalid_value" },
      );
  }
}

/** `image_url` is an object with `url`, or with some clients the URL itself. */
function imageOf(part: Part, at: string): ContentPart {
  const given = part.image_url;
  if (typeof given === "string") return { type: "image", url: given };
  const image = objectAt(part, "image_url", at);
  const url = stringAt(image, "url", `${at}.image_url`);
  return typeof image.detail === "string"
    ? { type: "image", url, detail: image.detail }
    : { type: "image", url };
}

function fileOf(file: Record<string, unknown>): ContentPart {
  const found: ContentPart = { type: "file" };
  if (typeof file.filename === "string") found.filename = file.filename;
  if (typeof file.file_data === "string") found.data = file.file_data;
  if (typeof file.file_id === "string") found.fileId = file.file_id;
  return found;
}
