import { OTHER, UsageCell } from "./cell.ts";

/** A row of a table: the values it stands for, and what was counted. */
export interface UsageRow {
  values: readonly string[];
  cell: UsageCell;
}

/** No value holds this character; see `cleanValue`. */
const SEPARATOR = "\u0000";

/** Longest stored value; model ids are the client's and may be anything. */
const MAX_VALUE = 100;

/** A value as it is stored: short and without control characters. */
export function cleanValue(value: string): string {
  const short = value.length > MAX_VALUE ? value.slice(0, MAX_VALUE) : value;
  // deno-lint-ignore no-control-regex
  return /[\u0000-\u001f\u007f]/.test(short)
    // deno-lint-ignore no-control-regex
    ? short.replace(/[\u0000-\u001f\u007f]/g, " ")
    : short;
}

/** Cells under the values they count. Tables add up exactly, in any order. */
export class UsageTable {
  readonly #rows = new Map<string, UsageRow>();

  get size(): number {
    return this.#rows.size;
  }

  rows(): IterableIterator<UsageRow> {
    return this.#rows.values();
  }

  find(values: readonly string[]): UsageCell | undefined {
    return this.#rows.get(values.join(SEPARATOR))?.cell;
  }

  /** The cell of these values, made where there is none. */
  cell(values: readonly string[]): UsageCell {
    const key = values.join(SEPARATOR);
    const known = this.#rows.get(key);
    if (known !== undefined) return known.cell;
    const cell = new UsageCell();
    this.#rows.set(key, { values, cell });
    return cell;
  }

  /** Takes all rows of another table. */
  merge(other: UsageTable): void {
    for (const { values, cell } of other.rows()) this.cell(values).merge(cell);
  }

  /** The table by some of the values only, named by their positions. */
  fold(positions: readonly number[]): UsageTable {
    const folded = new UsageTable();
    for (const { values, cell } of this.rows()) {
      const kept = positions.map((position) => values[position] ?? OTHER);
      folded.cell(kept).merge(cell);
    }
    return folded;
  }

  /** What this table counts beyond an earlier state of itself. */
  beyond(earlier: UsageTable): UsageTable {
    const rest = new UsageTable();
    for (const { values, cell } of this.rows()) {
      const before = earlier.find(values);
      if (before?.counters.requests === cell.counters.requests) continue;
      const added = rest.cell(values);
      added.merge(cell);
      if (before !== undefined) added.subtract(before);
    }
    return rest;
  }

  /** The sum of all rows. */
  total(): UsageCell {
    const total = new UsageCell();
    for (const { cell } of this.rows()) total.merge(cell);
    return total;
  }
}
