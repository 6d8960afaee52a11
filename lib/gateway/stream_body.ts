import type { Usage } from "../chat/answer.ts";
import type { ChatOutput } from "../chat/events.ts";
import { ApiError, toApiError } from "../http/errors.ts";
import type { Place } from "../http/linked_list.ts";
import type { Ticker, Ticking } from "../http/ticker.ts";
import type { CancelScope } from "./cancel_scope.ts";
import type { RequestTracker } from "./requests/tracker.ts";
import { watchClient } from "./watch_client.ts";

/** Silence of the upstream that is taken for its end, in ms. */
const UPSTREAM_SILENCE_MS = 10 * 60 * 1000;

/** Longer runs of bytes leave in pieces, so that few wait for a slow client. */
const PIECE_BYTES = 16 * 1024;

/** Where the bytes of a streamed answer come from. */
export interface ByteSource {
  /** True when its first bytes come before the whole answer is known. */
  readonly isLive: boolean;
  /** True once `next` has nothing more to give. */
  readonly done: boolean;
  /** Token counts of the finished answer; null when unknown. */
  readonly usage: Usage | null;
  /** Resolves when the answer has begun; rejects while it can still fail. */
  start(): Promise<void>;
  /** The next bytes: empty when there is nothing to show yet, null at the end. */
  next(): Promise<Uint8Array | null>;
}

/** Writes what is no part of the answer; `take` hands its bytes over. */
export type StreamOutput = Pick<ChatOutput, "fail" | "keepAlive" | "take">;

/** What a streamed answer is made of. */
export interface StreamParts {
  source: ByteSource;
  output: StreamOutput;
  scope: CancelScope;
  tracker: RequestTracker;
  ticker: Ticker;
  req: Request;
  /** Longest time the head waits for the first event, in ms. */
  headHoldMs: number;
  /** Longest time to the first event of a live source, in ms. */
  budgetMs: number;
  /** Silence after which a comment is sent, in ms. */
  keepAliveMs: number;
  /** True where the answer is made to its end when its client leaves. */
  outlivesClient?: boolean;
}

/**
 * The body of a streamed answer, pulled by the client: one read of the upstream
 * per pull, so that a client that stops reading stops the upstream.
 */
