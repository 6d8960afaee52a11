import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { afterEach, beforeEach, describe, it } from "@std/testing/bdd";
import { safeNext } from "../../lib/gateway/owner/sign_in.ts";
import { en } from "../../lib/i18n/en.ts";
import { withCockpit } from "../helpers/cockpit_browser.ts";
import {
  OWNER_KEY,
  type TestGateway,
  testGateway,
} from "../helpers/gateway.ts";

describe("the sign-in page", () => {
  let gateway: TestGateway;

  beforeEach(async () => {
    gateway = await testGateway({ accounts: [] });
  });
  afterEach(() => gateway.close());

  function submit(key: string, path = "/login") {
    const body = new URLSearchParams({ key }).toString();
    return gateway.fetch(path, {
      method: "POST",
      key: "",
      body,
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        "content-length": String(body.length),
        origin: "http://localhost",
      },
    });
  }

  it("leads on to the page that was wanted", async () => {
    const wanted = await gateway.fetch("/keys?a=1", { key: "" });
    assertEquals(wanted.status, 302);
    const login = String(wanted.headers.get("location"));
    assertEquals(login, "/login?next=%2Fkeys%3Fa%3D1");
    const res = await submit(OWNER_KEY, login);
    assertEquals(res.status, 303);
    assertEquals(res.headers.get("location"), "/keys?a=1");
    assert(res.headers.get("set-cookie")?.includes("HttpOnly"));
  });

  it("says what was wrong, with its status", async () => {
    const res = await submit("nonsense");
    assertEquals(res.status, 401);
    const html = await res.text();
    assertStringIncludes(html, en.login.wrong);
    assert(!html.includes("nonsense"));
  });

  it("never leads to another site", () => {
    const bad = [
      "//evil.example",
      "/\\evil.example",
      "https://evil.example",
      "javascript:alert(1)",
      "/\t/evil.example",
      "",
      "keys",
      "/login?next=/",
      "/api/backup",
    ];
    for (const next of bad) assertEquals(safeNext(next), "/", next);
    assertEquals(safeNext(null), "/");
    assertEquals(safeNext("/requests?model=a&b=c"), "/requests?model=a&b=c");
  });
});

describe("signing in with a browser", () => {
  it("needs the keyboard alone, and ends with the session", async () => {
    const options = { accounts: [], isSignedIn: false };
    await withCockpit(options, async ({ page, open, problems }) => {
      await open("/settings");
      assertEquals(new URL(page.url()).pathname, "/login");
      await page.waitForFunction("document.activeElement?.id === 'key'");
      await page.keyboard.type(OWNER_KEY);
      await Promise.all([
        page.waitForNavigation(),
        page.keyboard.press("Enter"),
      ]);
      assertEquals(new URL(page.url()).pathname, "/settings");
      assertEquals(
        await page.evaluate("document.cookie.includes('session')"),
        false,
      );
      await page.focus("form[action='/logout'] button");
      await Promise.all([
        page.waitForNavigation(),
        page.keyboard.press("Enter"),
      ]);
      assertEquals(new URL(page.url()).pathname, "/login");
      await open("/keys");
      assertEquals(new URL(page.url()).pathname, "/login");
      assertEquals(problems, []);
    });
  });

  it("keeps the theme and the language that were chosen", async () => {
    await withCockpit({ accounts: [] }, async ({ page, open }) => {
      await open("/keys?model=a");
      await page.click(".side button[title='Dark']");
      assertEquals(
        await page.evaluate("document.documentElement.dataset.theme"),
        "dark",
      );
      await page.reload();
      assertEquals(
        await page.evaluate("document.documentElement.dataset.theme"),
        "dark",
      );
      await Promise.all([
        page.waitForNavigation(),
        page.click(".side a[lang='zh']"),
      ]);
      assertEquals(await page.evaluate("document.documentElement.lang"), "zh");
      assertEquals(new URL(page.url()).search, "?model=a");
    });
  });
});
