import { type Identified, placeOf, withoutRepeats } from "./log_order.ts";

export type { Identified } from "./log_order.ts";

/** A part of a log, newest first, as the API gives it. */
export interface LogPage<Row extends Identified> {
  rows: Row[];
  /** Below this id the next part begins; null at the end of the log. */
  cursor: string | null;
}

/** A part that is wanted: what lies below `cursor`, or the newest. */
export interface WantedPage {
  cursor: string | null;
  /** True where it was never seen before. */
  isNext: boolean;
}

/** How much a window holds. */
export interface LogWindowLimits {
  /** Rows of a page; pages that grow beyond twice as many are divided. */
  pageRows: number;
  /** Pages that keep their rows around what is seen, on each side. */
  pagesAround: number;
  /** Pages that are remembered without their rows. */
  maxPages: number;
}

/** Some 1,200,000 rows are remembered, and about 1,000 are held. */
export const LOG_LIMITS: LogWindowLimits = {
  pageRows: 200,
  pagesAround: 2,
  maxPages: 6000,
};

interface Page<Row> {
  /** All its ids are below it; null for the newest page. */
  cursor: string | null;
  /** Exact while the rows are held, else what there was. */
  count: number;
  rows: Row[] | null;
}

/**
 * The part of a log that a browser holds. Pages lie one below the other without
 * gaps; far from what is seen only their bounds are kept, so that memory is
 * bounded however long the log is. Loaded rows are always in the order of their
 * ids, and each is there once.
 */
export class LogWindow<Row extends Identified> {
  readonly #limits: LogWindowLimits;
  #pages: Page<Row>[] = [];
  /** Where what was never seen begins; null at the end of the log. */
  #next: string | null = null;
  #starts: number[] | undefined;

  constructor(first: LogPage<Row>, limits: LogWindowLimits = LOG_LIMITS) {
    this.#limits = limits;
    this.reset(first);
  }

