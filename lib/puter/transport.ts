/** One HTTP exchange with Puter, before anything is sent. */
export interface PuterCall {
  method: "GET" | "POST";
  /** Path on the API host, such as `/drivers/call`. */
  path: string;
  /** Bearer token; the only credential that is ever sent. */
  token?: string;
  /** JSON body in UTF-8, in pieces that are sent one after the other. */
  body?: Uint8Array[];
  /** ETag of a cached answer, sent as `if-none-match`. */
  etag?: string;
}

/** The head of Puter's answer and its body, pulled chunk by chunk. */
export interface PuterAnswer {
  status: number;
  /** Lower case media type without parameters; empty when absent. */
  contentType: string;
  header(name: string): string | null;
  /**
   * The next bytes, or null at the end. A chunk is valid until the next read.
   * Throws when the connection breaks.
   */
  read(): Promise<Uint8Array | null>;
}

/** A running exchange. `cancel` may be called at any time and never throws. */
export interface PuterExchange {
  answer: Promise<PuterAnswer>;
  cancel(): void;
}

/** Carries calls to Puter: over the network, or to the built-in simulator. */
export interface PuterTransport {
  /** "puter", or "simulator" for answers that must be marked as such. */
  readonly kind: "puter" | "simulator";
  send(call: PuterCall): PuterExchange;
}
