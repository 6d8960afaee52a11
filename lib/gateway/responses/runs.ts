import type { ResponseAddress } from "../../store/responses.ts";
import type { CancelScope } from "../cancel_scope.ts";

/** The background responses that are being made by this instance. */
export class BackgroundRuns {
  readonly #scopes = new Map<string, CancelScope>();

  /** Takes note of a run, until it ends. */
  add(address: ResponseAddress, scope: CancelScope): void {
    this.#scopes.set(nameOf(address), scope);
  }

  /** A run is over. */
  end(address: ResponseAddress): void {
    this.#scopes.delete(nameOf(address));
  }

  /** True while it is being made here. */
  has(address: ResponseAddress): boolean {
    return this.#scopes.has(nameOf(address));
  }

  /** Calls a run off, where it is one of this instance. */
  cancel(address: ResponseAddress): void {
    this.#scopes.get(nameOf(address))?.cancel();
    this.end(address);
  }
}

function nameOf({ keyId, id }: ResponseAddress): string {
  return `${keyId} ${id}`;
}