  /** Rows from the newest to the oldest that was seen. */
  get total(): number {
    const last = this.#pages.length - 1;
    return (this.#startsOf()[last] ?? 0) + (this.#pages[last]?.count ?? 0);
  }

  /** True when there is nothing older than what was seen. */
  get isComplete(): boolean {
    return this.#next === null;
  }

  /** Rows in memory. */
  get held(): number {
    return this.#pages.reduce((sum, { rows }) => sum + (rows?.length ?? 0), 0);
  }

  /** True while the newest rows are in memory. */
  get hasHead(): boolean {
    return this.#pages[0]?.rows !== null;
  }

  /** Begins anew with the newest page. */
  reset({ rows, cursor }: LogPage<Row>): void {
    this.#pages = [{ cursor: null, count: rows.length, rows: [...rows] }];
    this.#next = cursor;
    this.#changed();
  }

  /** The row at a place from the newest; undefined while it is not loaded. */
  rowAt(index: number): Row | undefined {
    const at = this.#pageAt(index);
    const page = this.#pages[at];
    return page?.rows?.[index - (this.#startsOf()[at] ?? 0)];
  }

  /** The place of a loaded row; -1 when it is not. */
  indexOf(id: string): number {
    const at = this.#pageOf(id);
    const rows = this.#pages[at]?.rows;
    if (!rows) return -1;
    const place = placeOf(rows, id);
    if (rows[place]?.id !== id) return -1;
    return (this.#startsOf()[at] ?? 0) + place;
  }

  /** What has to be loaded to see the rows of a range, and one page more. */
  missing(first: number, last: number): WantedPage[] {
    const wanted: WantedPage[] = [];
    const end = this.#pageAt(last);
    for (let at = this.#pageAt(first); at <= end; at++) {
      const page = this.#pages[at];
      if (page?.rows === null) {
        wanted.push({ cursor: page.cursor, isNext: false });
      }
    }
    const isNear = last + this.#limits.pageRows / 2 >= this.total;
    if (isNear && this.#next !== null) {
      wanted.push({ cursor: this.#next, isNext: true });
    }
    return wanted;
  }

  /** Takes a part that was wanted; one that no longer fits is let go. */
  take(wanted: WantedPage, page: LogPage<Row>): void {
    if (wanted.isNext) this.#append(wanted.cursor, page);
    else this.#fill(wanted.cursor, page);
  }

  /**
   * Takes rows that have just come to be known, in any order; returns how many
   * are new. Those older than all that was seen come with their page.
   */
  merge(rows: readonly Row[]): number {
    let added = 0;
    const sorted = [...rows].sort((a, b) => a.id < b.id ? 1 : -1);
    const head = this.#pages[0];
    const top = head?.rows?.[0];
    let fresh = 0;
    while (this.#isNewest(sorted[fresh], top)) fresh++;
    if (head?.rows && fresh > 0) {
      const newest = withoutRepeats(sorted.slice(0, fresh));
      head.rows = [...newest, ...head.rows];
      head.count = head.rows.length;
      added += newest.length;
    } else fresh = 0;
    for (const row of sorted.slice(fresh)) added += this.#insert(row);
    this.#divide();
    this.#changed();
    return added;
  }

  /** Takes a row away. */
  remove(id: string): void {
    const page = this.#pages[this.#pageOf(id)];
    if (!page?.rows) return;
    page.rows = page.rows.filter((row) => row.id !== id);
    page.count = page.rows.length;
    this.#changed();
  }

  /** Lets go of the rows that are far from what is seen. */
  trim(first: number, last: number): void {
    const from = this.#pageAt(first) - this.#limits.pagesAround;
    const to = this.#pageAt(last) + this.#limits.pagesAround;
    for (const [at, page] of this.#pages.entries()) {
      if (at < from || at > to) page.rows = null;
    }
  }

  #isNewest(row: Row | undefined, top: Row | undefined): boolean {
    if (row === undefined) return false;
    return top === undefined ? this.#pageOf(row.id) === 0 : row.id > top.id;
  }

  #append(cursor: string | null, page: LogPage<Row>): void {
    if (cursor !== this.#next) return;
    const rows = page.rows.filter(({ id }) => cursor === null || id < cursor);
    this.#next = page.cursor;
    if (rows.length > 0) {
      this.#pages.push({ cursor, count: rows.length, rows });
    }
    this.#changed();
    this.#forget();
  }

  #fill(cursor: string | null, page: LogPage<Row>): void {
    const at = this.#pages.findIndex((known) => known.cursor === cursor);
    const known = this.#pages[at];
    if (known === undefined || known.rows !== null) return;
    const lower = this.#lowerBound(at);
    const rows = page.rows.filter(({ id }) => lower === null || id >= lower);
    const rest = known.count - rows.length;
    known.rows = rows;
    known.count = rows.length;
    const { cursor: end } = page;
    if (end !== null && (lower === null || end > lower)) {
      const count = Math.max(1, rest);
      this.#pages.splice(at + 1, 0, { cursor: end, count, rows: null });
    }
    if (rows.length === 0 && at > 0) this.#pages.splice(at, 1);
    this.#changed();
  }

  #insert(row: Row): number {
    const at = this.#pageOf(row.id);
    const page = this.#pages[at];
    if (page === undefined) return 0;
    if (page.rows === null) {
      page.count++;
      return 1;
    }
    const place = placeOf(page.rows, row.id);
    const isKnown = page.rows[place]?.id === row.id;
    page.rows.splice(place, isKnown ? 1 : 0, row);
    page.count = page.rows.length;
    return isKnown ? 0 : 1;
  }

  #divide(): void {
    const { pageRows } = this.#limits;
    for (let at = 0; at < this.#pages.length; at++) {
      const page = this.#pages[at];
      if (!page?.rows || page.rows.length <= 2 * pageRows) continue;
      const lower = page.rows.splice(pageRows);
      page.count = pageRows;
      const cursor = page.rows.at(-1)?.id ?? null;
      this.#pages.splice(at + 1, 0, {
        cursor,
        count: lower.length,
        rows: lower,
      });
    }
    this.#forget();
  }

  /** The oldest pages are as if they had never been seen. */
  #forget(): void {
    while (this.#pages.length > this.#limits.maxPages) {
      this.#next = this.#pages.pop()?.cursor ?? null;
    }
    this.#changed();
  }

  /** The page in whose bounds an id lies; -1 for what was never seen. */
  #pageOf(id: string): number {
    if (this.#next !== null && id < this.#next) return -1;
    let low = 0;
    let high = this.#pages.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      const cursor = this.#pages[middle]?.cursor ?? null;
      if (cursor === null || id < cursor) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #pageAt(index: number): number {
    const starts = this.#startsOf();
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= index) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #lowerBound(at: number): string | null {
    return at + 1 < this.#pages.length
      ? this.#pages[at + 1]?.cursor ?? null
      : this.#next;
  }

  #startsOf(): number[] {
    if (this.#starts !== undefined) return this.#starts;
    let sum = 0;
    return this.#starts = this.#pages.map(({ count }) => {
      const start = sum;
      sum += count;
      return start;
    });
  }

  #changed(): void {
    this.#starts = undefined;
  }
}
