import { FetchRefusal } from "./fetch_refusal.ts";

const TIMEOUT_MS = 30_000;
const IDLE_MS = 10_000;

/** Something that ends when it is closed; closing twice does nothing. */
interface Closable {
  close(): void;
}

/** How long a fetch may take; see `GuardedFetchOptions`. */
export interface FetchTimes {
  timeoutMs?: number;
  idleMs?: number;
  signal?: AbortSignal | undefined;
}

/** Ends a fetch that takes too long or is no longer wanted. */
export class FetchLimits {
  readonly #abort = new AbortController();
  readonly #idleMs: number;
  readonly #timer: ReturnType<typeof setTimeout>;
  readonly #outer: AbortSignal | undefined;
  #held: Closable | undefined;

  constructor(
    { timeoutMs = TIMEOUT_MS, idleMs = IDLE_MS, signal }: FetchTimes,
  ) {
    this.#idleMs = idleMs;
    this.#timer = setTimeout(() => this.#expire(), timeoutMs);
    this.#outer = signal;
    if (signal?.aborted) this.#follow();
    else signal?.addEventListener("abort", this.#follow);
  }

  /** Aborted when time is up or the fetch is no longer wanted. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Takes over a connection: it is closed with the fetch. */
  hold(connection: Closable): void {
    this.release();
    this.#held = connection;
    if (this.signal.aborted) this.release();
  }

  /** Closes the connection that is held. */
  release(): void {
    this.#held?.close();
    this.#held = undefined;
  }

  /** What `work` resolves to, unless it takes too long. */
  async watch<Value>(work: Promise<Value>): Promise<Value> {
    let stop = () => {};
    const aborted = new Promise<never>((_, reject) => {
      stop = () => reject(this.signal.reason);
      this.signal.addEventListener("abort", stop);
    });
    const idle = setTimeout(() => this.#expire(), this.#idleMs);
    try {
      this.signal.throwIfAborted();
      return await Promise.race([work, aborted]);
    } finally {
      clearTimeout(idle);
      this.signal.removeEventListener("abort", stop);
      // Whichever comes second must not count as unhandled.
      work.catch(() => {});
    }
  }

  /** Ends the fetch, whether it is complete or not. */
  close(): void {
    clearTimeout(this.#timer);
    this.#outer?.removeEventListener("abort", this.#follow);
    this.release();
  }

  /** What is to be thrown for something that was thrown. */
  refusal(thrown: unknown): unknown {
    if (this.signal.aborted) return this.signal.reason;
    if (thrown instanceof FetchRefusal) return thrown;
    return new FetchRefusal(
      "network",
      "The URL's server cannot be reached over HTTPS",
      { cause: thrown },
    );
  }

  readonly #follow = (): void => this.#end(this.#outer?.reason);

  #expire(): void {
    this.#end(new FetchRefusal("time", "The URL took too long to answer"));
  }

  #end(reason: unknown): void {
    this.#abort.abort(reason);
    this.close();
  }
}
