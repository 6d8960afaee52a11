import type { Blame } from "../../http/errors.ts";

/** Why an account was passed over for a call. */
export type SkipReason =
  | "paused"
  | "disabled"
  | "exhausted"
  | "cooling"
  | "plan"
  | "tried"
  | "reserve"
  | "at_once"
  | "per_window";

/** How an account was chosen for a call, or why none was. */
export interface ChoiceRecord {
  /** Accounts the pool had. */
  candidates: number;
  /** How many of those looked at were passed over, by reason. */
  skipped: Partial<Record<SkipReason, number>>;
  /** The first of them: account, reason, and when it ends (Unix ms). */
  named?: [accountId: string, why: SkipReason, until?: number][];
  /** Ms spent waiting for a place. */
  queuedMs: number;
  /** What decided: a strategy's name, `affinity`, or `only_candidate`. */
  rule: string;
  /** The account chosen; absent when the call was refused. */
  accountId?: string;
}

/** What was done after a failed attempt. */
export type NextStep =
  | "stop"
  | "same_account"
  | "other_account"
  | "other_model";

/** One upstream call of a request, as recorded. */
export interface AttemptRecord {
  accountId: string;
  /** The model's id, where the client's name for it stands for several. */
  model?: string;
  /** Milliseconds from the request's arrival to the start of this call. */
  atMs?: number;
  /** HTTP status of the upstream; 0 when there was no answer. */
  status: number;
  /** Why it failed, in a word; null when it did not. */
  code: string | null;
  blame: Blame | null;
  /** Milliseconds to the first event, or to the failure before it. */
  ms: number;
  /** Bytes of the answer that came before it failed. */
  bytes?: number;
  /** What the failure did to the account: a kind of `AccountAction`. */
  effect?: string;
  /** What was done about the failure. */
  next?: NextStep;
}

/** What is kept of a request: no body, no secret, a few hundred bytes. */
export interface RequestRecord {
  /** Ordered by time: a ULID, with or without a prefix common to all. */
  id: string;
  /** Arrival, in milliseconds since the epoch. */
  at: number;
  keyId: string;
  keyName?: string;
  /** The protocol served, such as `chat_completions`. */
  surface: string;
  /** The model id as the client wrote it. */
  model: string;
  servedModel?: string;
  accountId?: string;
  /** Milliseconds until the answer's head that were not spent on Puter. */
  overheadMs?: number;
  attempts: AttemptRecord[];
  /** HTTP status sent to the client. */
  status: number;
  blame?: Blame;
  code?: string;
  /** Milliseconds to the first event of the answer. */
  ttftMs?: number;
  durationMs: number;
  promptTokens?: number;
  completionTokens?: number;
  cachedTokens?: number;
  reasoningTokens?: number;
  /** Cost told by the upstream; 100,000,000 are one US dollar. */
  costMicroCents?: number;
  stream: boolean;
  upstream: "puter" | "simulator" | "companion";
  /** How its accounts were chosen, one entry for each time one was wanted. */
  choices?: ChoiceRecord[];
  /** True when its bodies were kept; they end before the record does. */
  bodies?: true;
}

/** How a request ended; `cancelled` is by its client. */
export type Outcome = "ok" | "failed" | "cancelled";

/** All outcomes. */
export const OUTCOMES: readonly Outcome[] = ["ok", "failed", "cancelled"];

/** Sent to nobody: the client left before the end. */
const CLIENT_CLOSED = 499;

/** How a recorded request ended. */
export function outcomeOf(record: Pick<RequestRecord, "status">): Outcome {
  if (record.status < 400) return "ok";
  return record.status === CLIENT_CLOSED ? "cancelled" : "failed";
}
