import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import {
  type CreditReading,
  isSpent,
  nextReading,
  runsDryAt,
} from "../../lib/pool/credit.ts";
import { NOW, reading } from "./pool_helpers.ts";

const HOUR = 60 * 60 * 1000;

function after(
  last: CreditReading | undefined,
  hours: number,
  remaining: number,
): CreditReading {
  const { burnPerHour: _, ...usage } = reading(remaining, {
    at: (last?.at ?? NOW) + hours * HOUR,
  });
  return nextReading(last, usage);
}

describe("nextReading()", () => {
  it("knows no pace before there are two readings", () => {
    assertEquals(after(undefined, 0, 100).burnPerHour, null);
  });

  it("tells the pace, and forgets what is long ago", () => {
    let last = after(undefined, 0, 40_000_000);
    last = after(last, 1, 39_000_000);
    assertEquals(last.burnPerHour, 1_000_000);
    last = after(last, 6, 39_000_000);
    assertAlmostEquals(last.burnPerHour ?? 0, 500_000);
    last = after(last, 24, 39_000_000);
    assert((last.burnPerHour ?? 0) < 40_000);
  });

  it("keeps its pace over a refill, a new month and readings at once", () => {
    const first = after(undefined, 0, 40_000_000);
    const last = after(first, 1, 39_000_000);
    assertEquals(after(last, 1, 45_000_000).burnPerHour, 1_000_000);
    assertEquals(after(last, 0.001, 30_000_000).burnPerHour, 1_000_000);
    assertEquals(after(last, 24 * 9, 20_000_000).burnPerHour, 1_000_000);
    const other = nextReading(last, { ...last, unit: "credits" });
    assertEquals(other.burnPerHour, null);
  });
});

describe("runsDryAt()", () => {
  it("is when the rest is spent at this pace", () => {
    const known = reading(10_000_000, { burnPerHour: 1_000_000 });
    const soon = runsDryAt(known, { spentSince: 0, now: NOW });
    assertEquals(soon, NOW + 10 * HOUR);
    const spent = { spentSince: 8_000_000, now: NOW + HOUR };
    assertEquals(runsDryAt(known, spent), NOW + 3 * HOUR);
  });

  it("is unknown without a pace, and when the month ends first", () => {
    const options = { spentSince: 0, now: NOW };
    assertEquals(runsDryAt(reading(10_000_000), options), null);
    const idle = reading(10_000_000, { burnPerHour: 0 });
    assertEquals(runsDryAt(idle, options), null);
    const slow = reading(10_000_000, { burnPerHour: 1000 });
    assertEquals(runsDryAt(slow, options), null);
  });
});

describe("isSpent()", () => {
  it("is true when no call would fit any more", () => {
    assertEquals(isSpent(reading(0)), true);
    assertEquals(isSpent(reading(50_000)), true);
    assertEquals(isSpent(reading(50_001)), false);
  });
});
