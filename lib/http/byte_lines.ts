/**
 * Splits a stream into lines, their line breaks included; the last one may
 * have none.
 *
 * @throws {RangeError} when a line is longer than `maxBytes`
 */
export async function* byteLines(
  stream: AsyncIterable<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<Uint8Array> {
  let pieces: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    let from = 0;
    while (from < chunk.length) {
      const at = chunk.indexOf(10, from);
      const piece = chunk.subarray(from, at < 0 ? chunk.length : at + 1);
      from += piece.length;
      length += piece.length;
      if (length > maxBytes) throw new RangeError("A line is too long");
      pieces.push(piece);
      if (at < 0) continue;
      yield joined(pieces, length);
      pieces = [];
      length = 0;
    }
  }
  if (length > 0) yield joined(pieces, length);
}

function joined(pieces: Uint8Array[], length: number): Uint8Array {
  const [only] = pieces;
  if (pieces.length === 1 && only !== undefined) return only;
  const line = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    line.set(piece, at);
    at += piece.length;
  }
  return line;
}
