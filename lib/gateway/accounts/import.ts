import { fingerprint } from "../../auth/digest.ts";
import { toApiError } from "../../http/errors.ts";
import { parseToken } from "../../puter/tokens.ts";
import type { Accounts } from "./accounts.ts";
import type { ConnectionOutcome } from "./connection.ts";

/** What became of one token of a list. */
export interface ImportReport {
  /** Recognises the token and says nothing about it. */
  fingerprint: string;
  /** `present` when the account already has it. */
  outcome: ConnectionOutcome | "present" | "failed";
  message: string;
}

/** Tokens asked about at once. */
const AT_ONCE = 4;

/**
 * Connects the accounts of a list of tokens, which blanks, commas and line
 * breaks separate. Never throws: a failure is a report like the others.
 */
export async function importTokens(
  accounts: Accounts,
  text: string,
): Promise<ImportReport[]> {
  const tokens = [...new Set(text.split(/[\s,;]+/))].filter(isToken);
  const reports: ImportReport[] = [];
  for (let at = 0; at < tokens.length; at += AT_ONCE) {
    const some = tokens.slice(at, at + AT_ONCE);
    reports.push(
      ...await Promise.all(some.map((token) => importToken(accounts, token))),
    );
  }
  return reports;
}

function isToken(word: string): boolean {
  return word !== "" && word.toLowerCase() !== "bearer";
}

async function importToken(
  accounts: Accounts,
  text: string,
): Promise<ImportReport> {
  const report = { fingerprint: fingerprint(text) };
  try {
    const token = parseToken(text);
    report.fingerprint = fingerprint(token.token);
    // A start should not cost a question to Puter for each known token.
    if (await accounts.has(token)) {
      const message = "The account was connected already";
      return { ...report, outcome: "present", message };
    }
    const { outcome, messages } = await accounts.connect(text);
    return { ...report, outcome, message: messages.join("; ") };
  } catch (error) {
    const { message } = toApiError(error);
    return { ...report, outcome: "failed", message };
  }
}
