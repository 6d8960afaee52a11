import { ApiError, toApiError } from "../http/errors.ts";

/** Something that can be called off at any time, any number of times. */
export interface Cancellable {
  cancel(): void;
}

/** Thrown where work ends because its client has left. Nobody sees it. */
export class ClientGone extends Error {
  override name = "ClientGone";

  constructor() {
    super("The client closed the connection");
  }
}

/** Everything that runs for one client, called off together. */
export class CancelScope implements Cancellable {
  #members = new Set<Cancellable>();
  #cancelled = false;

  get cancelled(): boolean {
    return this.#cancelled;
  }

  /** @throws {ClientGone} when the scope is cancelled already */
  check(): void {
    if (this.#cancelled) throw new ClientGone();
  }

  add(member: Cancellable): void {
    if (this.#cancelled) member.cancel();
    else this.#members.add(member);
  }

  remove(member: Cancellable): void {
    this.#members.delete(member);
  }

  cancel(): void {
    if (this.#cancelled) return;
    this.#cancelled = true;
    for (const member of this.#members) member.cancel();
    this.#members.clear();
  }
}

/** What a request is recorded with that failed or was left by its client. */
export function toClientError(thrown: unknown): ApiError {
  if (!(thrown instanceof ClientGone)) return toApiError(thrown);
  // No fault, so without a cause that the owner would be told.
  return new ApiError("The client closed the connection", {
    status: 499,
    code: "client_closed",
    blame: "client",
  });
}
