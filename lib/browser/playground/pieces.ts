/** Longest piece, in UTF-16 units: what is out of sight costs no layout. */
const MAX_PIECE = 2000;

/**
 * Cuts a long text where lines or words end, so that browsers need not lay it
 * out as a whole; all pieces together are the text.
 */
export function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  let at = 0;
  while (text.length - at > MAX_PIECE) {
    const end = endOf(text.slice(at, at + MAX_PIECE));
    pieces.push(text.slice(at, at + end));
    at += end;
  }
  pieces.push(text.slice(at));
  return pieces;
}

function endOf(piece: string): number {
  const line = piece.lastIndexOf("\n");
  if (line >= 0) return line + 1;
  const word = piece.lastIndexOf(" ");
  if (word >= MAX_PIECE / 2) return word + 1;
  // Not between the halves of one sign.
  const isHalf = /[\uD800-\uDBFF]$/.test(piece);
  return isHalf ? piece.length - 1 : piece.length;
}
