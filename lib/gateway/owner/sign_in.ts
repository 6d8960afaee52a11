import { clientAddress } from "../../auth/client_address.ts";
import { type Caller, COCKPIT } from "../../auth/keys.ts";
import {
  countLoginAttempt,
  forgiveLoginAttempts,
} from "../../auth/login_throttle.ts";
import { isSameOrigin, isSecureRequest } from "../../auth/same_origin.ts";
import {
  giveSession,
  sessionSecretOf,
  takeSession,
} from "../../auth/session_cookie.ts";
import type { SessionView } from "../../auth/sessions.ts";
import { ApiError } from "../../http/errors.ts";
import { newRequestId } from "../../http/request_id.ts";
import { type BrowserRequest, sessionOf } from "./cockpit_session.ts";

/** A browser that wants to sign in. */
export interface SignInRequest extends BrowserRequest {
  readonly info: Deno.ServeHandlerInfo;
}

/** Somebody who has not shown the owner's key. */
const VISITOR: Caller = {
  kind: "anonymous",
  keyId: "anonymous",
  name: "Visitor",
  policy: null,
};

/**
 * Exchanges the owner's key for a session, whose cookie goes into `headers`.
 *
 * @throws {ApiError} 401 `invalid_owner_key`, 403 `cross_origin`, 429
 * `too_many_attempts`, 503 when the database is not available
 */
export async function signIn(
  request: SignInRequest,
  key: string,
  headers: Headers,
): Promise<SessionView> {
  const { req, url, info, state: { services } } = request;
  assertOwnPage(request);
  await services.ready();
  const { trustProxy } = services.config;
  const address = clientAddress(req.headers, info.remoteAddr, trustProxy);
  await countLoginAttempt(services.store, address);
  const requestId = newRequestId();
  if (!await services.keys.isOwnerKey(key.trim())) {
    services.audit.note({
      action: "session.refuse",
      target: "sessions",
      after: { address: address ?? null },
      by: { caller: VISITOR, requestId },
    });
    throw wrongKey();
  }
  await forgiveLoginAttempts(services.store, address);
  const { secret, session } = await services.sessions.open({
    ownerMark: await services.keys.ownerMark(),
    userAgent: req.headers.get("user-agent"),
    address,
  });
  const isSecure = isSecureRequest(
    { headers: req.headers, url },
    trustProxy !== 0,
  );
  giveSession(headers, { secret, isSecure });
  services.audit.note({
    action: "session.open",
    target: session.id,
    after: { address: session.address, userAgent: session.userAgent },
    by: { caller: COCKPIT, requestId },
  });
  return session;
}

/**
 * Ends a browser's session, if it has one, and takes its cookie away.
 *
 * @throws {ApiError} 403 `cross_origin`
 */
export async function signOut(
  request: BrowserRequest,
  headers: Headers,
): Promise<void> {
  const { req, state: { services } } = request;
  assertOwnPage(request);
  takeSession(headers);
  const secret = sessionSecretOf(req.headers);
  const session = await sessionOf(request);
  if (secret === undefined || session === null) return;
  await services.sessions.close(secret);
  services.audit.note({
    action: "session.close",
    target: session.id,
    by: { caller: COCKPIT, requestId: newRequestId() },
  });
}

/**
 * Where a browser goes once it is signed in: a page of this origin and no
 * other, whatever a link says.
 */
export function safeNext(next: string | null): string {
  // "//host", "/\host" and control characters lead to other hosts.
  if (next === null || !/^\/(?![/\\])[^\\\p{Cc}]*$/u.test(next)) return "/";
  return next.startsWith("/login") || next.startsWith("/api/") ? "/" : next;
}

/** No other site may sign its visitors in or out here. */
function assertOwnPage({ req: { headers }, url }: BrowserRequest): void {
  const isSilent = !headers.has("sec-fetch-site") && !headers.has("origin");
  // Programs say nothing and have no other's cookies.
  if (isSilent || isSameOrigin({ headers, url })) return;
  throw new ApiError("Pages of other sites cannot sign in or out here", {
    status: 403,
    type: "permission_error",
    code: "cross_origin",
  });
}

function wrongKey(): ApiError {
  return new ApiError("This is not the owner's key", {
    status: 401,
    code: "invalid_owner_key",
    param: "key",
  });
}
