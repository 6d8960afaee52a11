import { BadMessage, type BodyFraming } from "./http_body.ts";

/** More than this is no head. */
const MAX_HEAD_LENGTH = 64 * 1024;

const END = "\r\n\r\n";
const NEWLINE = 0x0a;
const RETURN = 0x0d;

/** One character per byte, whatever the byte is. */
const decoder = new TextDecoder("latin1");

/** Status and headers of an answer. */
export interface HttpHead {
  status: number;
  /** Names in lower case; repeated ones are joined by commas. */
  headers: Map<string, string>;
  framing: BodyFraming;
  /** False when the connection ends with this answer. */
  keepsAlive: boolean;
}

/** Finds the head of an answer in the bytes that come first. */
export class HeadReader {
  #text = "";

  /**
   * The head, and where the body begins in `bytes`; null when there is more of
   * it to come. Interim answers, such as 103, are passed over.
   *
   * @throws {BadMessage} when there is no HTTP/1 answer
   */
  push(bytes: Uint8Array): { head: HttpHead; bodyAt: number } | null {
    let from = 0;
    for (;;) {
      const end = this.#endOfHead(bytes, from);
      if (end < 0) break;
      // The body may follow; as text it would weigh more than the head.
      const text = this.#text + decoder.decode(bytes.subarray(from, end));
      this.#text = "";
      from = end;
      const head = parseHead(text.slice(0, -END.length));
      if (head.status >= 200 || head.status === 101) {
        return { head, bodyAt: end };
      }
    }
    this.#text += decoder.decode(bytes.subarray(from));
    if (this.#text.length <= MAX_HEAD_LENGTH) return null;
    throw new BadMessage("The head of the answer has no end");
  }

  /** Where the first head in `bytes[from…]` ends; -1 when it does not. */
  #endOfHead(bytes: Uint8Array, from: number): number {
    const before = from === 0 ? this.#text.slice(1 - END.length) : "";
    const joint = before +
      decoder.decode(bytes.subarray(from, from + END.length - 1));
    const inJoint = joint.indexOf(END);
    if (inJoint >= 0) return from + inJoint + END.length - before.length;
    for (let at = from;;) {
      const newline = bytes.indexOf(NEWLINE, at);
      if (newline < 0) return -1;
      at = newline + 1;
      if (
        newline - from >= 3 && bytes[newline - 1] === RETURN &&
        bytes[newline - 2] === NEWLINE && bytes[newline - 3] === RETURN
      ) return at;
    }
  }
}

function parseHead(text: string): HttpHead {
  const lines = text.split("\r\n");
  const found = /^HTTP\/1\.([01]) (\d{3})(?: |$)/.exec(lines[0] ?? "");
  if (found === null) throw new BadMessage("The answer is not HTTP/1");
  const status = Number(found[2]);
  const headers = parseHeaders(lines);
  const framing = framingOf(status, headers);
  const keepsAlive = found[1] === "1" && framing.type !== "close" &&
    headers.get("connection")?.toLowerCase() !== "close";
  return { status, headers, framing, keepsAlive };
}

/** Reads the header lines, which begin at the second line. */
function parseHeaders(lines: string[]): Map<string, string> {
  const headers = new Map<string, string>();
  for (let i = 1; i < lines.length; i++) {
    const line = lines[i] as string;
    const colon = line.indexOf(":");
    if (colon <= 0) throw new BadMessage("A header line has no name");
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    const known = headers.get(name);
    headers.set(name, known === undefined ? value : `${known}, ${value}`);
  }
  return headers;
}

/** RFC 9112, section 6.3; what two hops could read differently is refused. */
function framingOf(
  status: number,
  headers: ReadonlyMap<string, string>,
): BodyFraming {
  const coding = headers.get("transfer-encoding");
  const length = headers.get("content-length");
  if (status < 200 || status === 204 || status === 304) {
    return { type: "length", bytes: 0 };
  }
  if (coding !== undefined) {
    if (coding.toLowerCase() !== "chunked" || length !== undefined) {
      throw new BadMessage("The body's framing is not known");
    }
    return { type: "chunked" };
  }
  if (length === undefined) return { type: "close" };
  if (!/^\d{1,15}$/.test(length)) {
    throw new BadMessage("The body's length is not a number");
  }
  return { type: "length", bytes: Number(length) };
}
