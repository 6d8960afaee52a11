import { describe, it } from "@std/testing/bdd";
import { assert, assertEquals } from "@std/assert";
import { type TestGateway, testGateway } from "../helpers/gateway.ts";

const CHAT = {
  model: "gpt-4o",
  messages: [{ role: "user", content: "Hello" }],
};

async function onlyAccount(gateway: TestGateway) {
  const answer = await (await gateway.fetch("/api/accounts")).json();
  return answer.accounts[0];
}

function patch(gateway: TestGateway, id: string, body: unknown) {
  return gateway.fetch(`/api/accounts/${id}`, {
    method: "PATCH",
    body: JSON.stringify(body),
  });
}

describe("PATCH /api/accounts/{id}", () => {
  it("pauses and resumes an account, and says so in words", async () => {
    const gateway = await testGateway();
    const { id } = await onlyAccount(gateway);
    const paused = await patch(gateway, id, { paused: true });
    assertEquals(paused.status, 200);
    const view = await paused.json();
    assertEquals([view.paused, view.state.status], [true, "paused"]);
    assertEquals(view.sentence.en.startsWith("You paused"), true);
    assertEquals(view.sentence.zh.startsWith("你已暂停"), true);
    const refused = await gateway.post("/v1/chat/completions", CHAT);
    assertEquals(refused.status, 503);
    assertEquals(
      (await refused.json()).error.message,
      "The owner has paused all connected accounts",
    );
    await (await patch(gateway, id, { paused: false })).body?.cancel();
    const served = await gateway.post("/v1/chat/completions", CHAT);
    assertEquals(served.status, 200);
    await served.body?.cancel();
    await gateway.close();
  });

  it("writes down what changed, and takes it back", async () => {
    const gateway = await testGateway();
    const { id } = await onlyAccount(gateway);
    const body = { weight: 5, reserveMicroCents: 700 };
    assertEquals((await patch(gateway, id, body)).status, 200);
    const same = await patch(gateway, id, { weight: 5 });
    assertEquals((await same.json()).weight, 5);
    const { events } = await (await gateway.fetch("/api/audit")).json();
    const [event, ...others] = events.filter((one: { action: string }) =>
      one.action === "account.change"
    );
    assertEquals(others, []);
    assertEquals(event.target, id);
    assertEquals(event.before, { weight: 1, reserveMicroCents: null });
    assertEquals(event.after, body);
    const undone = await gateway.post(`/api/audit/${event.id}/undo`, {});
    assertEquals(undone.status, 201);
    const account = await onlyAccount(gateway);
    assertEquals([account.weight, account.reserveMicroCents], [1, null]);
    await gateway.close();
  });

  it("refuses what cannot be meant", async () => {
    const gateway = await testGateway();
    const { id } = await onlyAccount(gateway);
    for (
      const [body, param] of [
        [{ paused: "yes" }, "paused"],
        [{ weight: 0 }, "weight"],
        [{ weight: 1.5 }, "weight"],
        [{ reserveMicroCents: -1 }, "reserveMicroCents"],
        [{ tier: "paid" }, "tier"],
      ] as const
    ) {
      const res = await patch(gateway, id, body);
      assertEquals(res.status, 400);
      assertEquals((await res.json()).error.param, param);
    }
    const gone = await patch(gateway, "nobody", { paused: true });
    assertEquals(gone.status, 404);
    assertEquals((await gone.json()).error.code, "account_not_found");
    await gateway.close();
  });
});

describe("POST /api/accounts/{id}/probe", () => {
  it("asks who it is, what is left, and whether a call passes", async () => {
    const gateway = await testGateway({ accounts: [{ tier: "free" }] });
    const { id } = await onlyAccount(gateway);
    const res = await gateway.post(`/api/accounts/${id}/probe`, {});
    assertEquals(res.status, 200);
    const { account, identity, credit, call } = await res.json();
    assertEquals([identity.ok, credit.ok, call.ok], [true, true, true]);
    assertEquals(account.credit.allowance, 50_000_000);
    assertEquals(account.credit.runsDryAt, null);
    const { calls } = gateway.simulator;
    assertEquals(calls.length, 1);
    // Nothing but the bytes of the answers was charged.
    assert(account.credit.remaining > 49_999_000);
    await gateway.close();
  });

  it("brings an account back whose cause is gone", async () => {
    const gateway = await testGateway({ accounts: [{ tier: "free" }] });
    const { id } = await onlyAccount(gateway);
    const puter = gateway.simulator.account(id);
    puter.suspended = true;
    const refused = await gateway.post("/v1/chat/completions", CHAT);
    assertEquals(refused.status, 503);
    await refused.body?.cancel();
    assertEquals((await onlyAccount(gateway)).state.status, "disabled");

    const path = `/api/accounts/${id}/probe`;
    const still = await (await gateway.post(path, {})).json();
    assertEquals(still.identity.code, "suspended");
    assertEquals([still.credit, still.call], [null, null]);
    puter.suspended = false;
    const healed = await (await gateway.post(path, {})).json();
    assertEquals(healed.account.state, { status: "ready" });
    assertEquals(gateway.log, []);
    await gateway.close();
  });

  it("finds credit again, and a higher tier", async () => {
    const gateway = await testGateway({
      accounts: [{ tier: "free", allowance: 0 }],
    });
    const { id } = await onlyAccount(gateway);
    const refused = await gateway.post("/v1/chat/completions", CHAT);
    assertEquals(refused.status, 429);
    assertEquals((await refused.json()).error.code, "insufficient_quota");
    // Puter is asked what is left after the client has its answer.
    let spent = await onlyAccount(gateway);
    for (let i = 0; i < 100 && spent.state.status === "ready"; i++) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      spent = await onlyAccount(gateway);
    }
    assertEquals(spent.state.status, "exhausted");
    assert(spent.sentence.en.includes("used up"));
    assertEquals(spent.credit.remaining, 0);
    const puter = gateway.simulator.account(id);
    Object.assign(puter.metering, { allowance: 900_000_000 });
    puter.tier = "paid";
    const path = `/api/accounts/${id}/probe`;
    const { account } = await (await gateway.post(path, {})).json();
    assertEquals([account.state.status, account.tier], ["ready", "paid"]);
    await gateway.close();
  });

  it("is 404 for an account that is not there", async () => {
    const gateway = await testGateway();
    const res = await gateway.post("/api/accounts/nobody/probe", {});
    assertEquals(res.status, 404);
    await res.body?.cancel();
    await gateway.close();
  });
});
