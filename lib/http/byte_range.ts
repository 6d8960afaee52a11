/** Bytes of a whole, from `start` to before `end`. */
export interface ByteRange {
  start: number;
  end: number;
}

/**
 * The one range of bytes that a `range` header asks for (RFC 9110, 14.2): null
 * for the whole, also where the header cannot be understood or names several
 * ranges; "outside" where the whole is shorter.
 */
export function byteRange(
  header: string | null,
  length: number,
): ByteRange | "outside" | null {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? "") ??
    [];
  if (first === undefined || (first === "" && last === "")) return null;
  if (first === "") {
    const count = Math.min(Number(last), length);
    return count === 0 ? "outside" : { start: length - count, end: length };
  }
  const start = Number(first);
  const end = last === "" ? length : Math.min(Number(last) + 1, length);
  if (last !== "" && Number(last) < start) return null;
  return start >= length ? "outside" : { start, end };
}

/** How a range is answered: which bytes, with what status and header. */
export interface RangeAnswer extends ByteRange {
  status: 200 | 206 | 416;
  /** Value of `content-range`; null for the whole. */
  contentRange: string | null;
}

/** The answer to a `range` header for a whole of so many bytes. */
export function rangeAnswer(
  header: string | null,
  length: number,
): RangeAnswer {
  const range = byteRange(header, length);
  if (range === null) {
    return { status: 200, start: 0, end: length, contentRange: null };
  }
  if (range === "outside") {
    return { status: 416, start: 0, end: 0, contentRange: `bytes */${length}` };
  }
  const contentRange = `bytes ${range.start}-${range.end - 1}/${length}`;
  return { status: 206, ...range, contentRange };
}
