import { outcomeOf, type RequestRecord } from "../../store/requests/record.ts";
import { NONE, type UsageCell } from "../../store/usage/cell.ts";
import { cleanValue } from "../../store/usage/table.ts";

/** Stands for model names that nobody serves; the client invented them. */
export const UNKNOWN_MODEL = "(unknown)";

/** Stands for the account of simulated answers. */
export const SIMULATED = "(simulator)";

/** Stands for the account of what the companion endpoint serves. */
export const COMPANION = "(companion)";

/** Less time than this after its first token is no stream, in ms. */
const MIN_STREAM_MS = 20;

/** What a request is counted under, in the order of `DIMENSIONS`. */
export function valuesOf(record: RequestRecord): string[] {
  return [
    modelOf(record),
    accountOf(record),
    nameOf(record.keyId),
    nameOf(record.surface),
    outcomeOf(record),
    nameOf(record.blame),
  ];
}

/** Counts a request in a cell. */
export function measure(cell: UsageCell, record: RequestRecord): void {
  const { counters, histograms } = cell;
  counters.requests++;
  if (outcomeOf(record) === "ok") counters.ok++;
  histograms.durationMs.add(record.durationMs);
  if (record.ttftMs !== undefined) histograms.ttftMs.add(record.ttftMs);
  const tokens = record.completionTokens;
  if (tokens !== undefined || record.promptTokens !== undefined) {
    counters.withTokens++;
    counters.promptTokens += whole(record.promptTokens);
    counters.completionTokens += whole(tokens);
    counters.cachedTokens += whole(record.cachedTokens);
    counters.reasoningTokens += whole(record.reasoningTokens);
  }
  // Nobody pays for a simulated answer.
  if (record.costMicroCents !== undefined && record.upstream === "puter") {
    counters.withCost++;
    counters.costMicroCents += whole(record.costMicroCents);
  }
  const speed = speedOf(record);
  if (speed !== undefined) histograms.milliTokensPerSecond.add(speed);
}

/**
 * Thousandths of tokens a second: of a stream after its first token, of an
 * answer that came at once over its whole time.
 */
function speedOf(record: RequestRecord): number | undefined {
  const tokens = whole(record.completionTokens);
  if (record.status >= 400 || tokens === 0) return undefined;
  const streamMs = record.stream && record.ttftMs !== undefined
    ? record.durationMs - record.ttftMs
    : 0;
  const ms = streamMs >= MIN_STREAM_MS ? streamMs : record.durationMs;
  return tokens * 1e6 / Math.max(1, ms);
}

function modelOf({ model, code, accountId }: RequestRecord): string {
  // Names that no account was ever asked for may be anything.
  if (code === "model_not_found" && accountId === undefined) {
    return UNKNOWN_MODEL;
  }
  return nameOf(model);
}

function accountOf({ upstream, accountId }: RequestRecord): string {
  switch (upstream) {
    case "simulator":
      return SIMULATED;
    case "companion":
      return COMPANION;
    case "puter":
      return nameOf(accountId);
  }
}

function nameOf(value: string | undefined): string {
  return value ? cleanValue(value) : NONE;
}

function whole(value: number | undefined): number {
  if (value === undefined || !(value > 0)) return 0;
  return Math.min(Math.round(value), Number.MAX_SAFE_INTEGER);
}
