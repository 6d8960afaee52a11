import { matches } from "../../store/requests/filter.ts";
import {
  endOfTail,
  formatPosition,
  readTail,
  type TailPart,
  type TailPosition,
} from "../../store/requests/tail.ts";
import type { FeedRequest, RequestFeed } from "./feed.ts";

/** Browsers wait this long before they come back, in ms. */
const RETRY_MS = 1000;

/** Ends after this time, so that a viewer proves again who it is. */
const MAX_LIFE_MS = 60 * 60 * 1000;

const encoder = new TextEncoder();

/**
 * One viewer's stream of server-sent events. `request` events carry a record
 * and as their id the position after it, so that a viewer who comes back with
 * Last-Event-ID misses nothing and sees nothing twice; `gap` tells that it was
 * away for too long.
 */
export class FeedStream
  implements UnderlyingDefaultSource<Uint8Array<ArrayBuffer>> {
  readonly #feed: RequestFeed;
  readonly #request: FeedRequest;
  readonly #waiting: { wake?: () => void } = {};
  readonly #begun = performance.now();
  #controller:
    | ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>
    | undefined;
  #next: TailPosition | undefined;
  #isEnded = false;

  constructor(feed: RequestFeed, request: FeedRequest) {
    this.#feed = feed;
    this.#request = request;
  }

  async pull(
    controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>,
  ): Promise<void> {
    this.#controller = controller;
    this.#feed.join(this);
    while (!this.#isEnded) {
      const text = await this.#more();
      if (this.#isEnded || text === null) continue;
      return controller.enqueue(encoder.encode(text));
    }
  }

  cancel(): void {
    this.#leave();
  }

  /** Ends the stream; the viewer may come back. */
  end(): void {
    if (this.#isEnded) return;
    this.#leave();
    this.#controller?.close();
  }

  #leave(): void {
    this.#isEnded = true;
    this.#feed.leave(this);
    this.#waiting.wake?.();
  }

  /** What to send next, after a wait when there is nothing yet. */
  async #more(): Promise<string | null> {
    const seen = this.#feed.version;
    try {
      if (this.#next === undefined) return await this.#begin();
      const part = await readTail(this.#feed.options.store, this.#next);
      const text = this.#events(part);
      if (text !== "") return text;
      const isRest = part.next.batch !== this.#next.batch;
      this.#next = part.next;
      if (isRest) return null;
    } catch (cause) {
      // The database may come back while the viewer waits.
      this.#feed.options.onError(cause);
    }
    return await this.#wait(seen);
  }

  async #begin(): Promise<string> {
    const { after } = this.#request;
    this.#next = after ?? await endOfTail(this.#feed.options.store);
    return `retry: ${RETRY_MS}\n${this.#mark()}`;
  }

  async #wait(seen: number): Promise<string | null> {
    const why = await this.#feed.wait(seen, this.#waiting);
    if (why !== "silent") return null;
    if (performance.now() - this.#begun < MAX_LIFE_MS) return this.#mark();
    this.end();
    return null;
  }

  /** A comment that keeps the connection, with the position to come back to. */
  #mark(): string {
    const id = this.#next === undefined
      ? ""
      : `id: ${formatPosition(this.#next)}\n`;
    return `: keep-alive\n${id}\n`;
  }

  #events({ entries, next, hasGap }: TailPart): string {
    let text = hasGap ? "event: gap\ndata: {}\n\n" : "";
    for (const { record, next } of entries) {
      if (!matches(record, this.#request.filter)) continue;
      const id = formatPosition(next);
      text += `id: ${id}\nevent: request\ndata: ${JSON.stringify(record)}\n\n`;
    }
    if (text !== "") this.#next = next;
    return text;
  }
}
