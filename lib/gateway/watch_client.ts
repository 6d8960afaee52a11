import type { Ticker, Ticking } from "../http/ticker.ts";
import type { CancelScope } from "./cancel_scope.ts";

/** Most answers are over before a look at the client pays, in ms. */
const PATIENCE_MS = 40;

/**
 * Calls a scope off when the client of a whole answer leaves. Listening costs a
 * tenth of a short request, so it begins only once the request proves long.
 *
 * @returns a function that ends the watch
 */
export function watchClient(
  req: Request,
  scope: CancelScope,
  ticker: Ticker,
): () => void {
  const begun = performance.now();
  let isOver = false;
  const member: Ticking = {
    tick(now) {
      if (now - begun < PATIENCE_MS) return;
      ticker.leave(member);
      if (req.signal.aborted) return scope.cancel();
      req.signal.addEventListener("abort", () => {
        // The signal also fires after every normal end.
        if (!isOver) scope.cancel();
      });
    },
  };
  ticker.join(member);
  return () => {
    isOver = true;
    ticker.leave(member);
  };
}
