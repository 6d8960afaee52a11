import { describe, it } from "@std/testing/bdd";
import { assert, assertEquals, assertNotEquals } from "@std/assert";
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
    ];
    for (const [body, status, code, param] of bodies) {
      const res = await app.call("POST", "/api/keys", { body });
      const { error } = await res.json();
      assertEquals([res.status, error.code, error.param], [
        status,
        code,
        param,
      ]);
    }
    assertEquals(await app.services.keys.list(), []);
  });
});
