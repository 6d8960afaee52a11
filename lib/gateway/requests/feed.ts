import type { Store } from "../../store/kv.ts";
import type { RequestFilter } from "../../store/requests/filter.ts";
import { type TailPosition, watchTail } from "../../store/requests/tail.ts";
import type { RevisionWatch } from "../../store/revision.ts";
import { FeedStream } from "./feed_stream.ts";

/** What a `RequestFeed` works with. */
export interface RequestFeedOptions {
  store: Store;
  /** Silence after which a comment is sent, in ms. */
  keepAliveMs: () => number;
  onError: (cause: unknown) => void;
}

/** Which records a viewer wants. */
export interface FeedRequest {
  filter: RequestFilter;
  /** Where to begin; from now on when absent. */
  after?: TailPosition;
}

/** Why a viewer stops waiting. */
export type Wake = "changed" | "silent" | "closed";

/** A viewer that waits. */
interface Waiting {
  wake(why: Wake): void;
}

/**
 * The live tail of the request log, for any number of viewers. Whatever
 * instance stores a record, the viewers of all instances see it; one watch per
 * process tells when to look, and only while somebody does.
 */
export class RequestFeed {
  readonly options: RequestFeedOptions;
  readonly #viewers = new Set<FeedStream>();
  readonly #waiting = new Set<Waiting>();
  #watch: RevisionWatch | undefined;
  #version = 0;

  constructor(options: RequestFeedOptions) {
    this.options = options;
  }

  /** Grows with every change. */
  get version(): number {
    return this.#version;
  }

  /** Number of those who look. */
  get viewers(): number {
    return this.#viewers.size;
  }

  /** Server-sent events, pulled by the viewer; nothing is done before. */
  open(request: FeedRequest): ReadableStream<Uint8Array<ArrayBuffer>> {
    const viewer = new FeedStream(this, request);
    return new ReadableStream(viewer, { highWaterMark: 0 });
  }

  join(viewer: FeedStream): void {
    this.#viewers.add(viewer);
    const { store, onError } = this.options;
    this.#watch ??= watchTail(store, () => this.#changed(), onError);
  }

  leave(viewer: FeedStream): void {
    this.#viewers.delete(viewer);
    if (this.#viewers.size > 0) return;
    const watch = this.#watch;
    this.#watch = undefined;
    watch?.close().catch(this.options.onError);
  }

  /** Waits for a version other than `seen`, for silence, or for `cancel`. */
  wait(seen: number, cancel: { wake?: () => void }): Promise<Wake> {
    if (seen !== this.#version) return Promise.resolve("changed");
    const { promise, resolve } = Promise.withResolvers<Wake>();
    const timer = setTimeout(
      () => waiting.wake("silent"),
      this.options.keepAliveMs(),
    );
    const waiting: Waiting = {
      wake: (why) => {
        clearTimeout(timer);
        this.#waiting.delete(waiting);
        resolve(why);
      },
    };
    cancel.wake = () => waiting.wake("closed");
    this.#waiting.add(waiting);
    return promise;
  }

  /** Ends all streams. */
  async close(): Promise<void> {
    const watch = this.#watch;
    for (const viewer of [...this.#viewers]) viewer.end();
    await watch?.close();
  }

  #changed(): void {
    this.#version++;
    for (const waiting of [...this.#waiting]) waiting.wake("changed");
  }
}
