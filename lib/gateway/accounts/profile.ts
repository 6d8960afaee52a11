import { toApiError } from "../../http/errors.ts";
import { readHealth } from "../../pool/health.ts";
import type { AccountProfile } from "../../pool/pool_account.ts";
import type { AccountRecord } from "../../store/accounts.ts";

const PENDING_REASONS = {
  email: "email_confirmation_required",
  phone: "phone_verification_required",
  card: "card_verification_required",
};

/** What a profile is made from besides its record. */
export interface ProfileParts {
  /** The shared state of the account, as stored. */
  stored: unknown;
  /** Opens its sealed token. */
  open: () => Promise<string>;
}

/**
 * An account as the pool needs it, its token opened. One whose token cannot be
 * opened or was refused is disabled, so that it is seen.
 */
export async function profileOf(
  record: AccountRecord,
  { stored, open }: ProfileParts,
): Promise<AccountProfile> {
  const { id, username, tier, updatedAt, pending } = record;
  const profile: AccountProfile = { id, username, tier, token: "" };
  const health = readHealth(stored);
  if (health !== undefined) profile.health = health;
  const code = record.problem ??
    (pending === null ? null : PENDING_REASONS[pending]);
  if (code !== null) profile.problem = { code, since: updatedAt };
  else if (record.checkedAt !== null) profile.confirmedAt = record.checkedAt;
  addOwnerChoices(profile, record);
  try {
    profile.token = await open();
  } catch (error) {
    const why = toApiError(error).code ?? "sealed_token_damaged";
    profile.problem = { code: why, since: updatedAt };
  }
  return profile;
}

function addOwnerChoices(profile: AccountProfile, record: AccountRecord): void {
  const { renewedAt, pause, weight, reserveMicroCents, tokenExpiresAt } =
    record;
  if (renewedAt !== undefined) profile.renewedAt = renewedAt;
  if (pause !== undefined) profile.pause = pause;
  if (weight !== undefined) profile.weight = weight;
  if (reserveMicroCents !== undefined) {
    profile.reserveMicroCents = reserveMicroCents;
  }
  if (tokenExpiresAt !== null) profile.tokenExpiresAt = tokenExpiresAt;
}
