import { describe, it } from "@std/testing/bdd";
import { assert, assertEquals, assertNotEquals } from "@std/assert";
import {
  KeyDetailSchema,
  KeyViewSchema,
} from "../../lib/gateway/api_schemas/keys.ts";
import { listKeyUses } from "../../lib/store/key_usage.ts";
import { ownerApp } from "./owner_app.ts";

describe("/api/keys", () => {
  it("makes a key that opens the public API, and shows it once", async () => {
    await using app = await ownerApp();
    const made = await app.call("POST", "/api/keys", {
      body: { name: "  Laptop " },
    });
    assertEquals(made.status, 201);
    assertEquals(made.headers.get("cache-control"), "no-store");
    const { key, ...view } = await made.json();
    assert(key.startsWith("sk-p2a-"));
    assertEquals(view.name, "Laptop");
    const before = await app.services.keys.authenticate(
      new Headers({ "x-api-key": key }),
    );
    assertEquals(before.keyId, view.id);
    const listed = await app.call("GET", "/api/keys");
    const text = await listed.text();
    assertEquals(JSON.parse(text), { keys: [view] });
    assertEquals(text.includes(key), false);
  });

  it("revokes a key at once, and says when there is none", async () => {
    await using app = await ownerApp();
    const { key, id } = await app.services.keys.create({ name: "Laptop" });
    const path = `/api/keys/${id}`;
    const asClient = () => app.call("GET", "/v1/models", { key });
    assertNotEquals((await asClient()).status, 401);
    const deleted = await app.call("DELETE", path);
    assertEquals(deleted.status, 200);
    assertEquals(await deleted.json(), { id, deleted: true });
    assertEquals((await asClient()).status, 401);
    const again = await app.call("DELETE", path);
    assertEquals(again.status, 404);
    assertEquals((await again.json()).error.code, "key_not_found");
  });

  it("names what is wrong with a body", async () => {
    await using app = await ownerApp();
    const bodies: [unknown, number, string | null, string | null][] = [
      ["{", 400, null, null],
      [[], 400, "invalid_type", null],
      [{}, 400, "missing_required_parameter", "name"],
      [{ name: 5 }, 400, "invalid_type", "name"],
      [{ name: "  " }, 400, "invalid_value", "name"],
      [{ name: "x".repeat(81) }, 400, "invalid_value", "name"],
      [{ name: "x".repeat(70_000) }, 413, "request_too_large", null],
      [{ name: "x", models: [] }, 400, "empty_array", "models"],
      [{ name: "x", models: ["a", ""] }, 400, null, "models[1]"],
      [{ name: "x", model: ["a"] }, 400, "unknown_parameter", "model"],
      [{ name: "x", surfaces: ["chat"] }, 400, "invalid_value", "surfaces[0]"],
      [{ name: "x", perMinute: 0 }, 400, null, "perMinute"],
      [{ name: "x", perMinute: "9" }, 400, "invalid_type", "perMinute"],
      [{ name: "x", atOnce: 1.5 }, 400, "invalid_type", "atOnce"],
      [{ name: "x", dailyMicroCents: -1 }, 400, null, "dailyMicroCents"],
      [{ name: "x", expiresAt: 1795463000 }, 400, "invalid_value", "expiresAt"],
      [{ name: "x", ips: ["10.0.0.0/33"] }, 400, "invalid_value", "ips[0]"],
      [{ name: "x", bodies: "on" }, 400, "invalid_value", "bodies"],
    ];
    for (const [body, status, code, param] of bodies) {
      const res = await app.call("POST", "/api/keys", { body });
      const { error } = await res.json();
      assertEquals([res.status, error.param], [status, param]);
      if (code !== null) assertEquals(error.code, code);
      assert(error.message.length > 0);
    }
    assertEquals(await app.services.keys.list(), []);
  });

  it("shows a policy as it was given, and changes parts of it", async () => {
    await using app = await ownerApp();
    const policy = {
      models: ["gpt-*", "claude-?"],
      surfaces: ["chat_completions"],
      perMinute: 60,
      atOnce: 3,
      dailyMicroCents: 100_000_000,
      monthlyMicroCents: 2_000_000_000,
      expiresAt: Date.UTC(2030, 0, 1),
      ips: ["192.0.2.0/24", "2001:db8::7"],
      bodies: "failed",
    };
    const made = await app.call("POST", "/api/keys", {
      body: { name: "Laptop", ...policy },
    });
    assertEquals(made.status, 201);
    const { key: _, ...view } = await made.json();
    for (const [name, value] of Object.entries(policy)) {
      assertEquals(view[name], value);
    }
    const path = `/api/keys/${view.id}`;
    const { usage, ...shown } = await (await app.call("GET", path)).json();
    assertEquals(shown, view);
    const body = { name: "Desk", perMinute: 5, models: null };
    const changed = await app.call("PATCH", path, { body });
    assertEquals(changed.status, 200);
    assertEquals(await changed.json(), { ...view, ...body });
    assertEquals(await (await app.call("GET", path)).json(), {
      ...view,
      ...body,
      usage,
    });
  });

  it("gives a key a new secret, shown once", async () => {
    await using app = await ownerApp();
    const { key, id } = await app.services.keys.create({ name: "Laptop" });
    const path = `/api/keys/${id}/rotate`;
    const res = await app.call("POST", path, { body: { graceSeconds: 3600 } });
    assertEquals(res.status, 200);
    const { key: next, ...view } = await res.json();
    assert(next.startsWith("sk-p2a-"));
    assertEquals(view.id, id);
    const left = view.previousUntil - Date.now();
    assert(left > 3_590_000 && left <= 3_600_000);
    for (const secret of [key, next]) {
      const answer = await app.call("GET", "/v1/models", { key: secret });
      assertNotEquals(answer.status, 401);
    }
    await app.call("POST", path, { body: { graceSeconds: 0 } });
    for (const secret of [key, next]) {
      const answer = await app.call("GET", "/v1/models", { key: secret });
      assertEquals(answer.status, 401);
    }
    for (const body of [{}, { graceSeconds: -1 }, { graceSeconds: 1e9 }]) {
      const bad = await app.call("POST", path, { body });
      assertEquals(bad.status, 400);
      assertEquals((await bad.json()).error.param, "graceSeconds");
    }
    const none = await app.call("POST", "/api/keys/none/rotate", {
      body: { graceSeconds: 0 },
    });
    assertEquals(none.status, 404);
  });

  it("shows what a key without limits may do", async () => {
    await using app = await ownerApp();
    const made = await app.call("POST", "/api/keys", { body: { name: "x" } });
    const view = await made.json();
    assertEquals([view.models, view.perMinute, view.bodies], [
      null,
      null,
      "off",
    ]);
  });

  it("says when a key was last used, and what it uses", async () => {
    await using app = await ownerApp();
    const { key, id } = await app.services.keys.create({
      name: "Laptop",
      perMinute: 5,
    });
    const path = `/api/keys/${id}`;
    const before = await (await app.call("GET", path)).json();
    assertEquals([before.lastUsedAt, before.usage], [null, {
      lastMinute: 0,
      running: null,
      dayMicroCents: 0,
      monthMicroCents: 0,
    }]);
    await app.call("GET", "/v1/models", { key });
    await app.services.limits.exchange();
    const { lastUsedAt } = await (await app.call("GET", path)).json();
    assert(Math.abs(Date.now() - lastUsedAt) < 10_000);
    const { keys } = await (await app.call("GET", "/api/keys")).json();
    assertEquals(keys[0].lastUsedAt, lastUsedAt);
    await app.call("DELETE", path);
    assertEquals(await listKeyUses(app.services.store), new Map());
  });

  it("shows them as their schemas say", async () => {
    await using app = await ownerApp();
    const { id } = await app.services.keys.create({ name: "x", atOnce: 2 });
    const detail = await (await app.call("GET", `/api/keys/${id}`)).json();
    assertEquals(KeyDetailSchema.strict().parse(detail), detail);
    const { keys } = await (await app.call("GET", "/api/keys")).json();
    assertEquals(KeyViewSchema.strict().parse(keys[0]), keys[0]);
  });

  it("answers 404 for a key there is not", async () => {
    await using app = await ownerApp();
    for (const [method, body] of [["GET"], ["PATCH", { name: "x" }]] as const) {
      const res = await app.call(method, "/api/keys/none", { body });
      assertEquals(res.status, 404);
      assertEquals((await res.json()).error.code, "key_not_found");
    }
  });
});
