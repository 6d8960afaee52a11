import { Lexer, type Token } from "marked";
import { piecesOf } from "../pieces.ts";

/** A part of a text that is rendered by itself. */
export interface Block {
  text: string;
  /** True for what is shown as it is: looking at it would take too long. */
  isPlain: boolean;
}

/** A text cut into blocks of Markdown. */
export interface Blocks {
  /** Blocks that no further text can change. */
  done: Block[];
  /** What further text may still change. */
  tail: Block;
}

/** Longest block that is looked at as Markdown, in UTF-16 units. */
const MAX_BLOCK = 20_000;

/** Longest block of code. */
const MAX_CODE = 200_000;

/** A word that a browser takes seconds to break into lines. */
const LONG_WORD = /\S{2000}/;

/**
 * Cuts a text that is still growing, so that each block is rendered once. All
 * blocks together are the text.
 */
export function splitBlocks(text: string): Blocks {
  const tokens = tokensOf(text);
  if (tokens === null) return asPlain(text);
  // Blank lines may belong to a list that goes on.
  const last = Math.max(
    0,
    tokens.findLastIndex(({ type }) => type !== "space"),
  );
  const done = tokens.slice(0, last).flatMap((token) => {
    if (!isTooLong(token)) return [{ text: token.raw, isPlain: false }];
    const { done, tail } = asPlain(token.raw);
    return [...done, tail];
  });
  const tail = tokens.slice(last).map(({ raw }) => raw).join("");
  const token = tokens[last];
  if (token === undefined || !isTooLong(token)) {
    return { done, tail: { text: tail, isPlain: false } };
  }
  const plain = asPlain(tail);
  return { done: [...done, ...plain.done], tail: plain.tail };
}

/** Blocks at the top level; null for what the lexer does not get through. */
function tokensOf(text: string): Token[] | null {
  try {
    const tokens = new Lexer({ gfm: true }).blockTokens(text, []);
    const length = tokens.reduce((sum, { raw }) => sum + raw.length, 0);
    return length === text.length ? tokens : null;
  } catch {
    return null;
  }
}

function isTooLong({ type, raw }: Token): boolean {
  if (type === "code") return raw.length > MAX_CODE;
  if (raw.length > MAX_BLOCK) return true;
  return LONG_WORD.test(raw.replace(/\(data:[^\s)]*\)/g, ""));
}

function asPlain(text: string): Blocks {
  const pieces = piecesOf(text).map((text) => ({ text, isPlain: true }));
  const tail = pieces.pop() ?? { text: "", isPlain: true };
  return { done: pieces, tail };
}
