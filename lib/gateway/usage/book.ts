import type { RequestRecord } from "../../store/requests/record.ts";
import { MAX_VALUES } from "../../store/usage/bounds.ts";
import { DIMENSIONS, OTHER, type UsageCell } from "../../store/usage/cell.ts";
import { UsageTable } from "../../store/usage/table.ts";
import { measure, valuesOf } from "./measure.ts";

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

  /** Counts a request under its values, where they are known already. */
  add(
    record: RequestRecord,
    values: readonly string[] = valuesOf(record),
  ): void {
    measure(this.#cell(values), record);
  }

  /** Takes all that another table counts. */
  merge(table: UsageTable): void {
    for (const { values, cell } of table.rows()) {
      this.#cell(values).merge(cell);
    }
  }

  #cell(values: readonly string[]): UsageCell {
    return this.table.find(values) ?? this.#newCell(values);
  }

  #newCell(values: readonly string[]): UsageCell {
    const bounded = values.map((value, i) => this.#bounded(value, i));
    const known = this.table.find(bounded);
    if (known !== undefined) return known;
    if (this.table.size < this.#maxRows) return this.table.cell(bounded);
    // What makes most rows goes first; the rest is bounded by its meaning.
    return this.table.cell([OTHER, OTHER, OTHER, ...bounded.slice(3)]);
  }

  #bounded(value: string, position: number): string {
    const known = this.#known[position];
    const dimension = DIMENSIONS[position];
    if (known === undefined || dimension === undefined) return OTHER;
    if (known.has(value)) return value;
    if (known.size >= MAX_VALUES[dimension]) return OTHER;
    known.add(value);
    return value;
  }
}
