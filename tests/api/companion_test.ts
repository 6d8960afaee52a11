import { assert, assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { fingerprint } from "../../lib/auth/digest.ts";
import {
  COMPANION_KEY,
  companionEnv,
  fakeCompanion,
} from "../helpers/fake_companion.ts";
import { eventually, type Instance, instances } from "../helpers/instances.ts";
import { dump } from "../helpers/kv_tools.ts";

const PATH = "/api/settings/companion";
const NONE = {
  baseUrl: null,
  hasKey: false,
  keyFingerprint: null,
  source: "none",
  changedAt: null,
};

function only(all: Instance[]): Instance {
  const [first] = all;
  assert(first !== undefined);
  return first;
}

async function embed({ call }: Instance): Promise<number> {
  const response = await call("POST", "/v1/embeddings", {
    body: { model: "m", input: "hi" },
  });
  await response.body?.cancel();
  return response.status;
}

describe("/api/settings/companion", () => {
  it("names an endpoint, and never shows its key again", async () => {
    await using companion = fakeCompanion();
    await using cluster = await instances();
    const gateway = only(cluster.all);
    const { call, services } = gateway;
    assertEquals(await (await call("GET", PATH)).json(), NONE);
    const put = await call("PUT", PATH, {
      body: { baseUrl: `${companion.baseUrl}/`, apiKey: COMPANION_KEY },
    });
    assertEquals(put.status, 200);
    const view = await put.json();
    assertEquals({ ...view, changedAt: 0 }, {
      baseUrl: companion.baseUrl,
      hasKey: true,
      keyFingerprint: fingerprint(COMPANION_KEY),
      source: "stored",
      changedAt: 0,
    });
    assert(Math.abs(Date.now() - view.changedAt) < 60_000);
    assertEquals(await embed(gateway), 200);
    await services.audit.flush();
    const audit = await (await call("GET", "/api/audit")).text();
    const shown = [
      await (await call("GET", PATH)).text(),
      await (await call("GET", "/api/settings")).text(),
      audit,
      JSON.stringify(await dump(cluster.kv)),
    ];
    for (const text of shown) assert(!text.includes(COMPANION_KEY));
    const [event] = JSON.parse(audit).events;
    assertEquals([event.action, event.after.keyFingerprint], [
      "companion.change",
      fingerprint(COMPANION_KEY),
    ]);
    const removed = await call("DELETE", PATH);
    assertEquals(await removed.json(), NONE);
    assertEquals(await embed(gateway), 404);
  });

  it("overrules the environment until it is deleted, also by none", async () => {
    await using companion = fakeCompanion();
    await using cluster = await instances({ env: companionEnv(companion) });
    const gateway = only(cluster.all);
    const { call } = gateway;
    const { source, hasKey } = await (await call("GET", PATH)).json();
    assertEquals([source, hasKey], ["environment", true]);
    assertEquals(await embed(gateway), 200);
    await call("PUT", PATH, { body: { baseUrl: null } });
    assertEquals(await embed(gateway), 404);
    await call("DELETE", PATH);
    assertEquals(await embed(gateway), 200);
  });

  it("is in force on other instances", async () => {
    await using companion = fakeCompanion();
    await using cluster = await instances({ count: 2 });
    const [a, b] = cluster.all;
    assert(a !== undefined && b !== undefined);
    await a.call("PUT", PATH, {
      body: { baseUrl: companion.baseUrl, apiKey: COMPANION_KEY },
    });
    await eventually(() => b.services.companion.view.hasKey);
    assertEquals(await embed(b), 200);
  });

  it("keeps the key for the same host alone", async () => {
    await using companion = fakeCompanion();
    await using cluster = await instances();
    const gateway = only(cluster.all);
    const { call } = gateway;
    const put = (body: unknown) => call("PUT", PATH, { body });
    await put({ baseUrl: "http://127.0.0.1:9/v1", apiKey: COMPANION_KEY });
    const moved = await put({ baseUrl: companion.baseUrl });
    assertEquals(moved.status, 400);
    assertEquals((await moved.json()).error.param, "apiKey");
    const longer = await put({ baseUrl: "http://127.0.0.1:9/other/v1" });
    assertEquals((await longer.json()).hasKey, true);
    const without = await put({ baseUrl: companion.baseUrl, apiKey: null });
    assertEquals((await without.json()).hasKey, false);
    assertEquals(await embed(gateway), 502);
    assertEquals(companion.requests.at(-1)?.authorization, null);
  });

  it("names what is wrong", async () => {
    await using cluster = await instances();
    const { call } = only(cluster.all);
    const rows: [body: unknown, param: string][] = [
      [{}, "baseUrl"],
      [{ baseUrl: "http://api.openai.com/v1" }, "baseUrl"],
      [{ baseUrl: "https://u:p@host/v1" }, "baseUrl"],
      [{ baseUrl: "https://host.example/v1", apiKey: "" }, "apiKey"],
      [{ baseUrl: "https://host.example/v1", apiKey: "ключ" }, "apiKey"],
      [{ baseUrl: "https://host.example/v1", key: "a" }, "key"],
    ];
    for (const [body, param] of rows) {
      const response = await call("PUT", PATH, { body });
      assertEquals(response.status, 400);
      assertEquals((await response.json()).error.param, param);
    }
  });

  it("goes into backups, with its key sealed anew, or without one", async () => {
    const passphrase = "correct horse battery staple";
    for (const apiKey of [COMPANION_KEY, null]) {
      await using companion = fakeCompanion();
      await using source = await instances({ vaultByte: 1 });
      const from = only(source.all);
      await from.call("PUT", PATH, {
        body: { baseUrl: companion.baseUrl, apiKey },
      });
      const backup = await from.call("POST", "/api/backup", {
        body: { passphrase },
      });
      const file = await backup.text();
      assert(!file.includes(COMPANION_KEY));
      await using target = await instances({ vaultByte: 2 });
      const to = only(target.all);
      const restored = await to.call("POST", "/api/backup/restore", {
        body: `${JSON.stringify({ passphrase, mode: "empty" })}\n${file}`,
      });
      const { parts, withoutToken } = await restored.json();
      assertEquals([parts.companion, withoutToken], [1, []]);
      assertEquals(await embed(to), apiKey === null ? 502 : 200);
    }
  });

  it("says that its key cannot be opened", async () => {
    await using companion = fakeCompanion();
    await using cluster = await instances({ count: 1, vaultByte: 1 });
    const gateway = only(cluster.all);
    await gateway.call("PUT", PATH, {
      body: { baseUrl: companion.baseUrl, apiKey: COMPANION_KEY },
    });
    const [entry] = await Array.fromAsync(
      cluster.kv.list<{ sealedKey: string }>({ prefix: ["companion"] }),
    );
    assert(entry !== undefined);
    await cluster.kv.set(entry.key, { ...entry.value, sealedKey: "v1.a.b.c" });
    await gateway.services.companion.load();
    assertEquals(await embed(gateway), 503);
  });
});
