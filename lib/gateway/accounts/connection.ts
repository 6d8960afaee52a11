import type { AccountRecord } from "../../store/accounts.ts";
import { type AccountInfo, infoOf } from "./record.ts";

/** What became of a token that was given. */
export type ConnectionOutcome =
  | "added"
  /** The account has a new token now. */
  | "replaced"
  /** The account had this very token. */
  | "confirmed"
  /** The account's present token is better and stays. */
  | "kept";

/** The result of connecting an account. */
export interface Connection {
  account: AccountInfo;
  outcome: ConnectionOutcome;
  /** What happened, then what the owner should know; no full stops. */
  messages: string[];
}

const PENDING = {
  email: "It must confirm its e-mail address before Puter accepts its calls",
  phone: "It must verify its phone number before Puter accepts its calls",
  card: "It must verify a card before Puter accepts its calls",
};

/** Says what became of a token. */
export function connectionOf(
  record: AccountRecord,
  outcome: ConnectionOutcome,
  reason: string,
): Connection {
  const messages = [headline(record, outcome, reason)];
  if (record.checkedAt === null) {
    messages.push(
      "Puter could not be asked about its token: it is stored and will be checked later",
    );
  }
  if (record.pending !== null) messages.push(PENDING[record.pending]);
  if (record.tokenKind === "session") {
    messages.push(
      "Its token is that of a browser session: a full-access API token (Puter's dashboard, Account, API Token) lasts longer",
    );
  }
  return { account: infoOf(record), outcome, messages };
}

function headline(
  { username }: AccountRecord,
  outcome: ConnectionOutcome,
  reason: string,
): string {
  switch (outcome) {
    case "added":
      return `The account ${username} is connected`;
    case "replaced":
      return `The account ${username} has a new token: ${reason}`;
    case "confirmed":
      return `The account ${username} was connected already`;
    case "kept":
      return `The account ${username} keeps its token: ${reason}`;
  }
}
