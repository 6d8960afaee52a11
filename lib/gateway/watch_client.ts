import type { CancelScope } from "./cancel_scope.ts";

/**
 * Calls a scope off when the client leaves before its answer has begun. It has
 * to begin at once: Deno tells a listener that comes later nothing. What even
 * this does not notice, for a body of several packets, is noticed when the
 * answer is written.
 *
 * @returns a function that ends the watch
 */
export function watchClient(req: Request, scope: CancelScope): () => void {
  let isOver = false;
  if (req.signal.aborted) scope.cancel();
  else {
    req.signal.addEventListener("abort", () => {
      // The signal also fires after every normal end.
      if (!isOver) scope.cancel();
    });
  }
  return () => {
    isOver = true;
  };
}
