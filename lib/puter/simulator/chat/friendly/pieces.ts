/** Cuts a text as a vendor would stream it: a word, or two signs of Chinese. */
export function piecesOf(text: string): string[] {
  return text.match(
    /[\u3040-\u9fff\uff00-\uffef]{1,2}|\s*[^\s\u3040-\u9fff\uff00-\uffef]+|\s+/g,
  ) ??
    [];
}
