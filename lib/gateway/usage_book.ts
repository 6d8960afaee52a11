import type { RequestRecord } from "../store/request_record.ts";
import { MAX_VALUES } from "../store/usage_bounds.ts";
import { DIMENSIONS, OTHER, type UsageCell } from "../store/usage_cell.ts";
import { UsageTable } from "../store/usage_table.ts";
import { measure, valuesOf } from "./usage_measure.ts";

/** How many different things a `UsageBook` tells apart. */
export interface UsageBookOptions {
  /** Combinations of values of all dimensions. */
  maxRows?: number;
}

/**
 * Counts requests by all dimensions at once, in bounded memory: what exceeds
 * the bounds is counted as `OTHER`, so that sums stay true.
 */
export class UsageBook {
  readonly table: UsageTable = new UsageTable();
  readonly #maxRows: number;
  readonly #known: Set<string>[] = DIMENSIONS.map(() => new Set());

  constructor(options: UsageBookOptions = {}) {
    this.#maxRows = options.maxRows ?? 1000;
  }

  /** Counts a request. */
  add(record: RequestRecord): void {
    measure(this.#cell(valuesOf(record)), record);
  }

  /** Takes all that another table counts. */
  merge(table: UsageTable): void {
    for (const { values, cell } of table.rows()) {
      this.#cell([...values]).merge(cell);
    }
  }

  #cell(values: string[]): UsageCell {
    const known = this.table.find(values);
    if (known !== undefined) return known;
    for (let i = 0; i < values.length; i++) this.#bound(values, i);
    if (this.table.size < this.#maxRows) return this.table.cell(values);
    const before = this.table.find(values);
    if (before !== undefined) return before;
    // What makes most rows goes first; the rest is bounded by its meaning.
    return this.table.cell([OTHER, OTHER, OTHER, ...values.slice(3)]);
  }

  #bound(values: string[], position: number): void {
    const known = this.#known[position];
    const value = values[position];
    const dimension = DIMENSIONS[position];
    if (known === undefined || value === undefined) return;
    if (dimension === undefined || known.has(value)) return;
    if (known.size < MAX_VALUES[dimension]) known.add(value);
    else values[position] = OTHER;
  }
}
