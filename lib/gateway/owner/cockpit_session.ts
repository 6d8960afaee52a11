import { type Caller, COCKPIT } from "../../auth/keys.ts";
import { keysOf } from "../../auth/credentials.ts";
import {
  isNotFromElsewhere,
  isSafeMethod,
  isSameOrigin,
} from "../../auth/same_origin.ts";
import { sessionSecretOf } from "../../auth/session_cookie.ts";
import type { SessionView } from "../../auth/sessions.ts";
import { ApiError } from "../../http/errors.ts";
import type { Services } from "../services.ts";

/** A request of a browser that may be signed in. */
export interface BrowserRequest {
  readonly req: Request;
  readonly url: URL;
  readonly state: { services: Services };
}

/**
 * The session of a browser; null when it is not signed in.
 *
 * @throws {ApiError} 503 when the database is not available
 */
export async function sessionOf(
  { req, state: { services } }: BrowserRequest,
): Promise<SessionView | null> {
  const secret = sessionSecretOf(req.headers);
  if (secret === undefined) return null;
  await services.ready();
  const mark = await services.keys.ownerMark();
  return await services.sessions.find(secret, mark);
}

/**
 * The owner, when a browser that is signed in asks without a key; null when
 * that is not so. Other sites' pages may not use its session.
 *
 * @throws {ApiError} 403 `cross_origin` when one tried to change something in
 * the owner's API
 */
export function cockpitCaller(
  request: BrowserRequest,
  access: "key" | "owner" | "metrics",
): Promise<Caller | null> | null {
  const { headers } = request.req;
  if (!headers.has("cookie") || keysOf(headers).length > 0) return null;
  return findCaller(request, access);
}

async function findCaller(
  request: BrowserRequest,
  access: "key" | "owner" | "metrics",
): Promise<Caller | null> {
  if (await sessionOf(request) === null) return null;
  const { req: { headers, method }, url } = request;
  const isOurs = isSafeMethod(method)
    ? isNotFromElsewhere({ headers, url })
    : isSameOrigin({ headers, url });
  if (isOurs) return COCKPIT;
  // The public API is for pages of other origins, with keys of their own.
  if (access === "key") return null;
  throw new ApiError(
    "The cockpit's session works in the cockpit's own pages only",
    { status: 403, type: "permission_error", code: "cross_origin" },
  );
}