export class StreamBody
  implements Ticking, UnderlyingDefaultSource<Uint8Array> {
  readonly #parts: StreamParts;
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  #release: (() => void) | undefined;
  #place: Place<Ticking> | undefined;
  /** Why the answer was called off before it had begun. */
  #late: ApiError | undefined;
  #starting: Promise<void> | undefined;
  /** What was read and is not on its way yet. */
  #rest: Uint8Array | null = null;
  #isBusy = true;
  #isPulling = false;
  /** True once nobody reads what is made all the same. */
  #isLeft = false;
  #lastSign = performance.now();
  #lastRead = this.#lastSign;
  #ended = false;

  constructor(parts: StreamParts) {
    this.#parts = parts;
  }

  /**
   * The stream, as soon as it has begun or has kept the client waiting for too
   * long. Until then a failure is thrown and can have a status of its own. An
   * answer that is complete by then needs no stream: its bytes cost half.
   *
   * @throws {ApiError} why no account could begin the answer
   */
  async open(): Promise<ReadableStream<Uint8Array> | Uint8Array> {
    const { source, ticker, tracker, req, scope } = this.#parts;
    this.#place = ticker.join(this);
    const unwatch = watchClient(req, scope);
    const starting = source.start();
    try {
      await new Promise<void>((resolve, reject) => {
        this.#release = resolve;
        starting.then(resolve, reject);
      });
    } catch (thrown) {
      this.#end();
      const cause = this.#late ?? thrown;
      if (scope.cancelled && cause === thrown) tracker.abandon();
      else tracker.fail(toApiError(cause));
      throw cause;
    } finally {
      unwatch();
    }
    this.#release = undefined;
    if (source.done) return await this.#whole();
    this.#starting = starting;
    // Nothing is read ahead: what waits is held by the platform already.
    return new ReadableStream(this, { highWaterMark: 0 });
  }

  async #whole(): Promise<Uint8Array> {
    const { source, tracker } = this.#parts;
    const bytes = await source.next();
    this.#end();
    tracker.succeed(source.usage);
    return bytes ?? new Uint8Array();
  }

  start(controller: ReadableStreamDefaultController<Uint8Array>): void {
    this.#controller = controller;
  }

  async pull(
    controller: ReadableStreamDefaultController<Uint8Array>,
  ): Promise<void> {
    this.#isPulling = true;
    try {
      if (this.#starting !== undefined) await this.#begun();
      for (;;) {
        const bytes = this.#rest ?? await this.#parts.source.next();
        if (this.#ended) return;
        if (this.#isLeft) return await this.#drain();
        if (this.#pass(controller, bytes)) return;
      }
    } catch (thrown) {
      this.#fail(controller, thrown);
    } finally {
      this.#isPulling = false;
    }
  }

  cancel(): void {
    if (this.#parts.outlivesClient === true && !this.#ended) {
      this.#isLeft = true;
      // A read that is under way goes on by itself.
      if (!this.#isPulling) this.#drain();
      return;
    }
    this.#end();
    this.#parts.scope.cancel();
    this.#parts.tracker.abandon();
  }

  tick(now: number): void {
    if (this.#isBusy) {
      this.#isBusy = false;
      this.#lastSign = now;
      this.#lastRead = now;
      return;
    }
    if (this.#controller === undefined) return this.#tickBeforeHead();
    if (this.#starting !== undefined && this.#isLate) {
      this.#fail(this.#controller, tooLate(this.#parts.budgetMs));
      this.#parts.scope.cancel();
    } else if (!this.#isPulling && !this.#isLeft) {
      // The client takes its time; the upstream is not to blame.
      this.#lastRead = now;
    } else if (now - this.#lastRead > UPSTREAM_SILENCE_MS) {
      this.#fail(this.#controller, silence());
      this.#parts.scope.cancel();
    } else if (now - this.#lastSign >= this.#parts.keepAliveMs) {
      this.#lastSign = now;
      this.#parts.output.keepAlive();
      this.#send(this.#controller);
    }
  }

  get #isLate(): boolean {
    const { source, tracker, budgetMs } = this.#parts;
    return source.isLive && tracker.elapsedMs > budgetMs;
  }

  #tickBeforeHead(): void {
    const { tracker, headHoldMs, budgetMs, scope } = this.#parts;
    if (this.#isLate) {
      this.#late = tooLate(budgetMs);
      return scope.cancel();
    }
    if (tracker.elapsedMs >= headHoldMs) this.#release?.();
  }

  async #begun(): Promise<void> {
    await this.#starting;
    this.#starting = undefined;
  }

  /** Hands on what was read; true when the client has something to take. */
  #pass(
    controller: ReadableStreamDefaultController<Uint8Array>,
    bytes: Uint8Array | null,
  ): boolean {
    this.#isBusy = true;
    if (bytes !== null && bytes.byteLength > PIECE_BYTES) {
      this.#rest = bytes.subarray(PIECE_BYTES);
      controller.enqueue(bytes.subarray(0, PIECE_BYTES));
      return true;
    }
    this.#rest = null;
    if (bytes !== null && bytes.byteLength > 0) controller.enqueue(bytes);
    const { source, tracker } = this.#parts;
    if (!source.done && bytes !== null) return bytes.byteLength > 0;
    this.#end();
    tracker.succeed(source.usage);
    controller.close();
    return true;
  }

  /** Makes the rest of an answer whose client has left. */
  async #drain(): Promise<void> {
    const { source, tracker } = this.#parts;
    try {
      await this.#starting;
      while (!source.done && await source.next() !== null) this.#isBusy = true;
      if (this.#ended) return;
      this.#end();
      tracker.succeed(source.usage);
    } catch (thrown) {
      this.#fail(this.#controller, thrown);
    }
  }

  #fail(
    controller: ReadableStreamDefaultController<Uint8Array> | undefined,
    thrown: unknown,
  ): void {
    if (this.#ended) return;
    this.#end();
    const reader = this.#isLeft ? undefined : controller;
    if (this.#parts.scope.cancelled) {
      this.#parts.tracker.abandon();
      return reader?.close();
    }
    const error = toApiError(thrown);
    this.#parts.tracker.fail(error);
    this.#parts.output.fail(error);
    this.#send(reader);
    reader?.close();
  }

  #send(
    controller: ReadableStreamDefaultController<Uint8Array> | undefined,
  ): void {
    const bytes = this.#parts.output.take();
    if (bytes !== null && !this.#isLeft) controller?.enqueue(bytes);
  }

  #end(): void {
    this.#ended = true;
    if (this.#place !== undefined) this.#parts.ticker.leave(this.#place);
  }
}

function tooLate(budgetMs: number): ApiError {
  return new ApiError(
    `The answer did not begin within ${Math.round(budgetMs / 1000)}s`,
    { status: 504, code: "upstream_timeout", blame: "upstream" },
  );
}

function silence(): ApiError {
  return new ApiError("The upstream has been silent for too long", {
    status: 504,
    code: "upstream_timeout",
    blame: "upstream",
  });
}
