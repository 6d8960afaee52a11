import { isRecord, textOf } from "../../record.ts";
import type { Part } from "./normalise.ts";
import type { PreparedCall } from "./vendor_request.ts";

const BYTES_PER_TOKEN = 150;
const TOKENS_OF_URL = 1500;

/** Han, Kana and Hangul, of which each is about a token. */
const DENSE = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/g;

/** About what a vendor would count; four letters are a token. */
export function textTokens(text: string): number {
  const dense = text.match(DENSE)?.length ?? 0;
  return dense + Math.ceil((text.length - dense) / 4);
}

/** What the messages and tools of a call come to, in tokens; at least one. */
export function estimateTokens({ messages, tools }: PreparedCall): number {
  let tokens = 0;
  for (const { content } of messages) {
    for (const part of content) tokens += partTokens(part);
  }
  if (tools !== undefined) tokens += textTokens(JSON.stringify(tools));
  return Math.max(1, tokens);
}

function partTokens(part: Part): number {
  const text = textOf(part.text) ?? textOf(part.content);
  if (text !== undefined) return textTokens(text);
  if (part.input !== undefined) return textTokens(JSON.stringify(part.input));
  const image = isRecord(part.image_url) ? part.image_url.url : part.image_url;
  const source = isRecord(part.source) ? part.source : {};
  const data = textOf(image) ?? textOf(source.data) ?? textOf(source.url);
  return data === undefined || /^https?:/.test(data)
    ? TOKENS_OF_URL
    : Math.ceil(data.length * 0.75 / BYTES_PER_TOKEN);
}
