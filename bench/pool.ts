import { Pool, PoolRefusal } from "../lib/pool/pool.ts";
import { STRATEGIES, type Strategy } from "../lib/store/settings/record.ts";

/**
 * What choosing among many accounts costs:
 * `deno run -A --import-map npm/import_map.json bench/pool.ts [accounts]`
 */
const count = Number(Deno.args[0] ?? 600);
const ROUTE = "puter-chat-completion:complete";
const REQUEST = { route: ROUTE, model: "gpt-4o" };

const PASSING_MS = 60;

function poolOf(strategy: Strategy, resting: number, maxQueueMs = 0): Pool {
  let time = 1e12;
  // Time passes so fast that no account comes to the end of its rate.
  const now = () => time += PASSING_MS;
  const pool = new Pool({ maxQueueMs, strategy, now, leaseMs: Infinity });
  pool.setAccounts(Array.from({ length: count }, (_, index) => ({
    id: `account-${index}`,
    username: `user${index}`,
    tier: "paid" as const,
    token: "t",
  })));
  for (let index = 0; index < resting; index++) {
    pool.apply(`account-${index}`, {
      type: "disabled",
      at: 1,
      code: "suspended",
      provenance: "told",
    });
  }
  return pool;
}

/** Microseconds of one run, the best of several rounds. */
function measure(name: string, run: () => void, rounds = 2000): void {
  let best = Infinity;
  for (let i = 0; i < 7; i++) {
    const begun = performance.now();
    for (let j = 0; j < rounds; j++) run();
    best = Math.min(best, (performance.now() - begun) / rounds * 1000);
  }
  // deno-lint-ignore no-console
  console.log(`${name.padEnd(52)} ${best.toFixed(2)} µs`);
}

function lendAndReturn(pool: Pool): () => void {
  return () => {
    const lease = pool.acquire(REQUEST);
    if (!(lease instanceof Promise)) lease.release();
  };
}

for (const strategy of STRATEGIES) {
  measure(`${strategy}, all ready`, lendAndReturn(poolOf(strategy, 0)));
}
measure(
  "least_in_flight, all but one disabled",
  lendAndReturn(poolOf("least_in_flight", count - 1)),
);
const busy = poolOf("least_in_flight", 0);
for (let index = 0; index < count; index++) busy.acquire(REQUEST);
measure("least_in_flight, all busy with one call", lendAndReturn(busy));

const refusing = poolOf("least_in_flight", count);
measure("refusal, all disabled", () => {
  try {
    refusing.acquire(REQUEST);
  } catch (error) {
    if (!(error instanceof PoolRefusal)) throw error;
  }
}, 300);

const full = poolOf("least_in_flight", 0, 1e9);
for (let index = 0; index < count * 20; index++) full.acquire(REQUEST);
const WAITING = 2000;
for (let index = 0; index < WAITING; index++) {
  Promise.resolve(full.acquire(REQUEST)).catch(() => {});
}
measure(`one more waiter behind ${WAITING}`, () => {
  Promise.resolve(full.acquire(REQUEST)).catch(() => {});
}, 50);
full.close();
