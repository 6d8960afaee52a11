import type { PuterTransport } from "../../lib/puter/transport.ts";

/** A driver call as it went to Puter. */
export interface RecordedCall {
  interface: string;
  method: string;
  args: Record<string, unknown>;
}

/** Keeps the driver calls that go through a transport. */
export class CallRecorder {
  readonly calls: RecordedCall[] = [];

  /** To be given to a test gateway as `wrap`. */
  wrap = (transport: PuterTransport): PuterTransport => ({
    kind: transport.kind,
    send: (call) => {
      if (call.path === "/drivers/call") {
        const decoder = new TextDecoder();
        const text = (call.body ?? []).map((piece) => decoder.decode(piece));
        this.calls.push(JSON.parse(text.join("")));
      }
      return transport.send(call);
    },
  });

  /** The arguments of the last call. */
  get args(): Record<string, unknown> {
    return this.calls.at(-1)?.args ?? {};
  }
}
