/** What a pass is told at its end: a request's record, or part of it. */
export interface PassedCall {
  /** Cost told by the upstream. */
  costMicroCents?: number;
}

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
