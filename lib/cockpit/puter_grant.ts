import { encodeBase64Url } from "@std/encoding/base64url";
import { deleteCookie, setCookie } from "@std/http/cookie";
import { digestOf, sameDigest } from "../auth/digest.ts";
import { cookieOf } from "../http/cookies.ts";

/** Holds what binds Puter's answer to the browser that asked. */
const STATE_COOKIE = "p2a_grant";

/** Time to sign in at Puter and to approve, in seconds. */
const STATE_SECONDS = 15 * 60;

/** Where Puter's page leads back to. */
export const GRANT_PATH = "/accounts/callback";

/**
 * The origin of Puter's pages, from that of its API; null where it is not
 * known. `api.` is left out, as Puter's own installations have it.
 */
export function puterPages(apiUrl: string): string | null {
  const url = new URL(apiUrl);
  if (!url.hostname.startsWith("api.")) return null;
  return `${url.protocol}//${url.host.slice("api.".length)}`;
}

/**
 * The page where the owner lets this gateway have a token. The answer is bound
 * to the session by a random state, since Puter itself binds it to nothing.
 */
export function grantRequest(
  { pages, origin, sessionId }: {
    pages: string;
    origin: string;
    sessionId: string;
  },
  headers: Headers,
): string {
  const nonce = encodeBase64Url(crypto.getRandomValues(new Uint8Array(32)));
  setCookie(headers, {
    name: STATE_COOKIE,
    value: nonce,
    maxAge: STATE_SECONDS,
    path: GRANT_PATH,
    httpOnly: true,
    sameSite: "Lax",
    secure: origin.startsWith("https:"),
  });
  const back = new URL(GRANT_PATH, origin);
  back.searchParams.set("state", stateOf(nonce, sessionId));
  const url = new URL(pages);
  url.searchParams.set("action", "authme");
  url.searchParams.set("redirectURL", back.href);
  return url.href;
}

/** True for an answer that this session asked for; each counts once. */
export function isGrantExpected(
  { url, req, sessionId }: { url: URL; req: Request; sessionId: string },
  headers: Headers,
): boolean {
  const nonce = cookieOf(req.headers.get("cookie"), STATE_COOKIE);
  deleteCookie(headers, STATE_COOKIE, { path: GRANT_PATH });
  const state = url.searchParams.get("state");
  if (nonce === undefined || state === null) return false;
  return sameDigest(state, stateOf(nonce, sessionId));
}

function stateOf(nonce: string, sessionId: string): string {
  return digestOf(`${nonce} ${sessionId}`);
}
