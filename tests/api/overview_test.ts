import { assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { testGateway } from "../helpers/gateway.ts";
import { usageRecord } from "../helpers/usage_records.ts";

describe("GET /api/overview", () => {
  it("adds up what the ready accounts can carry", async () => {
    const accounts = [{ tier: "paid" }, { tier: "free" }] as const;
    const gateway = await testGateway({ accounts: [...accounts] });
    const { pool } = gateway.services.puter;
    const route = "puter-chat-completion:complete";
    const lease = await pool.acquire({ route, model: "gpt-4o" });
    const first = await (await gateway.fetch("/api/overview")).json();
    assertEquals(first.capacity, {
      atOnce: { free: 22, of: 23 },
      perWindow: { free: 229, of: 230 },
    });
    assertEquals(first.accounts, { total: 2, ready: 2, inFlight: 1 });
    lease.release();
    const paid = pool.view().find(({ tier }) => tier === "paid");
    const path = `/api/accounts/${paid?.id}`;
    const body = JSON.stringify({ paused: true });
    await (await gateway.fetch(path, { method: "PATCH", body })).text();
    const second = await (await gateway.fetch("/api/overview")).json();
    assertEquals(second.capacity.atOnce, { free: 3, of: 3 });
    assertEquals(second.troubles[0].status, "paused");
    await gateway.close();
  });

  it("tells who answers, what is open, and refuses other periods", async () => {
    const env = { NO_AUTH: "1", CORS_ORIGINS: "https://a.example" };
    const gateway = await testGateway({ accounts: [], env });
    const now = await (await gateway.fetch("/api/overview?period=week")).json();
    assertEquals(now.answeredBy, "simulator");
    assertEquals(now.warnings, ["no_auth", "short_master_key"]);
    assertEquals(now.credit.sky, "unknown");
    const wrong = await gateway.fetch("/api/overview?period=year");
    assertEquals(wrong.status, 400);
    assertEquals((await wrong.json()).error.param, "period");
    await gateway.close();
  });

  it("warns of a way without TLS, and of a proxy nobody trusts", async () => {
    const gateway = await testGateway({
      accounts: [],
      env: {
        API_MASTER_KEY: "My Owner Key",
        CORS_ORIGINS: "https://a.example",
      },
    });
    const ask = async (headers: Record<string, string>) => {
      const res = await gateway.fetch("/api/overview", { headers });
      return (await res.json()).warnings;
    };
    assertEquals(await ask({}), ["short_master_key"]);
    assertEquals(await ask({ "x-forwarded-for": "192.0.2.1" }), [
      "short_master_key",
      "untrusted_proxy",
    ]);
    await gateway.close();
  });
});

describe("GET /api/accounts/{id}/activity", () => {
  it("tells what an account served, and its last failure", async () => {
    const gateway = await testGateway();
    const { services } = gateway;
    const id = String(services.puter.pool.view()[0]?.id);
    const at = Date.now() - 1000;
    const good = usageRecord({ accountId: id, at });
    const attempt = { accountId: id, status: 402, ms: 5, atMs: 20 };
    const failed = usageRecord({
      id: "req_01ARZ3NDEKTSV4RRFFQ69G5FAV",
      at,
      accountId: id,
      status: 402,
      attempts: [{ ...attempt, code: "insufficient_funds", blame: "account" }],
    });
    for (const record of [good, good, failed]) services.usage.add(record);
    services.recorder.push(failed);
    const res = await gateway.fetch(`/api/accounts/${id}/activity`);
    assertEquals(res.status, 200);
    const { from: _, ...activity } = await res.json();
    assertEquals(activity, {
      requests: 3,
      ok: 2,
      models: [{ model: "gpt-5-nano", requests: 3 }],
      lastError: {
        requestId: failed.id,
        at: at + 20,
        model: "gpt-5-nano",
        code: "insufficient_funds",
        blame: "account",
        status: 402,
      },
    });
    const none = await gateway.fetch("/api/accounts/none/activity");
    assertEquals(none.status, 404);
    await none.body?.cancel();
    await gateway.close();
  });
});

describe("POST /api/accounts/import", () => {
  it("connects every token of a text and echoes none", async () => {
    const gateway = await testGateway({ accounts: [] });
    const one = gateway.simulator.addAccount({ username: "one" });
    const two = gateway.simulator.addAccount({ username: "two" });
    const text = `a=${one.token}; b=${two.token}; c=${one.token}`;
    const res = await gateway.post("/api/accounts/import", { text });
    assertEquals(res.status, 200);
    const body = await res.text();
    assertEquals(body.includes(one.token) || body.includes(two.token), false);
    const { found, ignored, reports } = JSON.parse(body);
    assertEquals([found, ignored], [2, 0]);
    assertEquals(
      reports.map((
        report: { outcome: string; account: { username: string } },
      ) => `${report.account.username} ${report.outcome}`),
      ["one added", "two added"],
    );
    const again = await gateway.post("/api/accounts/import", { text });
    const known = await again.json();
    assertEquals(known.reports[0].outcome, "confirmed");
    await gateway.close();
  });
});
