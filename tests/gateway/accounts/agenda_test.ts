import { assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { AccountAgenda } from "../../../lib/gateway/accounts/agenda.ts";
import { AccountSync } from "../../../lib/gateway/accounts/sync.ts";
import { Pool } from "../../../lib/pool/pool.ts";
import {
  Simulator,
  simulatorTransport,
} from "../../../lib/puter/simulator/mod.ts";
import { memoryStore } from "../../../lib/store/kv.ts";
import { answered, failure, take, TestClock } from "../../pool/pool_helpers.ts";
import { storeAccount } from "../sharing_sides.ts";

async function setup(allowance = 40_000_000) {
  const clock = new TestClock();
  const now = () => clock.now;
  const simulator = new Simulator({ now });
  const { token, accountId } = simulator.addAccount({
    tier: "free",
    allowance,
  });
  const store = memoryStore();
  await storeAccount(store, accountId);
  const pool = new Pool({ maxQueueMs: 0, now, delay: clock.delay });
  pool.setAccounts([{ id: accountId, username: "u", tier: "free", token }]);
  const errors: unknown[] = [];
  const rechecked: string[] = [];
  const onError = (cause: unknown) => {
    errors.push(cause);
  };
  const sync = new AccountSync({ store, pool, onError, now });
  const agenda = new AccountAgenda({
    transport: simulatorTransport(simulator),
    pool,
    sync,
    accounts: {
      recheck: (id) => {
        rechecked.push(id);
        return Promise.resolve(null);
      },
    },
    onError,
    now,
  });
  const close = async () => {
    await agenda.close();
    await sync.close();
    await store.close();
  };
  const view = () => pool.viewOne(accountId);
  const puter = simulator.account(accountId);
  return {
    clock,
    simulator,
    puter,
    pool,
    agenda,
    errors,
    rechecked,
    view,
    close,
  };
}

describe("AccountAgenda", () => {
  it("ends a guessed rest early when a free call passes", async () => {
    const { clock, pool, agenda, simulator, view, errors, close } =
      await setup();
    take(pool).blame(failure({ type: "cool", ms: 60_000 }));
    clock.advance(50_000);
    await agenda.run();
    assertEquals(view()?.state.status, "cooling");
    clock.advance(5000);
    await agenda.run();
    assertEquals(view()?.state, { status: "ready" });
    assertEquals(simulator.calls.length, 1);
    assertEquals(errors, []);
    await close();
  });

  it("makes a rest longer when the probe is refused as well", async () => {
    const { clock, pool, agenda, puter, view, close } = await setup();
    take(pool).blame(failure({ type: "cool", ms: 60_000 }));
    puter.suspended = true;
    clock.advance(55_000);
    await agenda.run();
    assertEquals(view()?.state.status, "disabled");
    puter.suspended = false;
    clock.advance(60_000);
    await agenda.run();
    assertEquals(view()?.state, { status: "ready" });
    await close();
  });

  it("waits for what Puter told", async () => {
    const { clock, pool, agenda, simulator, view, close } = await setup();
    const told = answered(429, "too_many_requests", "Too many requests.");
    take(pool).blame({ ...told, retryAfterMs: 60_000 });
    clock.advance(59_000);
    await agenda.run();
    assertEquals(view()?.state.status, "cooling");
    assertEquals(simulator.calls, []);
    await close();
  });

  it("finds out what the owner has to do, and that it was done", async () => {
    const { clock, pool, agenda, puter, simulator, view, close } =
      await setup();
    take(pool).blame(answered(401, "token_auth_failed"));
    puter.pending = "email";
    clock.advance(15_000);
    await agenda.run();
    const state = view()?.state;
    assertEquals(state?.status === "disabled" && [state.code], [
      "email_confirmation_required",
    ]);
    assertEquals(simulator.calls, []);
    puter.pending = null;
    clock.advance(60_000);
    await agenda.run();
    assertEquals(view()?.state, { status: "ready" });
    await close();
  });

  it("reads credit after use, and finds a drained account", async () => {
    const { clock, pool, agenda, puter, view, close } = await setup();
    await agenda.run();
    assertEquals(view()?.credit, null);
    take(pool).release();
    clock.advance(1);
    await agenda.run();
    assertEquals(view()?.credit?.allowance, 40_000_000);
    puter.metering.allowance = 0;
    clock.advance(1);
    take(pool).release();
    clock.advance(20 * 60_000);
    await agenda.run();
    assertEquals(view()?.state.status, "exhausted");
    puter.metering.allowance = 40_000_000;
    clock.advance(13 * 60_000);
    await agenda.run();
    assertEquals(view()?.state, { status: "ready" });
    await close();
  });

  it("asks for the tier when the allowance does not fit it, not often", async () => {
    const { clock, pool, agenda, rechecked, view, close } = await setup(1e9);
    for (let i = 0; i < 3; i++) {
      take(pool).release();
      clock.advance(20 * 60_000);
      await agenda.run();
    }
    assertEquals(rechecked, [view()?.id]);
    await close();
  });

  it("takes an outage of Puter for no sign of anything", async () => {
    const { clock, pool, agenda, simulator, errors, view, close } =
      await setup();
    take(pool).blame(failure({ type: "cool", ms: 60_000 }));
    simulator.faults.next("db_unavailable", 5);
    clock.advance(55_000);
    await agenda.run();
    assertEquals(view()?.state.status, "cooling");
    clock.advance(5000);
    assertEquals(view()?.state, { status: "ready" });
    assertEquals(errors, []);
    await close();
  });
});
