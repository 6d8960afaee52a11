import type { ChatMessage, ChatRequest, ContentPart } from "./request.ts";

/** Where a message begins and who speaks, in tokens (OpenAI's cookbook). */
const MESSAGE_TOKENS = 3;

/** Most tokens that Anthropic counts for an image, which it scales down. */
const IMAGE_TOKENS = 1600;

/** What Puter counts for an attachment that it would have to fetch. */
const URL_TOKENS = 1500;

/** Characters of an attachment to a token, as Puter's credit gate counts. */
const ATTACHMENT_CHARS = 150;

/** Tells how long a text is whose payload may have been taken out. */
export type SizeOf = (text: string) => number;

/** The parts of a prompt that count: texts, and tokens of all else. */
export interface PromptParts {
  texts: string[];
  tokens: number;
}

/** Everything that a model is given to read. */
export function promptParts(
  request: ChatRequest,
  sizeOf: SizeOf = (text) => text.length,
): PromptParts {
  const parts: PromptParts = { texts: [], tokens: MESSAGE_TOKENS };
  for (const tool of request.tools) parts.texts.push(JSON.stringify(tool));
  if (request.format.type === "json_schema") {
    parts.texts.push(JSON.stringify(request.format.schema));
  }
  for (const message of request.messages) addMessage(parts, message, sizeOf);
  return parts;
}

function addMessage(
  parts: PromptParts,
  message: ChatMessage,
  sizeOf: SizeOf,
): void {
  parts.tokens += MESSAGE_TOKENS;
  if (message.role === "user") {
    for (const part of message.content) addPart(parts, part, sizeOf);
    return;
  }
  parts.texts.push(message.text);
  if (message.role !== "assistant") return;
  for (const call of message.toolCalls) {
    parts.texts.push(call.name, call.arguments);
  }
}

function addPart(parts: PromptParts, part: ContentPart, sizeOf: SizeOf): void {
  switch (part.type) {
    case "text":
      parts.texts.push(part.text);
      break;
    case "image":
      parts.tokens += Math.min(
        IMAGE_TOKENS,
        attachmentTokens(part.url, sizeOf),
      );
      break;
    case "audio":
      parts.tokens += attachmentTokens(part.data, sizeOf);
      break;
    case "file":
      parts.tokens += attachmentTokens(part.data ?? "", sizeOf);
  }
}

function attachmentTokens(data: string, sizeOf: SizeOf): number {
  return /^https?:/i.test(data)
    ? URL_TOKENS
    : Math.ceil(sizeOf(data) / ATTACHMENT_CHARS);
}
