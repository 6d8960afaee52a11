import type { Middleware } from "fresh";
import type { State } from "../define.ts";

/** Where Fresh leaves the nonce of the scripts it wrote into a page. */
const NONCE = Symbol.for("__freshNonce");

const HEADERS = Object.entries({
  "cross-origin-opener-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=(self)",
  // Without a referrer of their own, forms would hide where they come from.
  "referrer-policy": "same-origin",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
});

export default [securityHeaders()];

/**
 * Locks pages down; answers that Fresh did not render pass untouched, so the
 * API pays nothing for this.
 */
function securityHeaders(): Middleware<State> {
  return async function setSecurityHeaders(ctx) {
    const res = await ctx.next();
    const nonce: unknown = Reflect.get(res, NONCE);
    if (typeof nonce !== "string") return res;
    for (const [name, value] of HEADERS) {
      if (!res.headers.has(name)) res.headers.set(name, value);
    }
    res.headers.set("content-security-policy", policy(nonce));
    // Pages show what is true now, in the language of the browser.
    res.headers.set("cache-control", "no-store");
    res.headers.append("vary", "Accept-Language, Cookie");
    return res;
  };
}

/**
 * The policy of a page. Model output and account names are shown here, so a
 * script that slipped in must neither run nor find anybody to talk to: scripts
 * and requests are for this origin alone, and inline code needs the nonce that
 * Fresh gave to its own. Fresh's own middleware is not used because it upgrades
 * plain HTTP, which breaks a server in a home network.
 */
function policy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "media-src 'self' data: blob:",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}
