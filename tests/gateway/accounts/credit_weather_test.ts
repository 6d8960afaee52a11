import { assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { creditWeather } from "../../../lib/gateway/accounts/credit_weather.ts";
import type { AccountState } from "../../../lib/pool/account_state.ts";
import type { AccountView } from "../../../lib/pool/lease.ts";

const NOW = Date.UTC(2026, 2, 10);
const HOUR_MS = 60 * 60 * 1000;
const DOLLAR = 100_000_000;

function account(
  remaining: number | null,
  burnPerHour: number | null = null,
  more: { state?: AccountState; unit?: "micro_cents" | "credits" } = {},
): AccountView {
  return {
    id: "a",
    username: "a",
    tier: "free",
    state: more.state ?? { status: "ready" },
    planMarks: [],
    inFlight: 0,
    limits: { perWindow: 30, atOnce: 3 },
    windows: [],
    weight: 1,
    usedAt: null,
    credit: remaining === null ? null : {
      at: NOW,
      remaining,
      allowance: DOLLAR,
      bought: 0,
      unit: more.unit ?? "micro_cents",
      burnPerHour,
      spentSince: 0,
      runsDryAt: null,
      reserve: 0,
    },
  };
}

describe("creditWeather()", () => {
  it("is unknown where no account was asked", () => {
    const { sky, unknown } = creditWeather([account(null)], NOW);
    assertEquals([sky, unknown], ["unknown", 1]);
  });

  it("is clear while the month outlasts the pace, or none is known", () => {
    assertEquals(creditWeather([account(DOLLAR)], NOW).sky, "clear");
    assertEquals(creditWeather([account(DOLLAR, 1000)], NOW).sky, "clear");
  });

  it("adds accounts up, and tells when all are dry", () => {
    const accounts = [account(DOLLAR, DOLLAR / 50), account(DOLLAR)];
    const weather = creditWeather(accounts, NOW);
    assertEquals(weather.sky, "rain");
    assertEquals(weather.left, 2 * DOLLAR);
    assertEquals(weather.runsDryAt, NOW + 100 * HOUR_MS);
    assertEquals(weather.refillsAt, Date.UTC(2026, 3, 1));
  });

  it("is a storm within a day, and dry with nothing left", () => {
    const storm = creditWeather([account(DOLLAR, DOLLAR / 10)], NOW);
    assertEquals(storm.sky, "storm");
    assertEquals(creditWeather([account(0, DOLLAR)], NOW).sky, "dry");
  });

  it("leaves out what cannot be used or added up", () => {
    const paused: AccountState = { status: "paused", since: 0, code: "x" };
    const weather = creditWeather([
      account(DOLLAR),
      account(DOLLAR, null, { state: paused }),
      account(500, null, { unit: "credits" }),
    ], NOW);
    assertEquals([weather.left, weather.known, weather.unknown], [
      DOLLAR,
      1,
      1,
    ]);
  });
});
