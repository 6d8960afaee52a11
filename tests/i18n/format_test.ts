import { assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import {
  formatBytes,
  formatChange,
  formatCount,
  formatCountdown,
  formatDuration,
  formatMoney,
  formatRelative,
  formatShare,
  formatTime,
} from "../../lib/i18n/format.ts";

const DOLLAR = 100_000_000;

describe("figures in words", () => {
  it("keep what is worth seeing of a sum", () => {
    const cases: [number, string][] = [
      [0, "$0.00"],
      [12.345 * DOLLAR, "$12.35"],
      [0.1 * DOLLAR, "$0.10"],
      [0.0234 * DOLLAR, "$0.023"],
      [700, "$0.000007"],
      [1_234_567 * DOLLAR, "$1,234,567.00"],
    ];
    for (const [sum, text] of cases) assertEquals(formatMoney(sum, "en"), text);
    assertEquals(formatMoney(DOLLAR, "zh"), "$1.00");
  });

  it("are short where they are large", () => {
    assertEquals(formatCount(9999, "en"), "9,999");
    assertEquals(formatCount(12_345, "en"), "12.3K");
    assertEquals(formatCount(440_000, "zh"), "44万");
    assertEquals(formatBytes(1500, "en"), "1.5 kB");
  });

  it("never round a failure away", () => {
    assertEquals(formatShare(1, "en"), "100%");
    assertEquals(formatShare(0.99999, "en"), "99.99%");
    assertEquals(formatShare(0.5, "en"), "50%");
    assertEquals(formatChange(0.5, "en"), "+50%");
    assertEquals(formatChange(-0.034, "en"), "-3.4%");
  });

  it("tell times in the unit that fits", () => {
    assertEquals(formatDuration(480, "en"), "480 ms");
    assertEquals(formatDuration(2440, "en"), "2.4 sec");
    assertEquals(formatDuration(125_000, "en"), "2 min");
    assertEquals(formatCountdown(90_000, "en"), "1:30");
    assertEquals(formatCountdown(900, "en"), "0:01");
    assertEquals(formatCountdown(2 * 3_600_000, "en"), "2 hr");
    assertEquals(formatRelative(0, 180_000, "en"), "3 min. ago");
    assertEquals(formatRelative(7_200_000, 0, "en"), "in 2 hr.");
    assertEquals(formatTime(0, "en", "UTC"), "Jan 1, 1970, 12:00:00 AM UTC");
  });
});
