import { type Dimension, DIMENSIONS, OTHER } from "./usage_cell.ts";
import { GROUPS, type UsageGroup } from "./usage_groups.ts";
import { type UsageRow, UsageTable } from "./usage_table.ts";

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

/** The table of each group. */
export type GroupTables = Map<UsageGroup, UsageTable>;

/**
 * Tables of all groups in bounded room: of each dimension the values with most
 * requests stay, the same in every group, and no sum changes.
 */
export function boundGroups(
  tables: GroupTables,
  limits: Readonly<Record<Dimension, number>> = MAX_VALUES,
): GroupTables {
  const crowded = new Map<Dimension, Set<string>>();
  for (const [{ dimensions: [dimension, second] }, table] of tables) {
    if (dimension === undefined || second !== undefined) continue;
    const limit = limits[dimension];
    const named = mostUsed(table).filter(({ values }) => values[0] !== OTHER);
    if (named.length <= limit) continue;
    const kept = named.slice(0, limit);
    crowded.set(dimension, new Set(kept.map(({ values }) => values[0] ?? "")));
  }
  const bounded: GroupTables = new Map();
  for (const [group, table] of tables) {
    bounded.set(group, boundRows(renamed(table, group, crowded)));
  }
  return bounded;
}

/** The tables of all groups of a table by all dimensions. */
export function foldGroups(table: UsageTable): GroupTables {
  return new Map(GROUPS.map((group) => [group, table.fold(group.positions)]));
}

function mostUsed(table: UsageTable): UsageRow[] {
  return [...table.rows()].sort((a, b) =>
    b.cell.counters.requests - a.cell.counters.requests ||
    (a.values.join() < b.values.join() ? -1 : 1)
  );
}

function renamed(
  table: UsageTable,
  { dimensions }: UsageGroup,
  crowded: Map<Dimension, Set<string>>,
): UsageTable {
  if (!dimensions.some((dimension) => crowded.has(dimension))) return table;
  const bounded = new UsageTable();
  for (const { values, cell } of table.rows()) {
    const names = values.map((value, i) => {
      const kept = crowded.get(dimensions[i] ?? DIMENSIONS[0]);
      return kept === undefined || kept.has(value) ? value : OTHER;
    });
    bounded.cell(names).merge(cell);
  }
  return bounded;
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
