import { PuterError } from "../../puter/errors/failure.ts";
import {
  type Identity,
  type MeteringUsage,
  meteringUsage,
  type Tier,
  tierOf,
  whoami,
} from "../../puter/identity.ts";
import type { TokenKind } from "../../puter/tokens.ts";
import type { PuterTransport } from "../../puter/transport.ts";

/** What Puter says of a token. */
export type TokenCheck =
  | { verdict: "accepted"; identity: Identity; tier: Tier }
  /** `word` is short and stable, `reason` a sentence for the owner. */
  | { verdict: "refused"; word: string; reason: string }
  | { verdict: "unreachable"; reason: string };

/** Which of two tokens of an account to keep: the higher rank serves longer. */
const RANKS: Record<TokenKind, number> = {
  full_access: 3,
  session: 2,
  app: 2,
  worker: 1,
  unknown: 0,
  scoped: -1,
};

/** Compares kinds of tokens; positive when `a` is the better one. */
export function compareKinds(a: TokenKind, b: TokenKind): number {
  return RANKS[a] - RANKS[b];
}

/** Asks Puter whom a token belongs to and whether it may be used at all. */
export async function checkToken(
  transport: PuterTransport,
  token: string,
): Promise<TokenCheck> {
  try {
    const identity = await whoami(transport, token);
    const usage = identity.subscription === undefined
      ? await usageOf(transport, token)
      : undefined;
    return { verdict: "accepted", identity, tier: tierOf(identity, usage) };
  } catch (error) {
    if (error instanceof PuterError) return verdictOf(error);
    throw error;
  }
}

/** Where Puter names no plan, the allowance tells a paid account. */
async function usageOf(
  transport: PuterTransport,
  token: string,
): Promise<MeteringUsage | undefined> {
  try {
    return await meteringUsage(transport, token);
  } catch {
    return undefined;
  }
}

/** Only a failure that disables the account is about the token. */
function verdictOf({ failure }: PuterError): TokenCheck {
  const reason = failure.reason ?? failure.error.message;
  return failure.action.type === "disable"
    ? { verdict: "refused", word: failure.action.reason, reason }
    : { verdict: "unreachable", reason };
}
