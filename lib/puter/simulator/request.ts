import { isRecord, textOf } from "../record.ts";
import { SimError } from "./reply.ts";

/** One exchange as it reaches the simulated Puter. */
export interface SimRequest {
  method: string;
  /** Host name without port; decides between API and web site. */
  host: string;
  /** Path without query. */
  path: string;
  query?: URLSearchParams;
  header(name: string): string | null;
  /** The body in pieces; undefined when there is none. */
  body?: Uint8Array[];
}

/** True for Puter's web site, whose host has no `api.` in front. */
export function isWebSite({ host }: SimRequest): boolean {
  return host.startsWith("puter.");
}

/** Puter takes bodies up to 50 MB. */
const MAX_BODY_BYTES = 50 * 1024 * 1024;

/** What Puter's own client sends, to spare browsers a question beforehand. */
const SECRET_JSON = "text/plain;actually=json";

/**
 * The JSON body; an empty object when there is none, or it is of another type.
 *
 * @throws {SimError} 400 when it is not JSON, 413 over 50 MB
 */
export function readBody(request: SimRequest): Record<string, unknown> {
  const { body } = request;
  if (body === undefined) return {};
  let bytes = 0;
  for (const piece of body) bytes += piece.byteLength;
  if (bytes > MAX_BODY_BYTES) {
    throw new SimError("request entity too large", {
      status: 413,
      code: "client_bad_request",
    });
  }
  if (bytes === 0 || !isJson(request.header("content-type"))) return {};
  const json = parse(decode(body));
  return isRecord(json) ? json : {};
}

function isJson(contentType: string | null): boolean {
  if (contentType === SECRET_JSON) return true;
  const [type = ""] = (contentType ?? "").split(";");
  return type.trim().toLowerCase() === "application/json";
}

function decode(pieces: Uint8Array[]): string {
  const decoder = new TextDecoder();
  let text = "";
  for (const piece of pieces) text += decoder.decode(piece, { stream: true });
  return text + decoder.decode();
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new SimError("Malformed JSON in request body", {
      status: 400,
      code: "client_bad_json",
    });
  }
}

/**
 * The token of a request. Puter takes the first it finds and looks no further:
 * body, `authorization` (the word Bearer may be missing), `x-api-key`, query.
 */
export function findToken(
  request: SimRequest,
  body: Record<string, unknown>,
): string | undefined {
  const inBody = textOf(body.auth_token);
  if (inBody !== undefined) return inBody;
  const authorization = request.header("authorization")?.trim() ?? "";
  if (authorization !== "" && !/^basic /i.test(authorization)) {
    return authorization.replace(/^bearer\s+/i, "");
  }
  return textOf(request.header("x-api-key")) ??
    textOf(request.query?.get("auth_token"));
}
