import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { afterEach, beforeEach, describe, it } from "@std/testing/bdd";
import { en } from "../../lib/i18n/en.ts";
import { zh } from "../../lib/i18n/zh.ts";
import { Store } from "../../lib/store/kv.ts";
import {
  OWNER_KEY,
  type TestCockpit,
  testCockpit,
} from "../helpers/cockpit.ts";

function brokenStore(): Store {
  const open = () => Promise.reject(new Error("no database is attached"));
  return new Store({ open, advice: "assign one" });
}

describe("the index page", () => {
  let cockpit: TestCockpit;

  beforeEach(async () => {
    cockpit = await testCockpit({ env: { SIMULATOR: "off" } });
  });
  afterEach(() => cockpit.close());

  it("answers without credentials and shows no secret", async () => {
    const res = await cockpit.get("/");
    assertEquals(res.status, 200);
    assertEquals(res.headers.get("cache-control"), "no-store");
    const html = await res.text();
    assertStringIncludes(html, "http://localhost/v1");
    assertStringIncludes(html, en.landing.answeredBy.nobody);
    assert(!html.includes(OWNER_KEY));
  });

  it("answers HEAD with the same headers and no body", async () => {
    const request = new Request("http://localhost/", { method: "HEAD" });
    const res = await cockpit.handler(request);
    assertEquals(res.status, 200);
    assertEquals(res.headers.get("content-type"), "text/html; charset=utf-8");
    assertEquals(await res.text(), "");
  });

  it("runs no script at all", async () => {
    const res = await cockpit.get("/");
    const policy = String(res.headers.get("content-security-policy"));
    const html = await res.text();
    assert(!policy.includes("unsafe"));
    assertEquals(html.match(/<script/g), null);
    assertMatch(policy, /default-src 'none'.*frame-ancestors 'none'/);
  });

  it("holds no inline styles, which the policy would block", async () => {
    const html = await (await cockpit.get("/")).text();
    assert(!/\sstyle=|<style/.test(html));
  });

  it("names the origin a client reached it by", async () => {
    const res = await cockpit.handler(new Request("https://a.example:444/"));
    assertStringIncludes(await res.text(), "https://a.example:444/v1");
  });

  it("speaks the language the browser prefers", async () => {
    const headers = { "accept-language": "fr, zh-CN;q=0.8, en;q=0.5" };
    const html = await (await cockpit.get("/", headers)).text();
    assertStringIncludes(html, '<html lang="zh"');
    assertStringIncludes(html, zh.landing.headline);
  });

  it("speaks the language the address asks for", async () => {
    const headers = { "accept-language": "zh-CN" };
    const html = await (await cockpit.get("/?lang=en", headers)).text();
    assertStringIncludes(html, '<html lang="en"');
    assertStringIncludes(html, en.landing.headline);
  });
});

describe("the index page without a database", () => {
  it("says on Deno Deploy to assign one", async () => {
    const env = { DENO_DEPLOY: "1" };
    const cockpit = await testCockpit({ env, store: brokenStore() });
    const res = await cockpit.get("/");
    assertEquals(res.status, 200);
    const html = await res.text();
    assertStringIncludes(html, en.landing.databaseHelp.unassigned);
    assertStringIncludes(html, en.landing.answeredBy.unknown);
    await cockpit.close();
  });

  it("says elsewhere what to check", async () => {
    const cockpit = await testCockpit({ store: brokenStore() });
    const html = await (await cockpit.get("/")).text();
    assertStringIncludes(html, en.landing.databaseHelp.unreachable);
    await cockpit.close();
  });
});

describe("error pages", () => {
  it("answer 404 in the visitor's language, with security headers", async () => {
    const cockpit = await testCockpit();
    const res = await cockpit.get("/no/such%20page?lang=zh");
    assertEquals(res.status, 404);
    assertEquals(res.headers.get("x-content-type-options"), "nosniff");
    assert(res.headers.has("content-security-policy"));
    assertStringIncludes(await res.text(), zh.shell.error.notFound);
    assertEquals(cockpit.log, []);
    await cockpit.close();
  });

  it("are for browsers: a program gets an error of the API", async () => {
    const cockpit = await testCockpit();
    const program = { accept: "application/json" };
    for (
      const res of [
        await cockpit.get("/v2/models", program),
        await cockpit.handler(
          new Request("http://localhost/v2/chat", {
            method: "POST",
            body: "{}",
          }),
        ),
      ]
    ) {
      assertEquals(res.status, 404);
      assertEquals((await res.json()).error.code, "unknown_url");
    }
    const browser = { accept: "text/html,application/json;q=0.9,*/*;q=0.8" };
    const page = await cockpit.get("/v2/models", browser);
    assertEquals(page.status, 404);
    assertStringIncludes(await page.text(), en.shell.error.notFound);
    await cockpit.close();
  });

  it("hide why a page failed and tell the log", async () => {
    const cockpit = await testCockpit({ store: failingStore() });
    const res = await cockpit.get("/");
    assertEquals(res.status, 500);
    const html = await res.text();
    assertStringIncludes(html, en.shell.error.failed);
    assert(!html.includes("disk on fire"));
    assertMatch(cockpit.log.join("\n"), /^\/: .*disk on fire/);
    await cockpit.close();
  });
});

/** Opens, and then fails in a way nobody foresaw. */
function failingStore(): Store {
  class FailingStore extends Store {
    override kv(): Promise<Deno.Kv> {
      return Promise.reject(new RangeError("disk on fire"));
    }
  }
  return new FailingStore({ open: () => Deno.openKv(":memory:"), advice: "" });
}
