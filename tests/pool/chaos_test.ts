import { assert, assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { type ChaosReport, runChaos } from "../../bench/chaos/run.ts";

describe("100,000 requests over 20 accounts, with faults of every class", () => {
  let running: Promise<ChaosReport> | undefined;
  const run = () => running ??= runChaos({ requests: 100_000 });

  it("are served while an account is healthy", async () => {
    const report = await run();
    assertEquals(report.requests, 100_000);
    const why = JSON.stringify(report.missedFor);
    assert(report.servable > 80_000);
    assert(report.availability >= 0.999, why);
  });

  it("are never on two accounts at once", async () => {
    const report = await run();
    assertEquals(report.doubles, 0);
  });

  it("punish no account for what is not its own", async () => {
    const report = await run();
    assertEquals(report.wrongPunishments, []);
    // A first fault or two can pass for an account's own, for a moment.
    assert(report.longestMisjudgement < 5000);
    assert(report.incidents > 5);
  });

  it("give every account back when its cause is gone", async () => {
    const report = await run();
    assertEquals(report.lost, []);
    const { cooling = 0, disabled = 0, exhausted = 0 } = report.states;
    assert(Math.min(cooling, disabled, exhausted) > 10);
  });

  it("find both gateways of one mind within a second", async () => {
    const report = await run();
    assert(report.longestDisagreement < 1000);
    assertEquals(report.errors, 0);
  });
});
