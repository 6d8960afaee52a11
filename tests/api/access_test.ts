import { describe, it } from "@std/testing/bdd";
import { assertEquals } from "@std/assert";
import { Store } from "../../lib/store/kv.ts";
import { type OwnerApp, ownerApp } from "./owner_app.ts";

const ENDPOINTS: [string, string][] = [
  ["GET", "/api/keys"],
  ["POST", "/api/keys"],
  ["GET", "/api/keys/x"],
  ["PATCH", "/api/keys/x"],
  ["DELETE", "/api/keys/x"],
  ["POST", "/api/keys/x/rotate"],
  ["GET", "/api/accounts"],
  ["POST", "/api/accounts"],
  ["GET", "/api/accounts/x"],
  ["PATCH", "/api/accounts/x"],
  ["DELETE", "/api/accounts/x"],
  ["POST", "/api/accounts/x/probe"],
  ["GET", "/api/requests"],
  ["GET", "/api/requests/x"],
  ["GET", "/api/requests/x/body"],
  ["DELETE", "/api/requests"],
  ["DELETE", "/api/requests/x"],
  ["GET", "/api/usage"],
  ["GET", "/api/requests/tail"],
  ["GET", "/api/requests/export"],
  ["GET", "/api/unknown"],
];

async function assertAll(
  app: OwnerApp,
  key: string | null,
  expected: [number, string],
): Promise<void> {
  for (const [method, path] of ENDPOINTS) {
    const res = await app.call(method, path, { key });
    const { error } = await res.json();
    assertEquals([res.status, error.code], expected, `${method} ${path}`);
    assertEquals(Object.keys(error), ["message", "type", "param", "code"]);
    assertEquals(res.headers.get("cache-control"), "no-store");
  }
}

describe("the owner's API", () => {
  it("answers 401 without a key and with a wrong one", async () => {
    await using app = await ownerApp();
    await assertAll(app, null, [401, "invalid_api_key"]);
    await assertAll(app, "sk-wrong", [401, "invalid_api_key"]);
  });

  it("answers 403 to a client key", async () => {
    await using app = await ownerApp();
    const { key } = await app.services.keys.create({ name: "Laptop" });
    await assertAll(app, key, [403, "insufficient_permissions"]);
  });

  it("answers 503 with advice while there is no database", async () => {
    const store = new Store({
      open: () => Promise.reject(new Error("none")),
      advice: "assign a KV database",
    });
    await using app = await ownerApp({ store });
    for (const path of ["/api/keys", "/api/accounts", "/api/requests"]) {
      const res = await app.call("GET", path);
      assertEquals(res.status, 503, path);
      assertEquals((await res.json()).error.code, "storage_unavailable");
    }
  });

  it("answers 405 with the methods there are, and 404 elsewhere", async () => {
    await using app = await ownerApp();
    const wrong = await app.call("PUT", "/api/keys");
    assertEquals(wrong.status, 405);
    assertEquals(wrong.headers.get("allow"), "GET, POST, HEAD, OPTIONS");
    const unknown = await app.call("GET", "/api/unknown");
    assertEquals(unknown.status, 404);
    assertEquals((await unknown.json()).error.code, "unknown_url");
  });

  it("is not for pages of other origins", async () => {
    await using app = await ownerApp();
    const res = await app.call("GET", "/api/keys");
    assertEquals(res.headers.get("access-control-allow-origin"), null);
  });
});
