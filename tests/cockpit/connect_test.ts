import { assert, assertEquals, assertMatch } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { CHECKS } from "../../lib/browser/self_test/checks.ts";
import { CLIENTS } from "../../lib/cockpit/snippets/mod.ts";
import { en } from "../../lib/i18n/en.ts";
import { wordsOf } from "../../lib/i18n/mod.ts";
import {
  type CockpitBrowser,
  withCockpit,
} from "../helpers/cockpit_browser.ts";
import { complaints, press, textOf } from "../helpers/cockpit_page.ts";

const { keys } = en;

/** What each check came to, as the page shows it. */
async function verdicts({ page }: CockpitBrowser): Promise<string[]> {
  await page.waitForFunction(
    `/passed|通过/.test(document.querySelector("#test-status").textContent)`,
    { timeout: 60_000 },
  );
  return await page.$$eval(
    ".test-check",
    (items) =>
      items.map((item) => (item as unknown as { innerText: string }).innerText),
  );
}

describe("the page to connect clients", () => {
  it("fills snippets with the address, the model and a new key", async () => {
    await withCockpit({ accounts: [] }, async (cockpit) => {
      const { page, open, origin, gateway } = cockpit;
      await open("/connect");
      assertMatch(await textOf(cockpit, ".client-guide pre"), /sk-YOUR-KEY/);
      await press(cockpit, "Claude Code");
      await press(cockpit, "Make a key for Claude Code");
      await page.waitForSelector(".toast.good");
      const code = await textOf(cockpit, ".client-guide pre");
      const key = /AUTH_TOKEN=(sk-p2a-[\w-]{43})/.exec(code)?.[1] ?? "";
      assert(code.includes(`ANTHROPIC_BASE_URL=${origin}\n`));
      const res = await gateway.fetch("/v1/models", { key });
      assertEquals(res.status, 200);
      await res.body?.cancel();
      for (const { id, name } of Object.values(CLIENTS).flat()) {
        await page.locator(`.client ::-p-text(${name})`).click();
        assertEquals(await textOf(cockpit, "#client-name"), name, id);
      }
      await page.reload();
      assert(!(await page.content()).includes(key));
    });
  });

  it("takes over the key that was just made, once", async () => {
    await withCockpit({ accounts: [] }, async (cockpit) => {
      const { page, open } = cockpit;
      await open("/keys");
      await press(cockpit, keys.make);
      await page.waitForSelector("#key-form[open]");
      await page.type("#key-name", "Laptop");
      await press(cockpit, keys.form.submitNew);
      const key = await textOf(cockpit, "#made-key .secret code");
      await Promise.all([
        page.waitForNavigation(),
        press(cockpit, keys.useIn),
      ]);
      assertEquals(new URL(page.url()).pathname, "/connect");
      assertEquals(new URL(page.url()).search, "");
      await page.waitForFunction(
        `document.querySelector("#connect-key").value !== ""`,
      );
      assert((await textOf(cockpit, ".client-guide pre")).includes(key));
      await page.reload();
      assertMatch(await textOf(cockpit, ".client-guide pre"), /sk-YOUR-KEY/);
    });
  });

  it("finds this gateway in order, check by check", async () => {
    await withCockpit({ accounts: [] }, async (cockpit) => {
      const { page, open, problems } = cockpit;
      await open("/connect");
      await page.focus(".test-tools button");
      await page.keyboard.press("Enter");
      const found = await verdicts(cockpit);
      await cockpit.screenshot("connect-tested-en-light-1440");
      const bad = found.filter((text) => !text.startsWith("Passed"));
      assertEquals(bad, []);
      assertEquals(found.length, CHECKS.length);
      assertEquals((await page.$$(".family .badge.good")).length, 9);
      assertEquals(await complaints(cockpit), []);
      // Browsers report the refusals that were asked for.
      const unasked = problems.filter((text) => !/40[014]/.test(text));
      assertEquals(unasked, []);
    });
  });

  it("shows what is wrong, and for whom, in each look", async () => {
    await withCockpit({ accounts: [] }, async (cockpit) => {
      const { page, open, gateway, overflow } = cockpit;
      await gateway.services.settings.change({ corsOrigins: [] });
      const look = { language: "zh", theme: "dark", width: 360 } as const;
      await open("/connect", look);
      await page.click("#test-model", { count: 3 });
      await page.keyboard.type("simulator/no-such-model");
      await page.click(".test-tools button");
      const found = await verdicts(cockpit);
      const words = wordsOf("zh").connect.test;
      const ofCheck = (name: string) =>
        found.find((text) => text.includes(name)) ?? "";
      assert(ofCheck(words.checks.models).startsWith(words.verdicts.pass));
      assertMatch(ofCheck(words.checks.role), /404/);
      assert(ofCheck(words.checks.cors).includes(words.reasons.corsClosed));
      await cockpit.screenshot("connect-tested-zh-dark-360");
      assertEquals(await overflow(), 0);
      assertEquals(await complaints(cockpit), []);
    });
  });

  it("tells a preflight's answer to the owner alone", async () => {
    await withCockpit({ accounts: [] }, async ({ gateway }) => {
      const res = await gateway.post("/api/self-test", {});
      const { cors } = await res.json();
      assertEquals(cors.allowOrigin, "*");
      assertMatch(cors.allowHeaders, /x-stainless-lang/);
      const { key } = await (await gateway.post("/api/keys", { name: "a" }))
        .json();
      const refused = await gateway.post("/api/self-test", {}, { key });
      assertEquals(refused.status, 403);
      await refused.body?.cancel();
    });
  });
});
