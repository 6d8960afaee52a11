import { after, before, beforeEach, describe, it } from "@std/testing/bdd";
import { assert, assertEquals } from "@std/assert";
import { type TestGateway, testGateway } from "../helpers/gateway.ts";

interface Entry {
  id: string;
  name: string;
  pricing?: unknown;
}

let gateway: TestGateway;

async function set(patch: Record<string, unknown>): Promise<void> {
  const res = await gateway.fetch("/api/settings", {
    method: "PATCH",
    body: JSON.stringify(patch),
  });
  assertEquals(res.status, 200, await res.text());
}

async function listed(): Promise<Entry[]> {
  const res = await gateway.fetch("/v1/models");
  return (await res.json()).data;
}

async function ask(body: Record<string, unknown>) {
  const res = await gateway.post("/v1/chat/completions", {
    messages: [{ role: "user", content: "Hello" }],
    ...body,
  });
  return { status: res.status, body: await res.json() };
}

/** Upstream calls of the last request. */
async function attempts(): Promise<number> {
  const res = await gateway.fetch("/api/requests?limit=1");
  return (await res.json()).requests[0].attempts.length;
}

describe("settings of the public API", () => {
  before(async () => {
    gateway = await testGateway();
  });

  after(() => gateway.close());

  beforeEach(() =>
    set({
      defaultModel: null,
      aliases: null,
      models: null,
      simulator: null,
      corsOrigins: null,
    })
  );

  it("serves the default model to requests that name none", async () => {
    const refused = await ask({});
    assertEquals(refused.status, 400);
    assertEquals(refused.body.error.param, "model");
    const [first, second] = await listed();
    assert(first !== undefined && second !== undefined);
    await set({ defaultModel: first.id });
    assertEquals((await ask({})).body.model, first.id);
    assertEquals((await ask({ model: null })).body.model, first.id);
    assertEquals((await ask({ model: second.id })).body.model, second.id);
  });

  it("lists models under the owner's labels, without hidden ones", async () => {
    const before = await listed();
    const [first, second] = before;
    assert(first !== undefined && second !== undefined);
    await set({
      models: [
        { id: first.id.toUpperCase(), hidden: true },
        { id: second.id, label: "House model" },
      ],
    });
    const now = await listed();
    assertEquals(now.length, before.length - 1);
    assertEquals(now[0]?.name, "House model");
    // Hidden is not forbidden.
    const one = await gateway.fetch(`/v1/models/${first.id}`);
    assertEquals(one.status, 200);
    await one.body?.cancel();
    assertEquals((await ask({ model: first.id })).status, 200);
  });

  it("offers extra models, which Puter is asked for by their id", async () => {
    const id = "vendor/newer-than-the-list";
    const before = await listed();
    const unknown = await ask({ model: id });
    assertEquals([unknown.status, await attempts()], [404, 0]);
    await set({
      models: [{ id, label: "New", extra: true }, {
        id: before[0]?.id,
        extra: true,
      }],
    });
    const now = await listed();
    assertEquals(now.length, before.length + 1);
    assertEquals(now.find((entry) => entry.id === id)?.name, "New");
    // The simulator does not know it either, but was asked.
    assertEquals((await ask({ model: id.toUpperCase() })).status >= 400, true);
    assertEquals(await attempts(), 1);
  });

  it("lists an alias as the first of its models that there is", async () => {
    const before = await listed();
    const [first, second] = before;
    assert(first !== undefined && second !== undefined);
    await set({
      aliases: {
        fast: ["no/such-model", second.id],
        nobody: ["no/such-model"],
        [first.id]: [second.id],
      },
      models: [{ id: "fast", label: "Fast" }],
    });
    const now = await listed();
    assertEquals(now.length, before.length + 1);
    for (const id of ["nobody", "constructor"]) {
      const res = await gateway.fetch(`/v1/models/${id}`);
      assertEquals(res.status, 404);
      assertEquals((await res.json()).error.code, "model_not_found");
    }
    const fast = now.find((entry) => entry.id === "fast");
    assertEquals(fast?.name, "Fast");
    assertEquals(fast?.pricing, second.pricing);
    assertEquals(now.some((entry) => entry.id === "nobody"), false);
    assertEquals(now.filter((entry) => entry.id === first.id).length, 1);
    const one = await (await gateway.fetch("/v1/models/fast")).json();
    assertEquals([one.id, one.name, one.pricing], [
      "fast",
      "Fast",
      second.pricing,
    ]);
  });

  it("offers simulated models beside real ones when switched on", async () => {
    const simulated = async () =>
      (await listed()).filter(({ id }) => id.startsWith("simulator/")).length;
    assertEquals(await simulated(), 0);
    await set({ simulator: "on" });
    assert(await simulated() > 0);
  });

  it("answers exactly the origins that are allowed", async () => {
    const call = (origin: string, method = "GET") =>
      gateway.fetch("/v1/models", { method, headers: { origin } });
    await set({ corsOrigins: ["https://a.example", "app://notes"] });
    for (const origin of ["https://a.example", "app://notes"]) {
      for (const method of ["GET", "OPTIONS"]) {
        const { headers } = await call(origin, method);
        assertEquals(headers.get("access-control-allow-origin"), origin);
        assert(/\borigin\b/i.test(headers.get("vary") ?? ""));
      }
    }
    for (const method of ["GET", "OPTIONS"]) {
      const { headers } = await call("https://b.example", method);
      assertEquals(headers.get("access-control-allow-origin"), null);
      assert(/\borigin\b/i.test(headers.get("vary") ?? ""));
    }
    await set({ corsOrigins: [] });
    const none = await call("https://a.example");
    assertEquals(none.headers.get("access-control-allow-origin"), null);
    await set({ corsOrigins: null });
    const any = await call("https://b.example");
    assertEquals(any.headers.get("access-control-allow-origin"), "*");
  });

  it("never lets other origins into the owner's API", async () => {
    const res = await gateway.fetch("/api/settings", {
      method: "OPTIONS",
      headers: { origin: "https://a.example" },
    });
    assertEquals(res.headers.get("access-control-allow-origin"), null);
  });
});
