/** Options of {@link deadline}. */
export interface DeadlineOptions {
  signal?: AbortSignal;
}

/** Rejects with the timeout's `DOMException` when `p` takes longer than `ms`. */
export function deadline<T>(
  p: Promise<T>,
  ms: number,
  options?: DeadlineOptions,
): Promise<T>;
