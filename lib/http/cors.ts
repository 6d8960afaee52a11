/** Response headers a browser's script may read. */
const EXPOSED = [
  "x-request-id",
  "request-id",
  "retry-after",
  "retry-after-ms",
  "x-should-retry",
  "x-ratelimit-limit-requests",
  "x-ratelimit-limit-tokens",
  "x-ratelimit-remaining-requests",
  "x-ratelimit-remaining-tokens",
  "x-ratelimit-reset-requests",
  "x-ratelimit-reset-tokens",
  "openai-processing-ms",
  "openai-poll-after-ms",
  "x-puter2api-upstream",
  "x-puter2api-overhead-ms",
  "x-puter2api-model",
  "x-puter2api-voice",
  "x-puter2api-account",
  "content-disposition",
  "content-length",
  "content-range",
  "accept-ranges",
].join(", ");

/** Request headers allowed when a preflight does not name any. */
const ALLOWED = [
  "authorization",
  "content-type",
  "x-api-key",
  "api-key",
  "x-goog-api-key",
  "x-goog-api-client",
  "accept",
  "user-agent",
  "anthropic-version",
  "anthropic-beta",
  "anthropic-dangerous-direct-browser-access",
  "openai-organization",
  "openai-project",
  "openai-beta",
  "http-referer",
  "x-title",
  "idempotency-key",
  "x-stainless-lang",
  "x-stainless-package-version",
  "x-stainless-os",
  "x-stainless-arch",
  "x-stainless-runtime",
  "x-stainless-runtime-version",
  "x-stainless-retry-count",
  "x-stainless-timeout",
  "x-stainless-helper-method",
  "x-stainless-helper",
  "x-stainless-poll-helper",
  "x-stainless-custom-poll-interval",
].join(", ");

const METHODS = "GET, POST, PUT, PATCH, DELETE, OPTIONS, HEAD";

/** What decides whether a page may read an answer. */
export interface CorsRule {
  /** Origins that may; `*` alone is any. */
  allowed: readonly string[];
  /** The page's own, as its browser says. */
  origin: string | null;
}

/** Sets the CORS headers of an answer of the public API, whatever it is. */
export function setCors(headers: Headers, rule: CorsRule): void {
  headers.set("access-control-expose-headers", EXPOSED);
  if (rule.allowed[0] === "*") {
    headers.set("access-control-allow-origin", "*");
    return;
  }
  // A cache must not give one origin's answer to another.
  headers.append("vary", "Origin");
  if (rule.origin !== null && rule.allowed.includes(rule.origin)) {
    headers.set("access-control-allow-origin", rule.origin);
  }
}

/**
 * The answer to a preflight, for `setCors` to complete. Requested header names
 * are echoed because the wildcard does not cover `authorization` and a fixed
 * list goes stale.
 */
export function preflight(request: Headers): Response {
  const headers = new Headers({
    "access-control-allow-methods": METHODS,
    "access-control-allow-headers":
      request.get("access-control-request-headers") || ALLOWED,
    "access-control-max-age": "86400",
    "vary": "Origin, Access-Control-Request-Headers",
  });
  if (request.get("access-control-request-private-network") === "true") {
    headers.set("access-control-allow-private-network", "true");
  }
  return new Response(null, { status: 204, headers });
}
