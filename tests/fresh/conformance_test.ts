import { Builder } from "fresh/dev";
import { mock } from "node:test";
import {
  assert,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { afterEach, beforeEach, describe, it } from "@std/testing/bdd";
import type { TestApp } from "../helpers/app.ts";
import { app } from "./fixture/main.ts";
import { PROBES } from "./probes.ts";

const root = import.meta.resolve("./fixture/").slice("file://".length, -1);

async function inMemory(): Promise<TestApp> {
  const applySnapshot = await new Builder({ root }).build({
    snapshot: "memory",
  });
  applySnapshot(app);
  return app.handler();
}

async function fromDisk(): Promise<TestApp> {
  await new Builder({ root }).build();
  const { default: server } = await import(`${root}/_fresh/server.js`);
  return server.fetch;
}

const memory = await inMemory();
const disk = await fromDisk();

function get(handler: TestApp, url: string, init?: RequestInit) {
  return handler(new Request(`http://localhost${url}`, init));
}

for (const [where, handler] of Object.entries({ memory, disk })) {
  describe(`a build in ${where}`, () => {
    beforeEach(() => {
      mock.method(console, "error", () => {});
    });
    afterEach(() => mock.restoreAll());

    for (const probe of PROBES) {
      if (probe.onDisk && handler !== disk) continue;
      it(probe.name, async () => {
        const res = await get(handler, probe.url, probe.init);
        const body = await res.text();
        assertEquals(res.status, probe.status, body);
        for (const [name, value] of Object.entries(probe.headers ?? {})) {
          assertEquals(res.headers.get(name), value, name);
        }
        if (probe.json) assertEquals(JSON.parse(body), probe.json);
        if (probe.body === "") assertEquals(body, "");
        else assertStringIncludes(body, probe.body ?? "");
      });
    }

    it("rejects a parameter that is not valid percent-encoding", async () => {
      await assertRejects(async () => await get(handler, "/api/%E0%A4%A"));
    });

    it("marks islands once and starts them with one script", async () => {
      const res = await get(handler, "/island");
      const html = await res.text();
      assertEquals(html.match(/<!--frsh:island:\w+:\d+:-->/g), [
        "<!--frsh:island:Counter:0:-->",
        "<!--frsh:island:Label:1:-->",
      ]);
      assertEquals(html.match(/<!--\/frsh:island-->/g)?.length, 2);
      const scripts = html.match(/<script.*?<\/script>/gs) ?? [];
      assertEquals(scripts.length, 1);
      assertMatch(html, /<\/script><\/body><\/html>$/);
      assertStringIncludes(String(res.headers.get("link")), "modulepreload");
    });

    it("passes the nonce of the script on the response alone", async () => {
      const res = await get(handler, "/island");
      const nonce = Reflect.get(res, Symbol.for("__freshNonce"));
      assertMatch(nonce, /^[0-9a-f]{32}$/);
      assertStringIncludes(await res.text(), `nonce="${nonce}"`);
      assert(![...res.headers.values()].join().includes(nonce));
    });

    it("serves the scripts that an island page names for a year", async () => {
      const html = await (await get(handler, "/island")).text();
      const scripts = html.match(/\/_fresh\/js\/[^"]+/g) ?? [];
      assertEquals(scripts.length, 3);
      for (const script of scripts) {
        const res = await get(handler, script);
        assertEquals(res.status, 200);
        assertEquals(
          res.headers.get("cache-control"),
          "public, max-age=31536000, immutable",
        );
        assertMatch(await res.text(), /import|export/);
      }
    });

    it("caches an asset() address for a year", async () => {
      const html = await (await get(handler, "/")).text();
      const [address = ""] = html.match(/\/style\.css\?[^"]+/) ?? [];
      const res = await get(handler, address);
      assertEquals(res.status, 200);
      assertEquals(
        res.headers.get("cache-control"),
        "public, max-age=31536000, immutable",
      );
      await res.body?.cancel();
    });
  });
}

describe("a static file of a build on disk", () => {
  it("is not sent again to who has it", async () => {
    const first = await get(disk, "/style.css");
    const etag = String(first.headers.get("etag"));
    assertMatch(etag, /^W\/".+"$/);
    await first.body?.cancel();
    const headers = { "if-none-match": etag };
    const again = await get(disk, "/style.css", { headers });
    assertEquals(again.status, 304);
    assertEquals(await again.text(), "");
  });
});
