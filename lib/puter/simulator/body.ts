/** Pauses; rejects at once when the signal aborts. */
export type Delay = (ms: number, signal: AbortSignal) => Promise<void>;

/** The bytes of a reply, made only when they are asked for. */
export interface SimBody {
  /** The next bytes, or null at the end. Throws when the connection breaks. */
  pull(): Promise<Uint8Array | null>;
  /** The reader has gone. May be called at any time, and never throws. */
  cancel(): void;
}

/** What a body is made of. */
export interface PiecesOptions {
  /** Strings are sent in UTF-8; each piece is one chunk. */
  pieces: readonly (string | Uint8Array)[];
  /** The connection breaks after the last piece instead of ending. */
  breaks?: boolean;
  /** Pause between two pieces. */
  pace?: { ms: number; delay: Delay };
  /** Runs once, when the last piece is out or the reader has gone. */
  onEnd?: (bytes: number) => void;
}

const ENCODER = new TextEncoder();

/** A body that hands out one piece per pull and holds none back. */
export class PiecesBody implements SimBody {
  readonly #options: PiecesOptions;
  readonly #gone = new AbortController();
  #next = 0;
  #bytes = 0;
  #ended = false;

  constructor(options: PiecesOptions) {
    this.#options = options;
    if (options.pieces.length === 0) this.#end();
  }

  async pull(): Promise<Uint8Array | null> {
    const { pieces, breaks, pace } = this.#options;
    this.#gone.signal.throwIfAborted();
    if (this.#next >= pieces.length) {
      if (breaks) throw brokenConnection();
      return null;
    }
    if (pace !== undefined && this.#next > 0) {
      await pace.delay(pace.ms, this.#gone.signal);
      this.#gone.signal.throwIfAborted();
    }
    const piece = pieces[this.#next++] ?? "";
    const bytes = typeof piece === "string" ? ENCODER.encode(piece) : piece;
    this.#bytes += bytes.byteLength;
    if (this.#next === pieces.length) this.#end();
    return bytes;
  }

  cancel(): void {
    if (this.#gone.signal.aborted) return;
    this.#gone.abort();
    this.#end();
  }

  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#options.onEnd?.(this.#bytes);
  }
}

/** Cuts a body anew, every so many bytes, out of one reused buffer. */
export class RecutBody implements SimBody {
  readonly #body: SimBody;
  readonly #buffer: Uint8Array;
  #rest: Uint8Array = new Uint8Array();

  constructor(body: SimBody, bytes: number) {
    this.#body = body;
    this.#buffer = new Uint8Array(Math.max(1, bytes));
  }

  async pull(): Promise<Uint8Array | null> {
    while (this.#rest.byteLength === 0) {
      const bytes = await this.#body.pull();
      if (bytes === null) return null;
      this.#rest = bytes;
    }
    const piece = this.#rest.subarray(0, this.#buffer.byteLength);
    this.#rest = this.#rest.subarray(piece.byteLength);
    this.#buffer.set(piece);
    return this.#buffer.subarray(0, piece.byteLength);
  }

  cancel(): void {
    this.#body.cancel();
  }
}

/** What a reader sees when the other side hangs up. */
export function brokenConnection(): Error {
  return new TypeError("The connection to the simulator broke");
}

/** Waits for real; the timer goes with the signal. */
export function realDelay(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", abort, { once: true });
    function done() {
      signal.removeEventListener("abort", abort);
      resolve();
    }
    function abort() {
      clearTimeout(timer);
      reject(signal.reason);
    }
  });
}
