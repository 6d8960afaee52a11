import {
  type Outcome,
  outcomeOf,
  type RequestRecord,
} from "../store/requests/record.ts";

/** What a list of requests shows of one. */
export interface RequestRow {
  id: string;
  /** Arrival, Unix ms. */
  at: number;
  keyId: string;
  keyName?: string;
  surface: string;
  model: string;
  servedModel?: string;
  accountId?: string;
  /** Upstream calls that were made. */
  attempts: number;
  status: number;
  outcome: Outcome;
  code?: string;
  blame?: string;
  ttftMs?: number;
  durationMs: number;
  promptTokens?: number;
  completionTokens?: number;
  costMicroCents?: number;
  upstream: RequestRecord["upstream"];
}

/** A record as the API gives it, with whatever fields were added to it. */
export type SentRecord =
  & Pick<
    RequestRecord,
    "id" | "at" | "keyId" | "surface" | "model" | "status" | "durationMs"
  >
  & Partial<RequestRecord>;

/** The row of a record; what is not shown in lists is let go. */
export function rowOf(record: SentRecord): RequestRow {
  return {
    id: record.id,
    at: record.at,
    keyId: record.keyId,
    keyName: record.keyName,
    surface: record.surface,
    model: record.model,
    servedModel: record.servedModel,
    accountId: record.accountId ?? record.attempts?.at(-1)?.accountId,
    attempts: record.attempts?.length ?? 0,
    status: record.status,
    outcome: outcomeOf(record),
    code: record.code,
    blame: record.blame,
    ttftMs: record.ttftMs,
    durationMs: record.durationMs,
    promptTokens: record.promptTokens,
    completionTokens: record.completionTokens,
    costMicroCents: record.costMicroCents,
    upstream: record.upstream ?? "puter",
  };
}
