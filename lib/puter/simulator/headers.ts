import { encodeBase64 } from "@std/encoding/base64";
import { PiecesBody } from "./body.ts";
import type { SimReply } from "./reply.ts";
import { isWebSite, type SimRequest } from "./request.ts";

/** Headers of every answer. */
export const COMMON_HEADERS: Readonly<Record<string, string>> = {
  "x-content-type-options": "nosniff",
  "strict-transport-security": "max-age=15552000; includeSubDomains",
  "x-download-options": "noopen",
  "x-permitted-cross-domain-policies": "none",
  "x-xss-protection": "0",
  "referrer-policy": "strict-origin-when-cross-origin",
  "cross-origin-resource-policy": "cross-origin",
  "access-control-allow-methods":
    "GET, POST, OPTIONS, PUT, PATCH, DELETE, PROPFIND, PROPPATCH, MKCOL, COPY, MOVE, LOCK, UNLOCK",
  "access-control-allow-headers":
    "Origin, X-Requested-With, Content-Type, Accept, Authorization, Cache-Control, Pragma, sentry-trace, baggage, Depth, Destination, Overwrite, If, Lock-Token, Timeout, X-Expected-Entity-Length, DAV, stripe-signature",
  "access-control-allow-private-network": "true",
};

/** Every header of a reply as it goes over HTTP, but those of its length. */
export function headersOf(
  reply: SimReply,
  request: SimRequest,
): Record<string, string> {
  const { contentType } = reply;
  return {
    ...COMMON_HEADERS,
    ...corsHeaders(request),
    ...(contentType === "" ? {} : { "content-type": contentType }),
    ...reply.headers,
  };
}

/** What CORS says to a caller from another site, or from none. */
function corsHeaders(request: SimRequest): Record<string, string> {
  const origin = request.header("origin");
  if (origin === null) {
    return { "access-control-allow-origin": "*", "vary": "Accept-Encoding" };
  }
  return {
    "access-control-allow-origin": origin,
    "vary": "Origin, Accept-Encoding",
    ...(isWebSite(request)
      ? {}
      : { "access-control-allow-credentials": "true" }),
  };
}

/**
 * The reply with its ETag; 304 without a body when the caller has it already.
 * Replies that are streamed have none.
 */
export async function withEtag(
  reply: SimReply,
  request: SimRequest,
): Promise<SimReply> {
  if (reply.whole === undefined) return reply;
  const etag = await etagOf(reply.whole);
  const headers = { ...reply.headers, etag };
  const isKnown = reply.status === 200 && request.method === "GET" &&
    request.header("if-none-match") === etag;
  if (!isKnown) return { ...reply, headers };
  reply.body.cancel();
  const body = new PiecesBody({ pieces: [] });
  return { status: 304, contentType: "", headers, body };
}

/** A weak tag of length and SHA-1, as Express makes them. */
async function etagOf(bytes: Uint8Array): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-1", bytes as BufferSource);
  const text = encodeBase64(hash).slice(0, 27);
  return `W/"${bytes.byteLength.toString(16)}-${text}"`;
}
