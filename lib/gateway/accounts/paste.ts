import { fingerprint } from "../../auth/digest.ts";
import { toApiError } from "../../http/errors.ts";
import { findTokens } from "../../puter/find_tokens.ts";
import type { TokenInfo } from "../../puter/tokens.ts";
import { type ActorCall, connectAccount } from "./actions.ts";
import { type AccountView, accountView } from "./views.ts";
import type { Connection, ConnectionOutcome } from "./connection.ts";

/** What became of one token of a text. */
export interface PasteReport {
  /** Recognises the token and says nothing about it. */
  fingerprint: string;
  outcome: ConnectionOutcome | "failed";
  messages: string[];
  account: AccountView | null;
}

/** What became of a text that was pasted. */
export interface Pasted {
  /** Different tokens of Puter accounts. */
  found: number;
  /** JSON Web Tokens of others, which were left. */
  ignored: number;
  reports: PasteReport[];
}

/** Tokens asked about at once. */
const AT_ONCE = 4;

/**
 * Connects every account whose token a text holds. Says of each what became of
 * it, and repeats nothing of the text.
 */
export async function connectPasted(
  call: ActorCall,
  text: string,
): Promise<Pasted> {
  const { tokens, refused, ignored } = findTokens(text);
  const results: { report: PasteReport; connection?: Connection }[] = [];
  for (let at = 0; at < tokens.length; at += AT_ONCE) {
    const some = tokens.slice(at, at + AT_ONCE);
    results.push(
      ...await Promise.all(some.map((token) => connectOne(call, token))),
    );
  }
  // Their states are known once the pool has taken them in.
  if (results.length > 0) await call.services.reload();
  const reports: PasteReport[] = results.map(({ report, connection }) => ({
    ...report,
    account: connection === undefined
      ? null
      : accountView(call.services, connection.account),
  }));
  for (const { text, reason } of refused) {
    reports.push(failed(fingerprint(text), reason));
  }
  return { found: tokens.length + refused.length, ignored, reports };
}

async function connectOne(
  call: ActorCall,
  token: TokenInfo,
): Promise<{ report: PasteReport; connection?: Connection }> {
  const mark = fingerprint(token.token);
  try {
    const connection = await connectAccount(call, token.token);
    const { outcome, messages } = connection;
    const told = { fingerprint: mark, outcome, messages };
    return { report: { ...told, account: null }, connection };
  } catch (thrown) {
    const error = toApiError(thrown);
    if (error.status === 503) throw error;
    return { report: failed(mark, error.message) };
  }
}

function failed(fingerprint: string, message: string): PasteReport {
  return { fingerprint, outcome: "failed", messages: [message], account: null };
}
