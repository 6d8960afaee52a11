/** An answer of a media driver, ready to be sent. */
export interface MediaReply {
  status: number;
  contentType: string;
  body: Uint8Array<ArrayBuffer> | string;
}

/** The arguments of a driver call. */
export type MediaArgs = Record<string, unknown>;

const JSON_TYPE = "application/json; charset=utf-8";

/** A result in Puter's envelope. */
export function mediaResult(service: string, result: unknown): MediaReply {
  return json(200, { success: true, result, service: { name: service } });
}

/** Raw bytes, which Puter sends without an envelope. */
export function mediaBytes(
  contentType: string,
  body: Uint8Array<ArrayBuffer>,
): MediaReply {
  return { status: 200, contentType, body };
}

/** Puter's error envelope. */
export function mediaError(
  status: number,
  { message, code, ...extra }: {
    message: string;
    code: string;
    [field: string]: unknown;
  },
): MediaReply {
  return json(status, { error: message, message, code, ...extra });
}

/** A bad argument, as Puter says it where it has no special code. */
export function badArgument(message: string): MediaReply {
  return mediaError(400, { message, code: "bad_request" });
}

function json(status: number, body: unknown): MediaReply {
  return { status, contentType: JSON_TYPE, body: JSON.stringify(body) };
}

/** What vendors of media refuse when a prompt asks for it. */
const REFUSALS: Readonly<
  Record<
    string,
    { status: number; code: string; vendor: [number, string, string] }
  >
> = {
  T429: {
    status: 429,
    code: "upstream_rate_limited",
    vendor: [429, "rate_limit_exceeded", "Rate limit reached for requests"],
  },
  T401: {
    status: 500,
    code: "upstream_auth_failed",
    vendor: [401, "invalid_api_key", "Incorrect API key provided"],
  },
  T400: {
    status: 400,
    code: "upstream_bad_request",
    vendor: [400, "unsupported_parameter", "Unsupported parameter: foo"],
  },
  T500: {
    status: 400,
    code: "upstream_provider_unavailable",
    vendor: [500, "server_error", "The server had an error"],
  },
  T503: {
    status: 400,
    code: "upstream_provider_unavailable",
    vendor: [503, "overloaded", "Overloaded"],
  },
};

/** The vendor's refusal that a prompt asks for by its directive. */
export function directedRefusal(prompt: string): MediaReply | undefined {
  const word = /\bT[45]\d\d\b/.exec(prompt)?.[0] ?? "";
  const refusal = REFUSALS[word];
  if (refusal === undefined) return undefined;
  const [upstreamStatus, upstreamCode, message] = refusal.vendor;
  return mediaError(refusal.status, {
    message,
    code: refusal.code,
    upstreamStatus,
    upstreamCode,
  });
}
