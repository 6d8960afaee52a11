/** What a read costs besides its entries, counted in entries. */
const READ_COST = 16;

/** So many packed ids cost as much as an entry. */
const IDS_PER_ENTRY = 16;

/** What a record costs, counted in entries. */
const RECORD_COST = 4;

/** Work of one search, in index entries; a read of the database adds some. */
export class Work {
  readonly #most: number;
  #done = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get isSpent(): boolean {
    return this.#done >= this.#most;
  }

  add(entries: number): void {
    this.#done += READ_COST + entries;
  }

  /** Counts entries with all the ids that came packed into them. */
  addPacked(entries: number, ids: number): void {
    this.add(entries + Math.ceil(ids / IDS_PER_ENTRY));
  }

  /** Counts records that were looked at to find out whether they match. */
  addRecords(records: number): void {
    this.#done += READ_COST + RECORD_COST * records;
  }
}
