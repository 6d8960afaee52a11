import type { PuterCall, PuterTransport } from "../../lib/puter/transport.ts";

/** A driver call as Puter was sent it. */
export interface SeenCall {
  interface: string;
  method: string;
  // deno-lint-ignore no-explicit-any
  args: Record<string, any>;
}

/** Passes calls on and keeps what drivers were asked, in `calls`. */
export function seeing(
  calls: SeenCall[],
): (transport: PuterTransport) => PuterTransport {
  return (transport) => ({
    kind: transport.kind,
    send(call) {
      if (call.path === "/drivers/call") calls.push(seen(call));
      return transport.send(call);
    },
  });
}

function seen({ body = [] }: PuterCall): SeenCall {
  const decoder = new TextDecoder();
  return JSON.parse(body.map((piece) => decoder.decode(piece)).join(""));
}
