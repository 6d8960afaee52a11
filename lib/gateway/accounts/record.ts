import { fingerprint } from "../../auth/digest.ts";
import type { Identity, Tier } from "../../puter/identity.ts";
import type { TokenInfo } from "../../puter/tokens.ts";
import type { AccountRecord } from "../../store/accounts.ts";

/** What may be shown of an account. */
export type AccountInfo = Omit<AccountRecord, "sealedToken">;

/** What an account's record is made from. */
export interface AccountParts {
  token: TokenInfo;
  sealedToken: string;
  /** Absent when Puter could not be asked. */
  confirmed?: { identity: Identity; tier: Tier };
  now: number;
}

/** An account without its sealed token. */
export function infoOf(
  { sealedToken: _, ...info }: AccountRecord,
): AccountInfo {
  return info;
}

/** The record of an account with a token given now. */
export function recordOf(
  old: AccountRecord | null,
  parts: AccountParts,
): AccountRecord {
  const { token, confirmed, now } = parts;
  const tokenFingerprint = fingerprint(token.token);
  const isSame = old?.tokenFingerprint === tokenFingerprint;
  const record: AccountRecord = {
    id: token.accountId,
    username: old?.username ?? `account ${token.accountId.slice(0, 8)}`,
    tier: old?.tier ?? "temporary",
    pending: old?.pending ?? null,
    tokenKind: token.kind,
    tokenFingerprint,
    tokenIssuedAt: token.issuedAt ?? null,
    tokenExpiresAt: token.expiresAt ?? null,
    sealedToken: parts.sealedToken,
    addedAt: old?.addedAt ?? now,
    updatedAt: now,
    checkedAt: isSame ? old.checkedAt : null,
    problem: null,
    renewedAt: isSame && confirmed === undefined ? old.renewedAt : now,
    ...ownerChoices(old),
  };
  return confirmed === undefined ? record : confirm(record, confirmed, now);
}

/** What the owner has set for an account, whatever its token. */
function ownerChoices(
  old: AccountRecord | null,
): Pick<AccountRecord, "pause" | "weight" | "reserveMicroCents"> {
  if (old === null) return {};
  const { pause, weight, reserveMicroCents } = old;
  return {
    ...(pause && { pause }),
    ...(weight !== undefined && { weight }),
    ...(reserveMicroCents !== undefined && { reserveMicroCents }),
  };
}

/** What the owner may set for an account; absent fields stay as they are. */
export interface OwnerChoices {
  paused?: boolean;
  /** Share of the calls under the strategy `weighted`. */
  weight?: number;
  /** Null for the reserve of the settings. */
  reserveMicroCents?: number | null;
}

/** What the owner has set for an account, or the default of each. */
export function choicesOf(
  account: Pick<AccountRecord, "pause" | "weight" | "reserveMicroCents">,
): Required<OwnerChoices> {
  return {
    paused: account.pause?.paused ?? false,
    weight: account.weight ?? 1,
    reserveMicroCents: account.reserveMicroCents ?? null,
  };
}

/** The record with what the owner has set now. */
export function withChoices(
  old: AccountRecord,
  { paused, weight, reserveMicroCents }: OwnerChoices,
  now: number,
): AccountRecord {
  const record = { ...old };
  if (paused !== undefined && paused !== (old.pause?.paused ?? false)) {
    // Two choices of one moment still have an order.
    const at = Math.max(now, (old.pause?.at ?? 0) + 1);
    record.pause = { paused, at };
  }
  if (weight !== undefined) record.weight = weight;
  if (reserveMicroCents === null) delete record.reserveMicroCents;
  else if (reserveMicroCents !== undefined) {
    record.reserveMicroCents = reserveMicroCents;
  }
  return record;
}

/** The record after Puter has confirmed its token. */
export function confirm(
  record: AccountRecord,
  confirmed: { identity: Identity; tier: Tier },
  now: number,
): AccountRecord {
  const { identity, tier } = confirmed;
  return {
    ...record,
    username: identity.username,
    pending: identity.pending,
    tier,
    updatedAt: now,
    checkedAt: now,
    problem: null,
  };
}
