import type { ToolCall } from "../../chat/request.ts";
import { isRecord, textOf } from "../record.ts";

type Fields = Record<string, unknown>;

/** What a message of any family holds, in the gateway's words. */
export interface MessageContent {
  text: string;
  reasoning: string;
  refusal: string | null;
  toolCalls: ToolCall[];
  images: string[];
}

/**
 * Reads a message whose content is a string or null (OpenAI-style, Responses)
 * or a list of parts (Claude, normalised). Undefined when it has no content of
 * a known shape.
 */
export function readMessage(message: Fields): MessageContent | undefined {
  const found: MessageContent = {
    text: "",
    reasoning: textOf(message.reasoning) ??
      textOf(message.reasoning_content) ?? "",
    refusal: textOf(message.refusal) ?? null,
    toolCalls: [],
    images: readImages(message.images),
  };
  if (!readContent(message.content, found)) return undefined;
  found.toolCalls = joinCalls(listedCalls(message), found.toolCalls);
  if (found.reasoning === "") {
    found.reasoning = reasoningDetails(message.reasoning_details);
  }
  return message.content === undefined && isEmpty(found) ? undefined : found;
}

/**
 * A tool call of any family: `{id, function: {name, arguments}}` or
 * `{id, name, input}`. Undefined when it has no name.
 */
export function readToolCall(raw: unknown): ToolCall | undefined {
  if (!isRecord(raw)) return undefined;
  const fn = isRecord(raw.function) ? raw.function : raw;
  const name = textOf(fn.name);
  if (name === undefined) return undefined;
  const extraContent = raw.extra_content;
  return {
    id: textOf(raw.id) ?? "",
    name,
    arguments: argumentsText(fn.arguments ?? fn.input),
    ...(extraContent === undefined ? {} : { extraContent }),
  };
}

function argumentsText(value: unknown): string {
  if (typeof value === "string") return value;
  return JSON.stringify(value ?? {});
}

/** A call that cannot be read must not vanish. */
function readCall(raw: unknown): ToolCall {
  const call = readToolCall(raw);
  if (call === undefined) throw new TypeError("Cannot read a tool call");
  return call;
}

function listedCalls(message: Fields): ToolCall[] {
  const calls = message.tool_calls ?? message.toolCalls;
  return Array.isArray(calls) ? calls.map(readCall) : [];
}

/** The normalised form may hold a call twice: listed, and as a part. */
function joinCalls(listed: ToolCall[], parts: ToolCall[]): ToolCall[] {
  const more = parts.filter(({ id }) => !listed.some((call) => call.id === id));
  const ids = new Set<string>();
  return [...listed, ...more].map((call, index) => {
    // Some vendors give none, or the function's name for each of its calls.
    const free = call.id !== "" && !ids.has(call.id);
    const id = free ? call.id : `${call.id || "call"}_${index}`;
    ids.add(id);
    return { ...call, id };
  });
}

/** False where the content has no known shape. */
function readContent(content: unknown, found: MessageContent): boolean {
  if (content === undefined || content === null) return true;
  if (typeof content === "string") {
    found.text = content;
    return true;
  }
  if (!Array.isArray(content)) return false;
  const known = content.filter((part) => readPart(part, found));
  return content.length === 0 || known.length > 0;
}

/** Takes one part over; false where its kind is not known. */
function readPart(part: unknown, found: MessageContent): boolean {
  if (typeof part === "string") {
    found.text += part;
    return true;
  }
  if (!isRecord(part)) return false;
  switch (part.type) {
    case "text":
    case "output_text":
      found.text += textOf(part.text) ?? "";
      return true;
    case "thinking":
    case "reasoning":
      found.reasoning += textOf(part.thinking) ?? textOf(part.reasoning) ??
        textOf(part.text) ?? "";
      return true;
    case "redacted_thinking":
      return true;
    case "refusal":
      found.refusal = (found.refusal ?? "") + (textOf(part.refusal) ?? "");
      return true;
    case "tool_use":
    case "tool_call":
    case "function_call":
      found.toolCalls.push(readCall(part));
      return true;
    case "image":
    case "image_url":
      found.images.push(...readImages([part]));
      return true;
    default:
      return false;
  }
}

/** `{image_url: {url}}`, `{image_url: "…"}`, `{url}`, Claude's source, text. */
function readImages(images: unknown): string[] {
  if (!Array.isArray(images)) return [];
  return images.map(imageUrl).filter((url) => url !== undefined);
}

function imageUrl(image: unknown): string | undefined {
  if (!isRecord(image)) return textOf(image);
  const holder = image.image_url ?? image.source ?? image;
  if (!isRecord(holder)) return textOf(holder);
  const data = textOf(holder.data);
  if (data === undefined) return textOf(holder.url);
  return `data:${textOf(holder.media_type) ?? "image/png"};base64,${data}`;
}

function reasoningDetails(details: unknown): string {
  if (!Array.isArray(details)) return "";
  return details.filter(isRecord)
    .map((detail) => textOf(detail.text) ?? textOf(detail.summary) ?? "")
    .join("");
}

function isEmpty(found: MessageContent): boolean {
  return found.reasoning === "" && found.refusal === null &&
    found.toolCalls.length === 0 && found.images.length === 0;
}
