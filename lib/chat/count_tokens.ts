import { promptParts, type SizeOf } from "./prompt_texts.ts";
import type { ChatRequest } from "./request.ts";

/** Longest text given to the tokenizer at once: it is slow on long words. */
const SLICE_CHARS = 2048;

/** So much is counted before others get their turn: some 10 ms of work. */
const TURN_CHARS = 64 * 1024;

/** Words whose tokens are remembered; the library's own limit is 100 000. */
const CACHED_WORDS = 20_000;

/** Text that looks like a control token of a model is text like any other. */
const AS_TEXT = { disallowedSpecial: new Set<string>() };

type Tokenizer = (text: string) => number;

let tokenizer: Promise<Tokenizer> | undefined;

/**
 * Tokens of texts by the tokenizer of OpenAI's models since GPT-4o
 * (o200k_base). For models of other vendors it is an estimate.
 */
export async function countTokens(texts: readonly string[]): Promise<number> {
  const count = await (tokenizer ??= loadTokenizer());
  let tokens = 0;
  let chars = 0;
  for (const text of texts) {
    for (const slice of slicesOf(text)) {
      tokens += count(slice);
      chars += slice.length;
      if (chars < TURN_CHARS) continue;
      chars = 0;
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
  }
  return tokens;
}

/**
 * Tokens of a request's prompt, tools and attachments, counted here and without
 * asking anybody. Attachments are estimated from their size.
 */
export async function countPromptTokens(
  request: ChatRequest,
  sizeOf?: SizeOf,
): Promise<number> {
  const { texts, tokens } = promptParts(request, sizeOf);
  return tokens + await countTokens(texts);
}

/** Its tables weigh megabytes, which only those who count have to load. */
async function loadTokenizer(): Promise<Tokenizer> {
  const { countTokens, setMergeCacheSize } = await import(
    "gpt-tokenizer/encoding/o200k_base"
  );
  setMergeCacheSize(CACHED_WORDS);
  return (text) => countTokens(text, AS_TEXT);
}

/** Pieces of a text, cut before a blank where there is one. */
function* slicesOf(text: string): Generator<string> {
  let from = 0;
  while (text.length - from > SLICE_CHARS) {
    const blank = text.lastIndexOf(" ", from + SLICE_CHARS);
    const to = blank > from ? blank : from + SLICE_CHARS;
    yield text.slice(from, to);
    from = to;
  }
  if (from < text.length) yield text.slice(from);
}
