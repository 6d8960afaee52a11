import type { CancelScope } from "./cancel_scope.ts";

/**
 * Calls a scope off when the client leaves before its answer has begun. The
 * watch begins with the request: a listener that comes after the client has
 * left may hear nothing. From Deno 2.8.3 to at least 2.9.6 this works only for
 * requests that come in one read; for others the leaving is noticed when the
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
