import { PoolRefusal } from "../../pool/refusal.ts";
import { CancelScope } from "../cancel_scope.ts";

/**
 * Makes several things at the same time, all of them or none: the first failure
 * calls off the others. One that finds no free account while others are being
 * made waits until one of those is done.
 *
 * @throws the first failure
 */
export async function makeAll<Made>(
  count: number,
  parent: CancelScope,
  make: (scope: CancelScope) => Promise<Made>,
): Promise<Made[]> {
  const scope = new CancelScope();
  parent.add(scope);
  const turns = new Turns();
  try {
    return await Promise.all(
      Array.from({ length: count }, () => turns.run(() => make(scope))),
    );
  } catch (thrown) {
    scope.cancel();
    throw thrown;
  } finally {
    parent.remove(scope);
  }
}

class Turns {
  #running = 0;
  #waiting: (() => void)[] = [];

  async run<Made>(make: () => Promise<Made>): Promise<Made> {
    for (;;) {
      this.#running++;
      try {
        const made = await make();
        for (const wake of this.#waiting.splice(0)) wake();
        return made;
      } catch (thrown) {
        if (!isFull(thrown) || this.#running === 1) throw thrown;
      } finally {
        this.#running--;
      }
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }
}

function isFull(thrown: unknown): boolean {
  return thrown instanceof PoolRefusal && thrown.code === "rate_limit_exceeded";
}
