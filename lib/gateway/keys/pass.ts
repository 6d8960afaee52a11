import type { RequestRecord } from "../../store/requests/record.ts";

/** What a pass is told at its end: a request's record, or part of it. */
export type PassedCall = Partial<
  Pick<RequestRecord, "costMicroCents" | "status" | "ttftMs" | "attempts">
>;

/** A key's leave to run one call; it holds its place until `end`. */
export class KeyPass {
  #onEnd: ((call: PassedCall) => void) | undefined;

  constructor(onEnd?: (call: PassedCall) => void) {
    this.#onEnd = onEnd;
  }

  /** Gives the place back and counts the cost; later calls do nothing. */
  end(call: PassedCall): void {
    const onEnd = this.#onEnd;
    this.#onEnd = undefined;
    onEnd?.(call);
  }
}

/** The pass of those who have no limits. */
export const OPEN_PASS = new KeyPass();

/**
 * True when a call may have cost something that nobody told: Puter charges an
 * answer in full although its client has left, or the connection broke.
 */
export function isCostUntold(call: PassedCall): boolean {
  if (call.costMicroCents !== undefined) return false;
  if (call.ttftMs !== undefined) return true;
  return call.status === 499 && (call.attempts?.length ?? 0) > 0;
}
