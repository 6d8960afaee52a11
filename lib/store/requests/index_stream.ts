import { secondOf, unpackIds } from "./keys.ts";
import type { Work } from "./search_work.ts";

/** After so many reads in a row with so few ids looked at: a hit, the next one. */
const USELESS_READS = 3;
const FEW_USED = 2;

const FEWEST = 8;
const MOST = 500;

/** A busy gateway has many ids in an entry, an idle one has one. */
const FIRST_IDS_PER_ENTRY = 4;

/** Some ids of one second. */
interface IndexEntry {
  second: string;
  /** As packed. */
  value: string;
}

/** Ids in falling order. Bounds are exclusive and only fall, too. */
export interface IdStream {
  /**
   * The highest id below a bound: null when there is none, undefined when that
   * is known only after `read`.
   */
  seek(bound: string): string | null | undefined;
  /**
   * True when so many more ids are here than elsewhere that it is cheaper to
   * look at the records than to go along here.
   */
  readonly isUseless: boolean;
  /** True when nothing is left to read. */
  readonly isRead: boolean;
  /** Reads what `seek` needs. */
  read(bound: string, work: Work): Promise<void>;
}

/** The ids under one prefix of an index, read in pieces. */
export class IndexStream implements IdStream {
  readonly #kv: Deno.Kv;
  readonly #prefix: string[];
  readonly #lowest: string;
  #size: number;
  #ids: string[] = [];
  #at = 0;
  /** How many of the ids were looked at, and the last of them. */
  #used = 0;
  #usedAt = -1;
  #isLast = false;
  /** The lowest second that was read. */
  #readTo: string | undefined;
  #idsPerEntry = FIRST_IDS_PER_ENTRY;
  /** Reads in a row that were of no use. */
  #useless = 0;

  /** `size` is how many ids the first read asks for. */
  constructor(
    kv: Deno.Kv,
    options: { prefix: string[]; lowest: string; size: number },
  ) {
    this.#kv = kv;
    this.#prefix = options.prefix;
    this.#lowest = options.lowest;
    this.#size = clampSize(options.size);
  }

  get isUseless(): boolean {
    return this.#useless >= USELESS_READS;
  }

  get isRead(): boolean {
    return this.#isLast;
  }

  seek(bound: string): string | null | undefined {
    const ids = this.#ids;
    for (; this.#at < ids.length; this.#at++) {
      const id = ids[this.#at] as string;
      if (id >= bound) continue;
      if (this.#usedAt !== this.#at) this.#used++;
      this.#usedAt = this.#at;
      return id;
    }
    return this.#isLast ? null : undefined;
  }

  async read(bound: string, work: Work): Promise<void> {
    this.#resize();
    this.#at = 0;
    this.#used = 0;
    this.#usedAt = -1;
    do {
      const ids = await this.#readSeconds(bound, work);
      this.#ids = ids.filter((id) => id < bound && id >= this.#lowest);
    } while (this.#ids.length === 0 && !this.#isLast);
  }

  /**
   * The ids of the seconds from a bound down, in falling order. Several entries
   * may tell of one second: it is read whole or left to the next read.
   */
  async #readSeconds(bound: string, work: Work): Promise<string[]> {
    for (let entries = this.#entries;; entries *= 2) {
      const found = await this.#readEntries(bound, entries);
      this.#isLast = found.length < entries;
      const lowest = found.at(-1)?.second;
      const whole = this.#isLast
        ? found
        : found.filter(({ second }) => second !== lowest);
      const last = whole.at(-1);
      const ids = fallingIds(whole);
      work.addPacked(found.length, ids.length);
      if (last === undefined && !this.#isLast) continue;
      this.#readTo = last?.second ?? this.#readTo;
      this.#learn(whole.length, ids.length);
      return ids;
    }
  }

  async #readEntries(bound: string, limit: number): Promise<IndexEntry[]> {
    const second = secondOf(bound);
    // What was read lies above `readTo`, that second included.
    const isBelow = this.#readTo === undefined || second < this.#readTo;
    const entries = this.#kv.list<string>({
      start: [...this.#prefix, secondOf(this.#lowest)],
      end: isBelow
        ? [...this.#prefix, second, Number.MAX_SAFE_INTEGER]
        : [...this.#prefix, this.#readTo as string],
    }, { reverse: true, limit, batchSize: Math.min(limit, MOST) });
    return await Array.fromAsync(entries, ({ key, value }) => ({
      second: String(key.at(-2)),
      value,
    }));
  }

  /** How many entries hold as many ids as are wanted. */
  get #entries(): number {
    return Math.max(2, Math.ceil(this.#size / this.#idsPerEntry));
  }

  #learn(entries: number, ids: number): void {
    if (entries > 0) this.#idsPerEntry = Math.max(1, ids / entries);
  }

  /** More at once where ids are used one by one, fewer where most are skipped. */
  #resize(): void {
    if (this.#ids.length === 0) return;
    this.#useless = this.#used <= FEW_USED ? this.#useless + 1 : 0;
    const isDense = 2 * this.#used >= this.#ids.length;
    this.#size = clampSize(isDense ? this.#size * 2 : this.#size / 2);
  }
}

/** All ids of entries whose seconds fall. */
function fallingIds(entries: IndexEntry[]): string[] {
  const ids: string[] = [];
  for (let from = 0; from < entries.length;) {
    const second = entries[from]?.second;
    const inSecond: string[] = [];
    let at = from;
    for (; entries[at]?.second === second; at++) {
      inSecond.push(...unpackIds((entries[at] as IndexEntry).value));
    }
    ids.push(...inSecond.sort().reverse());
    from = at;
  }
  return ids;
}

function clampSize(size: number): number {
  return Math.min(MOST, Math.max(FEWEST, Math.floor(size)));
}
