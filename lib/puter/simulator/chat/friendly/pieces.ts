/** Two signs of Chinese or Japanese, a word with its blank, or a mark. */
const PIECE =
  /[\u3040-\u9fff\uff00-\uffef]{1,2}|\s*[^\s\p{P}\p{S}\u3040-\u9fff\uff00-\uffef]+[.,!?;:]?|\s*[^\s\u3040-\u9fff\uff00-\uffef]|\s+/gu;

/** Cuts a text as a vendor would stream it. */
export function piecesOf(text: string): string[] {
  return text.match(PIECE) ?? [];
}
