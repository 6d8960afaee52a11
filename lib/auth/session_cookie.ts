import { deleteCookie, setCookie } from "@std/http/cookie";
import { cookieOf } from "../http/cookies.ts";
import { SESSION_MAX_MS } from "./sessions.ts";

const NAME = "p2a_session";

/** Browsers take this one only over TLS, from this very host. */
const SECURE_NAME = `__Host-${NAME}`;

/** The secret of the session that a request carries; undefined without one. */
export function sessionSecretOf(headers: Headers): string | undefined {
  const header = headers.get("cookie");
  return cookieOf(header, SECURE_NAME) ?? cookieOf(header, NAME);
}

/** Gives a browser its session; scripts cannot read it. */
export function giveSession(
  headers: Headers,
  { secret, isSecure }: { secret: string; isSecure: boolean },
): void {
  setCookie(headers, {
    name: isSecure ? SECURE_NAME : NAME,
    value: secret,
    maxAge: SESSION_MAX_MS / 1000,
    path: "/",
    httpOnly: true,
    // Strict would ask for the key again after Puter's page leads back here.
    sameSite: "Lax",
    secure: isSecure,
  });
}

/** Takes a browser's session away. */
export function takeSession(headers: Headers): void {
  deleteCookie(headers, NAME, { path: "/", httpOnly: true });
  deleteCookie(headers, SECURE_NAME, {
    path: "/",
    httpOnly: true,
    secure: true,
  });
}
