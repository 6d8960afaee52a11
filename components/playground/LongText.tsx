import { piecesOf } from "../../lib/browser/playground/pieces.ts";

/** Text as it was written, however long it is. */
export function LongText({ text }: { text: string }) {
  return (
    <div class="long-text">
      {piecesOf(text).map((piece, at) => (
        <p key={at} dir="auto">{withoutLastBreak(piece)}</p>
      ))}
    </div>
  );
}

/** The end of a piece breaks the line already. */
function withoutLastBreak(piece: string): string {
  return piece.replace(/\n$/, "");
}
