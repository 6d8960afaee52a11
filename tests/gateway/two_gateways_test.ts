import { assert, assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { Vault } from "../../lib/auth/vault.ts";
import { readConfig } from "../../lib/config.ts";
import { createServices, type Services } from "../../lib/gateway/services.ts";
import { simulatorTransport } from "../../lib/puter/simulator/mod.ts";
import { type TestGateway, testGateway } from "../helpers/gateway.ts";
import { untilTrue } from "./sharing_sides.ts";

const CHAT = {
  model: "gpt-4o",
  messages: [{ role: "user", content: "Hello" }],
};

/** A second gateway on the database of the first. */
async function secondOf(first: TestGateway): Promise<Services> {
  const services = createServices({
    config: readConfig(() => undefined),
    store: first.services.store,
    transport: simulatorTransport(first.simulator),
    vault: new Vault(() => Promise.resolve(new Uint8Array(32).fill(7))),
    log: () => {},
  });
  await services.ready();
  return services;
}

async function statusOf(response: Response): Promise<number> {
  await response.body?.cancel();
  return response.status;
}

describe("two whole gateways on one database", () => {
  it("agree within a second on what Puter and the owner say", async () => {
    const first = await testGateway({ accounts: [{ tier: "free" }] });
    const second = await secondOf(first);
    const [{ id = "" } = {}] = await first.services.accounts.list();
    const there = () => second.puter.pool.viewOne(id)?.state.status;
    const here = () => first.services.puter.pool.viewOne(id)?.state.status;
    const agree = async (status: string) => {
      const ms = await untilTrue(() => here() === status && there() === status);
      assert(ms < 1000, `it took ${Math.round(ms)} ms`);
    };
    assertEquals(there(), "ready");

    first.simulator.account(id).suspended = true;
    const refused = await first.post("/v1/chat/completions", CHAT);
    assertEquals(await statusOf(refused), 503);
    await agree("disabled");

    first.simulator.account(id).suspended = false;
    const probe = await first.post(`/api/accounts/${id}/probe`, {});
    assertEquals(await statusOf(probe), 200);
    await agree("ready");

    for (const paused of [true, false]) {
      const patched = await first.fetch(`/api/accounts/${id}`, {
        method: "PATCH",
        body: JSON.stringify({ paused }),
      });
      assertEquals(await statusOf(patched), 200);
      await agree(paused ? "paused" : "ready");
    }

    const reserve = await first.fetch("/api/settings", {
      method: "PATCH",
      body: JSON.stringify({ reserveMicroCents: 49_999_999 }),
    });
    assertEquals(await statusOf(reserve), 200);
    await untilTrue(() =>
      second.puter.pool.viewOne(id)?.credit?.reserve === 49_999_999
    );
    const full = await first.post("/v1/chat/completions", CHAT);
    assertEquals(full.status, 429);
    assertEquals((await full.json()).error.code, "insufficient_quota");
    await second.close();
    await first.close();
  });
});
