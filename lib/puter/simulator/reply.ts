import { PiecesBody, type SimBody } from "./body.ts";

/** Puter's answer to one exchange. */
export interface SimReply {
  status: number;
  /** As sent, parameters included; empty when there is none. */
  contentType: string;
  /** Further headers of this answer, names in lower case. */
  headers: Record<string, string>;
  body: SimBody;
  /** The bytes of an answer that is sent whole, before any fault. */
  whole?: Uint8Array;
}

/** Media type of Puter's whole answers. */
export const JSON_TYPE = "application/json; charset=utf-8";

/** Media type of Puter's streams: a JSON object on each line. */
export const NDJSON_TYPE = "application/x-ndjson";

/** Media type of Puter's bare messages. */
export const TEXT_TYPE = "text/plain; charset=utf-8";

/** What a whole reply may carry besides its bytes. */
export interface WholeOptions {
  status?: number;
  contentType: string;
  headers?: Record<string, string>;
  /** Runs once, when the bytes are out or the reader has gone. */
  onEnd?: (bytes: number) => void;
}

const ENCODER = new TextEncoder();

/** A reply of known length. */
export function wholeReply(
  content: string | Uint8Array,
  options: WholeOptions,
): SimReply {
  const whole = typeof content === "string" ? ENCODER.encode(content) : content;
  return {
    status: options.status ?? 200,
    contentType: options.contentType,
    headers: options.headers ?? {},
    body: new PiecesBody({ pieces: [whole], onEnd: options.onEnd }),
    whole,
  };
}

/** A JSON reply. */
export function jsonReply(value: unknown, status = 200): SimReply {
  // 402 and 413 offer the user a better plan.
  const upgrade = status === 402 || status === 413;
  return wholeReply(JSON.stringify(value), {
    status,
    contentType: JSON_TYPE,
    headers: upgrade ? { "x-needs-upgrade": "true" } : {},
  });
}

/** What an error says besides its message. */
export interface ErrorReplyOptions {
  status: number;
  code?: string;
  /** Further fields of the body. */
  extra?: Record<string, unknown>;
}

/** Puter's error envelope: the message twice, then the code. */
export function errorReply(
  message: string,
  { status, code, extra }: ErrorReplyOptions,
): SimReply {
  return jsonReply({ error: message, message, code, ...extra }, status);
}

/** An error on the way to its reply. */
export class SimError extends Error {
  readonly options: ErrorReplyOptions;

  constructor(message: string, options: ErrorReplyOptions) {
    super(message);
    this.name = "SimError";
    this.options = options;
  }

  reply(): SimReply {
    return errorReply(this.message, this.options);
  }
}
