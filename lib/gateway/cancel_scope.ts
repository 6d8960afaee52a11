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
