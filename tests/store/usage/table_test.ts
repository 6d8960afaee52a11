import { describe, it } from "@std/testing/bdd";
import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { UsageBook } from "../../../lib/gateway/usage/book.ts";
import type { RequestRecord } from "../../../lib/store/requests/record.ts";
import {
  decodeTable,
  encodeTable,
  MAX_SHARD_BYTES,
} from "../../../lib/store/usage/codec.ts";
import { GROUPS } from "../../../lib/store/usage/groups.ts";
import { UsageTable } from "../../../lib/store/usage/table.ts";
import { tableContents } from "../../helpers/usage_tables.ts";
import { anyRecord, usageRecord } from "../../helpers/usage_records.ts";

const records = fc.array(anyRecord(), { maxLength: 60 });

function tableOf(given: RequestRecord[]): UsageTable {
  const book = new UsageBook();
  for (const record of given) book.add(record);
  return book.table;
}

describe("UsageTable", () => {
  it("adds up to the whole in any order", () => {
    fc.assert(fc.property(fc.array(records, { maxLength: 6 }), (parts) => {
      const sum = new UsageTable();
      for (const part of parts.toReversed()) sum.merge(tableOf(part));
      assertEquals(tableContents(sum), tableContents(tableOf(parts.flat())));
    }));
  });

  it("has the same total by whatever it is folded", () => {
    fc.assert(fc.property(records, (given) => {
      const table = tableOf(given);
      const { counters } = table.total();
      for (const group of GROUPS) {
        assertEquals(table.fold(group.positions).total().counters, counters);
      }
    }));
  });

  it("says what it counts beyond an earlier state of itself", () => {
    fc.assert(fc.property(records, records, (first, second) => {
      const later = tableOf([...first, ...second]);
      const rest = later.beyond(tableOf(first));
      assertEquals(tableContents(rest), tableContents(tableOf(second)));
    }));
  });
});

describe("encodeTable()", () => {
  it("is undone by decoding", () => {
    fc.assert(fc.property(records, (given) => {
      const table = tableOf(given);
      const again = decodeTable(encodeTable(table));
      assertEquals(tableContents(again), tableContents(table));
    }));
  });

  it("keeps numbers up to 2^53", () => {
    const costMicroCents = Number.MAX_SAFE_INTEGER;
    const table = tableOf([usageRecord({ costMicroCents })]);
    const { counters } = decodeTable(encodeTable(table)).total();
    assertEquals(counters.costMicroCents, costMicroCents);
  });

  it("fits any table into values of the database", () => {
    const table = new UsageTable();
    for (let n = 0; n < 3000; n++) {
      table.cell([`${n}`.padStart(100, "模"), "account", `${n % 7}`]);
    }
    const shards = encodeTable(table);
    assert(shards.length > 1);
    for (const { length } of shards) assert(length <= MAX_SHARD_BYTES);
    assertEquals(decodeTable(shards).size, 3000);
  });

  it("refuses what is cut off or of another version", () => {
    const [bytes = new Uint8Array()] = encodeTable(tableOf([usageRecord()]));
    assertThrows(() => decodeTable([bytes.slice(0, -1)]), RangeError);
    assertThrows(() => decodeTable([Uint8Array.of(9)]), RangeError);
  });
});
