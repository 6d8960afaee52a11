import { assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import type { Incident } from "../../lib/pool/incidents.ts";
import type { Tier } from "../../lib/pool/limits.ts";
import { answered, failure, poolOf, statesOf, take } from "./pool_helpers.ts";

const COOL = failure({ type: "cool", ms: 60_000 });

function free(count: number): Tier[] {
  return Array.from({ length: count }, () => "free");
}

describe("faults that several accounts show at once", () => {
  it("leave all accounts ready and show as one incident", () => {
    const told: Incident[] = [];
    const { pool, clock } = poolOf(free(9), {
      onIncident: (incident) => told.push(incident),
    });
    const leases = Array.from({ length: 9 }, () => take(pool));
    const states: string[][] = [];
    for (const lease of leases.slice(0, 5)) {
      clock.advance(100);
      lease.blame(COOL);
      lease.release();
      states.push(statesOf(pool).filter((status) => status !== "ready"));
    }
    // Two could fail by chance; the third of nine shows that it is not them.
    assertEquals(states, [["cooling"], ["cooling", "cooling"], [], [], []]);
    assertEquals(told.length, 1);
    const [incident] = pool.incidents();
    assertEquals([incident?.code, incident?.accounts], ["token_refused", 5]);
    clock.advance(60_000);
    assertEquals(pool.incidents(), []);
    take(pool).blame(COOL);
    assertEquals(statesOf(pool).filter((s) => s === "cooling").length, 1);
  });

  it("are theirs when Puter tells each of them something of its own", () => {
    const { pool } = poolOf(free(3));
    const leases = [take(pool), take(pool), take(pool)];
    for (const lease of leases) {
      lease.blame(answered(403, "forbidden", "Account suspended"));
    }
    assertEquals(statesOf(pool), ["disabled", "disabled", "disabled"]);
    assertEquals(pool.incidents(), []);
  });

  it("take back a disabling that Puter gives whatever the account", () => {
    const { pool } = poolOf(free(2));
    const leases = [take(pool), take(pool)];
    leases[0]?.blame(answered(401, "token_auth_failed"));
    assertEquals(statesOf(pool), ["disabled", "ready"]);
    leases[1]?.blame(answered(401, "token_auth_failed"));
    assertEquals(statesOf(pool), ["ready", "ready"]);
    assertEquals(pool.incidents()[0]?.code, "token_rejected");
  });

  it("do not excuse an account that fails alone, again and again", () => {
    const { pool, clock } = poolOf(free(3));
    const others = [take(pool), take(pool)];
    const lease = take(pool);
    for (const one of others) one.praise();
    for (let i = 0; i < 3; i++) lease.blame(COOL);
    assertEquals(pool.incidents(), []);
    assertEquals(statesOf(pool), ["ready", "ready", "cooling"]);
    clock.advance(10_000);
    others[0]?.blame(COOL);
    assertEquals(statesOf(pool), ["cooling", "ready", "cooling"]);
  });

  it("end although one account goes on failing", () => {
    const { pool, clock } = poolOf(free(3));
    const leases = [take(pool), take(pool), take(pool)];
    for (const lease of leases) lease.blame(COOL);
    assertEquals(pool.incidents().length, 1);
    for (let second = 0; second < 64; second++) {
      clock.advance(1000);
      take(pool).release();
      leases[0]?.blame(COOL);
    }
    assertEquals(statesOf(pool), ["ready", "ready", "ready"]);
    // The others showed it until 5 s after they failed.
    clock.advance(2000);
    assertEquals(pool.incidents(), []);
    leases[0]?.blame(COOL);
    assertEquals(statesOf(pool), ["cooling", "ready", "ready"]);
  });

  it("show an outage of Puter although it touches no account", () => {
    const { pool } = poolOf(free(2));
    for (const lease of [take(pool), take(pool)]) {
      lease.blame(answered(503, "db_unavailable"));
    }
    assertEquals(statesOf(pool), ["ready", "ready"]);
    assertEquals(pool.incidents()[0]?.code, "overloaded");
  });

  it("are heard of from another instance", () => {
    const { pool, clock } = poolOf(free(4));
    const lease = take(pool);
    lease.blame(COOL);
    assertEquals(statesOf(pool)[0], "cooling");
    pool.mergeIncidents([{
      code: "token_refused",
      since: clock.now - 1000,
      until: clock.now + 10_000,
      accounts: 4,
    }]);
    assertEquals(statesOf(pool)[0], "ready");
    lease.blame(COOL);
    assertEquals(statesOf(pool)[0], "ready");
  });
});
