import { USER_AGENT } from "../../http/client/user_agent.ts";
import type { PuterCall } from "../transport.ts";

/**
 * Request headers of a call. The token travels in `authorization` and nowhere
 * else: Puter would also take it from the body or the query, which get logged.
 */
export function requestHeaders(call: PuterCall): Record<string, string> {
  const headers: Record<string, string> = {
    "user-agent": USER_AGENT,
    "accept": "*/*",
  };
  if (call.token !== undefined) {
    headers["authorization"] = `Bearer ${call.token}`;
  }
  if (call.etag !== undefined) headers["if-none-match"] = call.etag;
  if (call.body !== undefined) {
    headers["content-type"] = "application/json";
    let length = 0;
    for (const piece of call.body) length += piece.byteLength;
    headers["content-length"] = String(length);
  }
  return headers;
}
