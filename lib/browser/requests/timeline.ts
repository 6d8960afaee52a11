import type {
  AttemptRecord,
  RequestRecord,
} from "../../store/requests/record.ts";

/** A stretch of a request; times are ms after its arrival. */
export type Stretch =
  & { from: number; to: number }
  & (
    | { kind: "queue" }
    /** An upstream call until its first event, or until it failed. */
    | { kind: "attempt"; index: number; attempt: AttemptRecord }
    /** From the first event to the end. */
    | { kind: "answer" }
  );

/** A request over time. */
export interface Timeline {
  stretches: Stretch[];
  /** When the first event of the answer came; null when none did. */
  firstMs: number | null;
  endMs: number;
}

type Timed = Pick<
  RequestRecord,
  "attempts" | "choices" | "durationMs" | "ttftMs"
>;

/** What a request did when, from its record, in order. */
export function timelineOf(record: Timed): Timeline {
  const endMs = Math.max(record.durationMs, 1);
  const within = (ms: number) => Math.max(0, Math.min(ms, endMs));
  const stretches: Stretch[] = [];
  let at = 0;
  const choices = record.choices ?? [];
  const attempts = record.attempts;
  for (let n = 0; n < Math.max(choices.length, attempts.length); n++) {
    const attempt = attempts[n];
    const queuedMs = choices[n]?.queuedMs ?? 0;
    const from = attempt?.atMs ?? at + queuedMs;
    if (queuedMs >= 1) {
      stretches.push({
        kind: "queue",
        from: within(from - queuedMs),
        to: within(from),
      });
    }
    at = from;
    if (attempt === undefined) continue;
    // One that broke off had begun to answer.
    const to = attempt.bytes === undefined ? from + attempt.ms : endMs;
    stretches.push({
      kind: "attempt",
      index: n,
      attempt,
      from: within(from),
      to: within(to),
    });
    at = to;
  }
  const firstMs = record.ttftMs === undefined ? null : within(record.ttftMs);
  if (firstMs !== null) {
    stretches.push({ kind: "answer", from: firstMs, to: endMs });
  }
  return { stretches, firstMs, endMs };
}
