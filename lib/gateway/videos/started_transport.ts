import type {
  PuterAnswer,
  PuterCall,
  PuterExchange,
  PuterTransport,
} from "../../puter/transport.ts";
import { ClientGone } from "../cancel_scope.ts";

/**
 * A transport that first has `start` write down that a call is about to be
 * sent, and sends nothing when that fails.
 */
export function startedTransport(
  transport: PuterTransport,
  start: () => Promise<void>,
): PuterTransport {
  return {
    kind: transport.kind,
    send: (call) => new StartedExchange({ transport, start, call }),
  };
}

interface StartedParts {
  transport: PuterTransport;
  start: () => Promise<void>;
  call: PuterCall;
}

class StartedExchange implements PuterExchange {
  readonly answer: Promise<PuterAnswer>;
  #isCancelled = false;
  #exchange: PuterExchange | undefined;

  constructor(parts: StartedParts) {
    this.answer = this.#run(parts);
    // A caller may cancel without ever looking at the answer.
    this.answer.catch(() => {});
  }

  cancel(): void {
    this.#isCancelled = true;
    this.#exchange?.cancel();
  }

  async #run({ transport, start, call }: StartedParts): Promise<PuterAnswer> {
    await start();
    if (this.#isCancelled) throw new ClientGone();
    this.#exchange = transport.send(call);
    return await this.#exchange.answer;
  }
}
