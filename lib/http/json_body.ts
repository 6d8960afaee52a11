import { Payloads } from "../chat/payloads.ts";
import { byteReader, readFilled } from "./byte_reader.ts";
import { ApiError } from "./errors.ts";
import { checkDepth } from "./json_depth.ts";

/** Bodies up to this size are parsed whole; larger ones give up payloads. */
const WHOLE_BYTES = 128 * 1024;

/** String literals from this size on may be payloads. */
const PAYLOAD_BYTES = 32 * 1024;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** A parsed request body; large base64 strings are placeholders in `value`. */
export interface JsonBody {
  value: unknown;
  payloads: Payloads;
}

/**
 * Reads a JSON body whatever its content type says.
 *
 * @throws {ApiError} 413 beyond `maxBytes`, without reading on; 400 when the
 * body is empty, no JSON, or nested too deeply
 */
export async function readJsonBody(
  req: Request,
  maxBytes: number,
): Promise<JsonBody> {
  const declared = Number(req.headers.get("content-length") ?? NaN);
  if (declared > maxBytes) throw tooLarge(maxBytes);
  if (declared <= WHOLE_BYTES) {
    const value = await parseWhole(req);
    checkDepth(value);
    return { value, payloads: new Payloads() };
  }
  const body = parseLarge(await readBytes(req, declared, maxBytes));
  checkDepth(body.value);
  return body;
}

/**
 * Parses JSON bytes; large base64 literals stay where they are, and are held by
 * `payloads` besides what it holds.
 */
export function parseLarge(
  bytes: Uint8Array,
  payloads: Payloads = new Payloads(),
): JsonBody {
  const decoder = new TextDecoder();
  let text = "";
  let from = 0;
  for (const [start, end] of payloadLiterals(bytes)) {
    text += decoder.decode(bytes.subarray(from, start)) +
      payloads.add(bytes.subarray(start, end));
    from = end;
  }
  return {
    value: parse(text + decoder.decode(bytes.subarray(from))),
    payloads,
  };
}

async function parseWhole(req: Request): Promise<unknown> {
  try {
    return await req.json();
  } catch (cause) {
    throw notJson(cause);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw notJson(cause);
  }
}

/** Ranges of base64 data inside large string literals, in order. */
function* payloadLiterals(
  bytes: Uint8Array,
): Generator<[start: number, end: number]> {
  let open = bytes.indexOf(QUOTE);
  while (open >= 0) {
    const close = literalEnd(bytes, open + 1);
    if (close < 0) return;
    if (close - open > PAYLOAD_BYTES) {
      const start = base64Start(bytes, open + 1);
      if (start >= 0) yield [start, close];
    }
    open = bytes.indexOf(QUOTE, close + 1);
  }
}

function literalEnd(bytes: Uint8Array, from: number): number {
  let quote = bytes.indexOf(QUOTE, from);
  while (quote >= 0) {
    let backslashes = 0;
    while (bytes[quote - 1 - backslashes] === BACKSLASH) backslashes++;
    if (backslashes % 2 === 0) return quote;
    quote = bytes.indexOf(QUOTE, quote + 1);
  }
  return -1;
}

/** Where base64 begins in a literal that holds a data URL or bare base64. */
function base64Start(bytes: Uint8Array, from: number): number {
  const head = String.fromCharCode(...bytes.subarray(from, from + 256));
  const dataUrl = /^data:[^,"]*;base64,/i.exec(head);
  if (dataUrl !== null) return from + dataUrl[0].length;
  return /^[A-Za-z0-9+/=_-]+$/.test(head) ? from : -1;
}

async function readBytes(
  req: Request,
  declared: number,
  maxBytes: number,
): Promise<Uint8Array> {
  if (req.body === null) return new Uint8Array();
  const reader = declared > 0 ? byteReader(req.body) : null;
  // Chunks of their own would be a second copy until they are collected.
  return reader === null
    ? await collect(req.body, maxBytes)
    : await readFilled(reader, declared);
}

async function collect(
  body: ReadableStream<Uint8Array>,
  maxBytes: number,
): Promise<Uint8Array> {
  let bytes = new Uint8Array(64 * 1024);
  let length = 0;
  for await (const chunk of body) {
    const needed = length + chunk.byteLength;
    if (needed > maxBytes) throw tooLarge(maxBytes);
    if (needed > bytes.byteLength) {
      const grown = new Uint8Array(Math.max(needed, bytes.byteLength * 2));
      grown.set(bytes.subarray(0, length));
      bytes = grown;
    }
    bytes.set(chunk, length);
    length = needed;
  }
  return bytes.subarray(0, length);
}

function tooLarge(maxBytes: number): ApiError {
  return new ApiError(
    `The request body is too large: at most ${maxBytes} bytes are accepted`,
    {
      status: 413,
      code: "request_too_large",
      headers: { connection: "close" },
    },
  );
}

function notJson(cause: unknown): ApiError {
  return new ApiError("Cannot parse the request body as JSON", {
    status: 400,
    cause,
  });
}
