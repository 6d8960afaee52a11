import type {
  PuterAnswer,
  PuterCall,
  PuterExchange,
  PuterTransport,
} from "../../lib/puter/transport.ts";

/** What a scripted Puter says to one call. */
export interface ScriptedAnswer {
  status?: number;
  contentType?: string;
  headers?: Record<string, string>;
  /** A string is sent as it is, anything else as JSON. */
  body?: unknown;
}

/** Says the answer to a call; may throw, as a connection may break. */
export type Script = (
  call: PuterCall,
) => ScriptedAnswer | Promise<ScriptedAnswer>;

/** A transport that answers from a script and keeps what it was asked. */
export class ScriptedTransport implements PuterTransport {
  readonly kind = "puter";
  readonly calls: PuterCall[] = [];
  readonly #script: Script;

  constructor(script: Script) {
    this.#script = script;
  }

  send(call: PuterCall): PuterExchange {
    this.calls.push(call);
    return { answer: this.#answer(call), cancel: () => {} };
  }

  async #answer(call: PuterCall): Promise<PuterAnswer> {
    const said = await this.#script(call);
    const text = typeof said.body === "string"
      ? said.body
      : JSON.stringify(said.body ?? null);
    return {
      status: said.status ?? 200,
      contentType: said.contentType ?? "application/json",
      header: (name) => said.headers?.[name] ?? null,
      read: reader(text),
    };
  }
}

/** Reads a text in small pieces out of one reused buffer, as networks do. */
function reader(text: string): () => Promise<Uint8Array | null> {
  const bytes = new TextEncoder().encode(text);
  const buffer = new Uint8Array(7);
  let at = 0;
  return () => {
    if (at >= bytes.byteLength) return Promise.resolve(null);
    const piece = bytes.subarray(at, at + buffer.byteLength);
    buffer.set(piece);
    at += piece.byteLength;
    return Promise.resolve(buffer.subarray(0, piece.byteLength));
  };
}
