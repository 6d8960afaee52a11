import { assertEquals } from "@std/assert";
import { UsageBook } from "../../lib/gateway/usage/book.ts";
import { UsageMeter } from "../../lib/gateway/usage/meter.ts";
import type { Store } from "../../lib/store/kv.ts";
import { GROUPS, type UsageGroup } from "../../lib/store/usage/groups.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../lib/store/usage/keys.ts";
import { readUsage } from "../../lib/store/usage/usage.ts";
import { UsageTable } from "../../lib/store/usage/table.ts";
import { usageRecord } from "./usage_records.ts";
import { tableContents } from "./usage_tables.ts";

/** When these figures begin, Unix ms. */
export const START = 20_000 * DAY_MS;
const ALWAYS = { from: 0, to: START + 1000 * DAY_MS };
const STEPS = [MINUTE_MS, HOUR_MS, DAY_MS];

/** What is stored by a group, read in steps of some length. */
export async function sumBy(
  store: Store,
  group: UsageGroup,
  stepMs: number,
): Promise<UsageTable> {
  const sum = new UsageTable();
  await readUsage(
    store,
    { span: ALWAYS, stepMs, group },
    (_, table) => sum.merge(table),
  );
  return sum;
}

/** All figures by each group, the same whatever they are read from. */
export async function assertHolds(
  store: Store,
  expected: UsageTable,
): Promise<void> {
  for (const group of GROUPS) {
    const right = tableContents(expected.fold(group.positions));
    for (const stepMs of STEPS) {
      const found = tableContents(await sumBy(store, group, stepMs));
      assertEquals(found, right, `${group.name} by ${stepMs} ms`);
    }
  }
}

/** A day and a bit of two instances' figures, nothing summed up. */
export async function filled(
  store: Store,
): Promise<{ now: number; table: UsageTable }> {
  const clock = { now: START };
  const meters = [0, 1].map(() =>
    new UsageMeter({ store, now: () => clock.now })
  );
  const book = new UsageBook();
  for (let n = 0; n < 24; n++) {
    const record = usageRecord({
      model: `model-${n % 3}`,
      accountId: `account-${n % 5}`,
      durationMs: 100 * n,
    });
    meters[n % 2]?.add(record);
    book.add(record);
    if (n % 2 === 1) clock.now += 2.5 * HOUR_MS;
  }
  for (const meter of meters) await meter.close();
  return { now: clock.now, table: book.table };
}
