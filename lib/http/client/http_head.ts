import { BadMessage, type BodyFraming } from "./http_body.ts";

/** More than this is no head. */
const MAX_HEAD_LENGTH = 64 * 1024;

const END = "\r\n\r\n";

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
    this.#text += decoder.decode(bytes);
    for (;;) {
      const end = this.#text.indexOf(END);
      if (end < 0) break;
      const head = parseHead(this.#text.slice(0, end));
      this.#text = this.#text.slice(end + END.length);
      if (head.status >= 200 || head.status === 101) {
        return { head, bodyAt: bytes.byteLength - this.#text.length };
      }
    }
    if (this.#text.length <= MAX_HEAD_LENGTH) return null;
    throw new BadMessage("The head of the answer has no end");
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
