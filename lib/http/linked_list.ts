/** Where a value stands in a list; given back to leave it. */
export interface Place<Value> {
  /** Undefined once it has left. */
  value: Value | undefined;
  before: Place<Value> | undefined;
  after: Place<Value> | undefined;
}

/**
 * Values in the order they came, for what comes and goes with each request. A
 * `Set` that is used so leaves tables behind that point to its former members
 * and to the next table: in old memory they keep thousands of finished requests
 * alive until the next full collection.
 */
export class LinkedList<Value> {
  #first: Place<Value> | undefined;
  #last: Place<Value> | undefined;

  get isEmpty(): boolean {
    return this.#first === undefined;
  }

  /** Adds a value at the end. */
  add(value: Value): Place<Value> {
    const place = { value, before: this.#last, after: undefined };
    if (this.#last === undefined) this.#first = place;
    else this.#last.after = place;
    this.#last = place;
    return place;
  }

  /** Takes a value out; does nothing when it has left already. */
  remove(place: Place<Value>): void {
    if (place.value === undefined) return;
    const { before, after } = place;
    if (before === undefined) this.#first = after;
    else before.after = after;
    if (after === undefined) this.#last = before;
    else after.before = before;
    place.value = place.before = place.after = undefined;
  }

  /**
   * Visits the values in their order until `visit` says false. It may take out
   * the value it is given; a neighbour taken out with it ends the visit.
   */
  visit(visit: (value: Value) => boolean | void): void {
    let place = this.#first;
    while (place?.value !== undefined) {
      const { value, after } = place;
      if (visit(value) === false) return;
      place = after;
    }
  }
}
