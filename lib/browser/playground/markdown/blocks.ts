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
  // The rest of a line may make something else of it, and of those before it.
  const end = text.lastIndexOf("\n") + 1;
  const tokens = tokensOf(text.slice(0, end));
  if (tokens === null) return asPlain(text);
  // Blank lines may belong to a list that goes on.
  const more = tokens.findLastIndex(isMore);
  const isOver = /\n *\n$/.test(text.slice(0, end)) && isClosed(tokens[more]);
  const last = isOver ? tokens.length : Math.max(0, more);
  const done = tokens.slice(0, last).flatMap((token) => {
    if (!isTooLong(token)) return [{ text: token.raw, isPlain: false }];
    const { done, tail } = asPlain(token.raw);
    return [...done, tail];
  });
  const tail = tokens.slice(last).map(({ raw }) => raw).join("") +
    text.slice(end);
  if (!isTooLong({ type: tokens[last]?.type ?? "", raw: tail })) {
    return { done, tail: { text: tail, isPlain: false } };
  }
  const plain = asPlain(tail);
  return { done: [...done, ...plain.done], tail: plain.tail };
}

/** True for a block that goes on in no way after a blank line. */
function isClosed(token: Token | undefined): boolean {
  switch (token?.type) {
    case "heading":
    case "paragraph":
    case "table":
    case "hr":
      return true;
    case "code":
      return /^ {0,3}(`{3,}|~{3,})[^]*\n {0,3}\1[`~]*\s*$/.test(token.raw);
    default:
      return false;
  }
}

function isMore({ type }: Token): boolean {
  return type !== "space";
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

function isTooLong({ type, raw }: Pick<Token, "type" | "raw">): boolean {
  if (type === "code") return raw.length > MAX_CODE;
  if (raw.length > MAX_BLOCK) return true;
  return LONG_WORD.test(raw.replace(/\(data:[^\s)]*\)/g, ""));
}

function asPlain(text: string): Blocks {
  const pieces = piecesOf(text).map((text) => ({ text, isPlain: true }));
  const tail = pieces.pop() ?? { text: "", isPlain: true };
  return { done: pieces, tail };
}
