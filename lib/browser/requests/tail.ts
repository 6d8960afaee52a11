import { signal } from "@preact/signals";

/** How the live tail does. */
export type TailState = "connecting" | "live" | "lost" | "paused";

/** What a `Tail` works with. */
export interface TailOptions {
  /** Filter of the tail, as the API takes it. */
  query: URLSearchParams;
  /** Where to begin. */
  after: string;
  /** Told the JSON of each request. */
  onRequest: (text: string) => void;
  /** Told that some were missed. */
  onGap: () => void;
}

/** A connection that was refused, such as without a session, is tried again. */
const RETRY_MS = 5000;

/**
 * Requests as they end. A tab that nobody sees gives its connection back, as
 * browsers have few of them, and goes on later where it was.
 */
export class Tail {
  readonly state = signal<TailState>("connecting");
  readonly #options: TailOptions;
  #after: string;
  #source: EventSource | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #look = () => document.hidden ? this.#disconnect() : this.#connect();

  constructor(options: TailOptions) {
    this.#options = options;
    this.#after = options.after;
    document.addEventListener("visibilitychange", this.#look);
    this.#look();
  }

  close(): void {
    document.removeEventListener("visibilitychange", this.#look);
    this.#disconnect();
  }

  #connect(): void {
    if (this.#source !== undefined) return;
    clearTimeout(this.#timer);
    const query = new URLSearchParams(this.#options.query);
    query.set("after", this.#after);
    const source = new EventSource(`/api/requests/tail?${query}`);
    this.#source = source;
    source.onopen = () => this.state.value = "live";
    source.onerror = () => this.#lost(source);
    source.addEventListener("request", (event) => {
      this.#after = event.lastEventId || this.#after;
      this.#options.onRequest(event.data);
    });
    source.addEventListener("gap", () => this.#options.onGap());
  }

  #lost(source: EventSource): void {
    this.state.value = "lost";
    if (source.readyState !== EventSource.CLOSED) return;
    this.#source = undefined;
    this.#timer = setTimeout(this.#look, RETRY_MS);
  }

  #disconnect(): void {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = undefined;
    this.state.value = "paused";
  }
}
