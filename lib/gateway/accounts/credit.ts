import { type CreditReading, nextReading } from "../../pool/credit.ts";
import type { AccountProfile } from "../../pool/pool_account.ts";
import { meteringUsage } from "../../puter/identity.ts";
import type { PuterTransport } from "../../puter/transport.ts";
import type { AccountSync } from "./sync.ts";

/** What reading an account's credit takes. */
export interface CreditSource {
  transport: PuterTransport;
  sync: AccountSync;
  /** Told why a reading could not be shared. */
  onError: (cause: unknown) => void;
  /** Unix ms. */
  now?: () => number;
}

/**
 * Asks Puter what an account has left, and shares the answer.
 *
 * @throws {PuterError} when Puter refuses the token or cannot be reached
 */
export async function readCredit(
  { transport, sync, onError, now = Date.now }: CreditSource,
  { id, token }: Pick<AccountProfile, "id" | "token">,
): Promise<CreditReading> {
  // What is spent while Puter answers may or may not be in its answer.
  const at = now();
  const usage = { at, ...await meteringUsage(transport, token) };
  try {
    return await sync.putCredit(id, usage);
  } catch (cause) {
    // The answer is true, whether others hear of it or not.
    onError(cause);
    return nextReading(sync.credit(id)?.reading, usage);
  }
}
