import { isRecord } from "../record.ts";
import { textTokens } from "./chat/tokens.ts";

const INLINE_BYTES_PER_TOKEN = 150;
const TOKENS_PER_URL = 1500;

/** Puter's estimate of a prompt, in tokens, by which it judges credit. */
export function estimatePromptTokens(messages: unknown): number {
  if (!Array.isArray(messages)) return 1;
  let tokens = 0;
  for (const message of messages) {
    tokens += isRecord(message) ? ofContent(message.content) : ofText(message);
  }
  return Math.max(1, Math.ceil(tokens));
}

function ofContent(content: unknown): number {
  if (!Array.isArray(content)) return ofText(content);
  return content.reduce((sum: number, part) => sum + ofPart(part), 0);
}

function ofPart(part: unknown): number {
  if (!isRecord(part)) return ofText(part);
  const url = isRecord(part.image_url) ? part.image_url.url : part.image_url;
  if (typeof url === "string") return ofAttachment(url);
  const { source } = part;
  if (isRecord(source)) return ofAttachment(source.data ?? source.url);
  return ofText(part.text ?? part.content) + ofJson(part.input);
}

function ofAttachment(content: unknown): number {
  if (typeof content !== "string") return 0;
  if (/^https?:/.test(content)) return TOKENS_PER_URL;
  return content.length * 3 / 4 / INLINE_BYTES_PER_TOKEN;
}

function ofText(text: unknown): number {
  return typeof text === "string" ? textTokens(text) : 0;
}

function ofJson(value: unknown): number {
  return value === undefined ? 0 : ofText(JSON.stringify(value));
}
