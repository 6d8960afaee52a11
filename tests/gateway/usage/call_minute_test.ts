import { assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import {
  CallMinute,
  waitBelow,
} from "../../../lib/gateway/usage/call_minute.ts";

const START = Date.UTC(2026, 10, 23);

/** The calls that count at a time, said once more. */
function counting(calls: readonly number[], now: number): number[] {
  const second = Math.floor(now / 1000);
  return calls.filter((call) => Math.floor(call / 1000) > second - 60);
}

/** Steps between calls: none, some, or more than a minute. */
const steps = fc.array(
  fc.oneof(fc.nat(900), fc.nat(20_000), fc.nat(200_000)),
  { maxLength: 60 },
);

describe("CallMinute", () => {
  it("counts as a list of times does", () => {
    fc.assert(fc.property(steps, (gaps) => {
      const minute = new CallMinute();
      const calls: number[] = [];
      let now = START;
      for (const gap of gaps) {
        now += gap;
        assertEquals(minute.count(now), counting(calls, now).length);
        minute.add(now);
        calls.push(now);
      }
    }));
  });

  it("is known elsewhere by its share", () => {
    fc.assert(fc.property(steps, fc.nat(70_000), (gaps, later) => {
      const minute = new CallMinute();
      let now = START;
      for (const gap of gaps) minute.add(now += gap);
      const share = minute.share(now);
      const copy = new CallMinute();
      if (share !== null) copy.addShare(share);
      for (const at of [now, now + later]) {
        assertEquals(copy.count(at), minute.count(at));
      }
    }));
  });

  it("stands still when the clock is set back", () => {
    const minute = new CallMinute();
    minute.add(START);
    minute.add(START - 30_000);
    assertEquals(minute.count(START - 30_000), 2);
    minute.add(START - 90_000);
    assertEquals(minute.count(START), 2);
    assertEquals(minute.count(START + 30_000), 1);
  });
});

describe("waitBelow()", () => {
  it("names the first moment at which fewer calls count", () => {
    fc.assert(
      fc.property(
        steps,
        steps,
        fc.integer({ min: 1, max: 9 }),
        (a, b, limit) => {
          const minutes = [new CallMinute(), new CallMinute()];
          const calls: number[] = [];
          let now = START;
          [a, b].forEach((gaps, index) => {
            let at = START;
            for (const gap of gaps) {
              at += gap;
              minutes[index]?.add(at);
              calls.push(at);
            }
            now = Math.max(now, at);
          });
          const wait = waitBelow(limit, minutes, now);
          assertEquals(counting(calls, now + wait).length < limit, true);
          if (wait > 0) {
            assertEquals(counting(calls, now + wait - 1).length < limit, false);
          }
          assertEquals(wait <= 60_000, true);
        },
      ),
    );
  });
});
