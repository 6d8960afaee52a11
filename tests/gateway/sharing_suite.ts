import { describe, it } from "@std/testing/bdd";
import { assert, assertEquals } from "@std/assert";
import { deleteAccount } from "../../lib/store/accounts.ts";
import type { Store } from "../../lib/store/kv.ts";
import type { Lease, Pool } from "../../lib/pool/pool.ts";
import {
  answered,
  failure,
  reading,
  REQUEST,
  take,
} from "../pool/pool_helpers.ts";
import { type Side, sideOn, storeAccount, untilTrue } from "./sharing_sides.ts";

/** The databases of two gateways, which hold the same. */
export interface SharedDatabase {
  stores: [Store, Store];
  close(): Promise<void>;
}

/** How long two gateways may disagree, in ms. */
const AGREE_MS = 1000;

interface Pair {
  a: Side;
  b: Side;
  ids: string[];
}

/** What has to hold for two gateways on one database, whatever its kind. */
export function describeSharing(
  kind: string,
  open: () => Promise<SharedDatabase>,
  options: { ignore?: boolean } = {},
): void {
  async function withPair(
    count: number,
    run: (pair: Pair) => Promise<void>,
  ): Promise<void> {
    const { stores: [first, second], close } = await open();
    const ids = Array.from({ length: count }, () => crypto.randomUUID());
    for (const id of ids) await storeAccount(first, id);
    const profiles = ids.map((id) => ({
      id,
      username: id,
      tier: "free" as const,
      token: "t",
    }));
    const a = sideOn(first, profiles);
    const b = sideOn(second, profiles);
    try {
      await Promise.all([a.sync.refresh(), b.sync.refresh()]);
      await run({ a, b, ids });
    } finally {
      await Promise.all([a.sync.close(), b.sync.close()]);
      for (const id of ids) await deleteAccount(first, id);
      await close();
    }
  }

  const group = options.ignore ? describe.skip : describe;
  group(`two gateways on ${kind}`, () => {
    it("agree on a state within a second, and on its end", async () => {
      await withPair(1, async ({ a, b }) => {
        take(a.pool).blame(SUSPENDED);
        const ms = await untilTrue(() => statusOf(b.pool) === "disabled");
        assert(ms < AGREE_MS, `it took ${Math.round(ms)} ms`);
        assertEquals(b.pool.view(), viewsWithoutUse(a.pool));
        const begun = Date.now() + 1;
        await untilTrue(() => Date.now() > begun);
        b.pool.probeServed(b.pool.view()[0]?.id ?? "", begun);
        const back = await untilTrue(() => statusOf(a.pool) === "ready");
        assert(back < AGREE_MS, `it took ${Math.round(back)} ms`);
      });
    });

    it("agree although both have something to say at once", async () => {
      await withPair(3, async ({ a, b, ids }) => {
        const [ofA, ofB] = [leasesOf(a), leasesOf(b)];
        for (const [index, id] of ids.entries()) {
          const both = [ofA.get(id), ofB.get(id)];
          if (index === 1) both.reverse();
          for (const lease of both) lease?.blame(CALLS[index] ?? SUSPENDED);
        }
        await Promise.all([a.sync.flush(), b.sync.flush()]);
        await untilTrue(() => ids.every((id) => sameHealth(a, b, id)));
        const statuses = a.pool.view().map(({ state }) => state.status);
        assertEquals(statuses, ["disabled", "cooling", "ready"]);
        assertEquals(a.pool.view()[2]?.planMarks.length, 1);
        assertEquals(b.pool.view()[2]?.planMarks.length, 1);
      });
    });

    it("share credit, and ask for it only once", async () => {
      await withPair(1, async ({ a, b, ids: [id = ""] }) => {
        for (const side of [a, b]) take(side.pool).release();
        const tasks = await Promise.all([
          a.sync.claim(id, 0.5),
          b.sync.claim(id, 0.5),
        ]);
        const taken = tasks.filter((task) => task !== null);
        assertEquals(taken, [{ type: "credit" }]);
        const at = Date.now();
        const { burnPerHour: _, ...usage } = reading(7_000_000, { at });
        await a.sync.putCredit(id, usage);
        const known = () => b.pool.view()[0]?.credit?.remaining;
        const ms = await untilTrue(() => known() === 7_000_000);
        assert(ms < AGREE_MS, `it took ${Math.round(ms)} ms`);
      });
    });

    it("see one incident, and take back what came of it", async () => {
      await withPair(4, async ({ a, b }) => {
        const code = `test_${crypto.randomUUID()}`;
        const fault = failure({ type: "cool", ms: 60_000 }, code);
        const cooling = (pool: Pool) =>
          pool.view().filter(({ state }) => state.status === "cooling").length;
        take(b.pool).blame(fault);
        await untilTrue(() => cooling(a.pool) === 1);
        const leases = leasesOf(a);
        for (const lease of leases.values()) lease.blame(fault);
        const ms = await untilTrue(() =>
          b.pool.incidents().some((incident) => incident.code === code)
        );
        assert(ms < AGREE_MS, `it took ${Math.round(ms)} ms`);
        await untilTrue(() => cooling(a.pool) + cooling(b.pool) === 0);
      });
    });
  });
}

const SUSPENDED = answered(403, "forbidden", "Account suspended");

/** What the accounts are refused with. */
const CALLS = [
  SUSPENDED,
  failure({ type: "cool", ms: 60_000 }),
  answered(403, "permission_denied"),
];

/** A lease of each account. */
function leasesOf({ pool }: Side): Map<string, Lease> {
  const leases = new Map<string, Lease>();
  const exclude = new Set<string>();
  while (leases.size < pool.size) {
    try {
      const lease = take(pool, { ...REQUEST, exclude });
      leases.set(lease.accountId, lease);
      exclude.add(lease.accountId);
    } catch {
      // The others are resting already.
      return leases;
    }
  }
  return leases;
}

function statusOf(pool: Pool): string | undefined {
  return pool.view()[0]?.state.status;
}

function sameHealth(a: Side, b: Side, id: string): boolean {
  return JSON.stringify(a.pool.health(id)) ===
    JSON.stringify(b.pool.health(id));
}

/** Calls running are each instance's own. */
function viewsWithoutUse(pool: Pool) {
  const none = { inFlight: 0, usedAt: null, windows: [] };
  return pool.view().map((view) => ({ ...view, ...none }));
}
