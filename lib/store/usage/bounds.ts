import { type Dimension, OTHER } from "./cell.ts";
import type { UsageGroup } from "./groups.ts";
import { type UsageRow, UsageTable } from "./table.ts";

/** How many values of a dimension are told apart; the rest is `OTHER`. */
export const MAX_VALUES: Readonly<Record<Dimension, number>> = {
  // Clients write what they like, so most of these may be invented.
  model: 100,
  account: 500,
  key: 500,
  surface: 50,
  outcome: 20,
  blame: 20,
};

/** How many rows of two dimensions are told apart in an hour or a day. */
const MAX_ROWS = 2000;

/**
 * Keeps tables in bounded room: of each dimension the values with most requests
 * stay, the same in every group, and no sum changes. Is given the groups of a
 * period in their order.
 */
export class UsageBounds {
  /** The values that stay, of dimensions that have too many. */
  readonly #crowded = new Map<Dimension, Set<string>>();

  /** The bounded table of a group. */
  bound(group: UsageGroup, table: UsageTable): UsageTable {
    const [dimension, second] = group.dimensions;
    if (dimension !== undefined && second === undefined) {
      this.#choose(dimension, table);
    }
    return boundRows(this.#renamed(table, group));
  }

  #choose(dimension: Dimension, table: UsageTable): void {
    const limit = MAX_VALUES[dimension];
    if (table.size <= limit) return;
    const named = mostUsed(table)
      .map(({ values }) => values[0] ?? OTHER)
      .filter((value) => value !== OTHER);
    if (named.length <= limit) return;
    this.#crowded.set(dimension, new Set(named.slice(0, limit)));
  }

  #renamed(table: UsageTable, { dimensions }: UsageGroup): UsageTable {
    const kept = dimensions.map((dimension) => this.#crowded.get(dimension));
    if (kept.every((values) => values === undefined)) return table;
    const bounded = new UsageTable();
    for (const { values, cell } of table.rows()) {
      const names = values.map((value, i) =>
        kept[i]?.has(value) === false ? OTHER : value
      );
      bounded.cell(names).merge(cell);
    }
    return bounded;
  }
}

function mostUsed(table: UsageTable): UsageRow[] {
  return [...table.rows()].sort((a, b) =>
    b.cell.counters.requests - a.cell.counters.requests ||
    (a.values.join() < b.values.join() ? -1 : 1)
  );
}

function boundRows(table: UsageTable): UsageTable {
  if (table.size <= MAX_ROWS) return table;
  const bounded = new UsageTable();
  for (const [place, { values, cell }] of mostUsed(table).entries()) {
    const names = place < MAX_ROWS ? values : [OTHER, ...values.slice(1)];
    bounded.cell(names).merge(cell);
  }
  return bounded;
}
