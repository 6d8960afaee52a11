import type { AccountRecord } from "../../lib/store/accounts.ts";

/** A stored account that Puter has confirmed; its token is none. */
export function accountRecord(
  id: string,
  username = `user_${id}`,
): AccountRecord {
  return {
    id,
    username,
    tier: "free",
    pending: null,
    tokenKind: "full_access",
    tokenFingerprint: "01234567",
    tokenIssuedAt: 1,
    tokenExpiresAt: null,
    sealedToken: "v1.x.y.z",
    addedAt: 1,
    updatedAt: 1,
    checkedAt: 1,
    problem: null,
  };
}
