import type { Payloads } from "../../chat/payloads.ts";
import { parseLarge } from "../../http/json_body.ts";
import type {
  InputItem,
  ResponseObject,
} from "../../surfaces/responses/mod.ts";

/** What is kept of a response. */
export interface ResponseRecord {
  response: ResponseObject;
  /** Its own input, without what it continues. */
  input: InputItem[];
  /** The responses it continues, oldest first. */
  ancestors: string[];
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The record of a response as JSON, with payloads in their place. */
export function recordJson(
  response: Uint8Array,
  { input, ancestors, payloads }: Omit<ResponseRecord, "response"> & {
    payloads: Payloads;
  },
): Uint8Array<ArrayBuffer> {
  const rest = JSON.stringify({ input, ancestors });
  return joined([
    encoder.encode('{"response":'),
    response,
    encoder.encode(","),
    ...payloads.splice(rest.slice(1)),
  ]);
}

/** A record as it was kept. */
export function parseRecord(json: Uint8Array): ResponseRecord {
  return JSON.parse(decoder.decode(json));
}

/** True while the answer is not known. */
export function isRunning({ status }: ResponseObject): boolean {
  return status === "in_progress" || status === "queued";
}

/** A record whose large literals are left to `payloads`. */
export function parseRecordFor(
  payloads: Payloads,
  json: Uint8Array,
): ResponseRecord {
  return parseLarge(json, payloads).value as ResponseRecord;
}

function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(
    pieces.reduce((sum, { byteLength }) => sum + byteLength, 0),
  );
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.byteLength;
  }
  return all;
}
