import { assert, assertEquals, assertMatch } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { en } from "../../lib/i18n/en.ts";
import { wordsOf } from "../../lib/i18n/mod.ts";
import {
  type CockpitBrowser,
  withCockpit,
} from "../helpers/cockpit_browser.ts";
import { complaints, press, textOf } from "../helpers/cockpit_page.ts";

const { keys } = en;

/** Puts a key into the gateway as its owner's programs would. */
async function put(
  { gateway }: CockpitBrowser,
  options: Record<string, unknown>,
) {
  const res = await gateway.post("/api/keys", options);
  return await res.json() as { id: string; key: string };
}

describe("the page of keys", () => {
  it("makes a key that works, shows it once, and hands it on", async () => {
    await withCockpit({ accounts: [] }, async (cockpit) => {
      const { page, open, gateway, problems } = cockpit;
      await open("/keys");
      await press(cockpit, keys.make);
      await page.waitForSelector("#key-form[open]");
      await page.type("#key-name", "Laptop");
      await page.type("#key-models", "*gpt-4o*");
      assertMatch(
        await textOf(cockpit, ".scope-preview"),
        /^\d+ of \d+ listed models: .*gpt-4o/,
      );
      await page.type("#key-daily", "0.25");
      await cockpit.screenshot("keys-form");
      assertEquals(await complaints(cockpit), []);
      await press(cockpit, keys.form.submitNew);
      const secret = await textOf(cockpit, "#made-key .secret code");
      assertMatch(secret, /^sk-p2a-[\w-]{43}$/);
      assert((await textOf(cockpit, "#made-key pre")).includes(secret));
      await cockpit.screenshot("keys-made");
      assertEquals(await complaints(cockpit), []);
      const res = await gateway.fetch("/v1/models", { key: secret });
      const { data } = await res.json();
      assert(data.length > 0);
      assert(data.every(({ id }: { id: string }) => id.includes("gpt-4o")));
      await press(cockpit, keys.done);
      assert(!(await page.content()).includes(secret));
      assertMatch(await textOf(cockpit, ".key"), /Laptop.*\$0\.25/s);
      assertEquals(problems, []);
    });
  });

  it("says at the field what is wrong, also what the gateway finds", async () => {
    await withCockpit({ accounts: [] }, async (cockpit) => {
      const { page, open } = cockpit;
      await open("/keys");
      await press(cockpit, keys.make);
      await page.waitForSelector("#key-form[open]");
      await press(cockpit, keys.form.submitNew);
      assertEquals(
        await textOf(cockpit, "#key-name-error"),
        keys.form.problems.name,
      );
      await page.type("#key-name", "Laptop");
      await page.type("#key-ips", "nowhere");
      await press(cockpit, keys.form.submitNew);
      assertMatch(await textOf(cockpit, "#key-ips-error"), /IP address/);
      await page.waitForFunction("document.activeElement?.id === 'key-ips'");
    });
  });

  it("changes a key, and takes that back", async () => {
    await withCockpit({ accounts: [] }, async (cockpit) => {
      const { page, open, gateway } = cockpit;
      const { id } = await put(cockpit, { name: "Laptop", perMinute: 5 });
      await open("/keys");
      await press(cockpit, "Edit Laptop");
      await page.waitForSelector("#key-perMinute");
      await page.click("#key-perMinute", { count: 3 });
      await page.type("#key-perMinute", "50");
      await press(cockpit, keys.form.submitChange);
      await page.waitForSelector(".toast");
      const perMinute = async () =>
        (await (await gateway.fetch(`/api/keys/${id}`)).json()).perMinute;
      assertEquals(await perMinute(), 50);
      await press(cockpit, en.common.undo);
      await page.waitForFunction(
        `document.querySelector(".key").textContent.includes("5 a minute")`,
      );
      assertEquals(await perMinute(), 5);
    });
  });

  it("rotates a key with grace, and revokes it with the keyboard", async () => {
    await withCockpit({ accounts: [] }, async (cockpit) => {
      const { page, open, gateway } = cockpit;
      const { key } = await put(cockpit, { name: "Laptop" });
      const status = async (key: string) => {
        const res = await gateway.fetch("/v1/models", { key });
        await res.body?.cancel();
        return res.status;
      };
      await open("/keys");
      await press(cockpit, "Rotate Laptop");
      await page.waitForSelector("#rotate-key[open]");
      await cockpit.screenshot("keys-rotate");
      assertEquals(await complaints(cockpit), []);
      await page.locator("#rotate-key .button.primary").click();
      const fresh = await textOf(cockpit, "#made-key .secret code");
      assert(fresh !== key);
      assertEquals(await status(fresh), 200);
      assertEquals(await status(key), 200);
      await press(cockpit, keys.done);
      assertMatch(await textOf(cockpit, ".key .badge"), /Old secret/);
      await page.focus(".key-actions .danger");
      await page.keyboard.press("Enter");
      await page.waitForSelector("dialog[open] .danger");
      assertEquals(await complaints(cockpit), []);
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      await page.waitForSelector(".empty");
      assertEquals(await status(fresh), 401);
      assertEquals(await status(key), 401);
    });
  });

  it("tells keys that have ended or used up their budget apart", async () => {
    await withCockpit({ accounts: [{ tier: "paid" }] }, async (cockpit) => {
      const { open, gateway, overflow } = cockpit;
      await put(cockpit, {
        name: "A rather long name of a key that somebody gave to a client",
        expiresAt: 1_700_000_000_000,
        models: ["claude-*", "gpt-*", "gemini-*", "deepseek-*", "grok-*"],
        surfaces: ["chat_completions", "messages"],
        ips: ["192.0.2.0/24"],
        bodies: "all",
      });
      const spent = await put(cockpit, {
        name: "Bot",
        dailyMicroCents: 30_000,
        monthlyMicroCents: 500_000_000,
      });
      for (let i = 0; i < 2; i++) {
        const res = await gateway.post("/v1/chat/completions", {
          model: "gpt-4o",
          max_tokens: 5,
          messages: [{ role: "user", content: "Hello" }],
        }, { key: spent.key });
        await res.body?.cancel();
      }
      await put(cockpit, { name: "Ann", guest: true, dailyMicroCents: 5e7 });
      for (const language of ["en", "zh"] as const) {
        for (const theme of ["light", "dark"] as const) {
          for (const width of [1440, 360]) {
            await open("/keys", { language, theme, width });
            await cockpit.screenshot(`keys-full-${language}-${theme}-${width}`);
            assertEquals(await complaints(cockpit), []);
            assertEquals(await overflow(), 0);
          }
        }
        const { states, guest } = wordsOf(language).keys;
        const text = await textOf(cockpit, ".keys");
        assert(text.includes(states.expired));
        assert(text.includes(guest));
      }
    });
  });

  it("fits a phone with its form open, in Chinese and in the dark", async () => {
    await withCockpit({ accounts: [] }, async (cockpit) => {
      const { page, open, overflow } = cockpit;
      await open("/keys", { language: "zh", theme: "dark", width: 360 });
      await press(cockpit, wordsOf("zh").keys.makeGuest);
      await page.waitForSelector("#key-form[open] .surfaces");
      await cockpit.screenshot("keys-guest-form-zh-360");
      assertEquals(await overflow(), 0);
      assertEquals(await complaints(cockpit), []);
    });
  });
});
