/** Options of {@link delay}. */
export interface DelayOptions {
  signal?: AbortSignal;
  /** False lets the process end while the delay runs. */
  persistent?: boolean;
}

/** Resolves after `ms`; rejects with the signal's reason when aborted. */
export function delay(ms: number, options?: DelayOptions): Promise<void>;
