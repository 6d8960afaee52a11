import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { wordsOf } from "../../lib/i18n/mod.ts";
import {
  type CockpitBrowser,
  withCockpit,
} from "../helpers/cockpit_browser.ts";

const words = wordsOf("en").overview.welcome;
const accountWords = wordsOf("en").accounts;

function textOf({ page }: CockpitBrowser): Promise<string> {
  return page.evaluate("document.body.innerText") as Promise<string>;
}

async function press({ page }: CockpitBrowser, label: string): Promise<void> {
  const button = await page.waitForSelector(
    `::-p-xpath(//main//*[self::button or self::a][normalize-space()="${label}"])`,
  );
  await button?.focus();
  await page.keyboard.press("Enter");
}

async function complaints({ axe, problems, overflow }: CockpitBrowser) {
  const found = (await axe()).map(({ id, nodes }) =>
    `${id}: ${nodes.map(({ html }) => html).join(" ")}`
  );
  if (await overflow() > 0) found.push("it scrolls sideways");
  return [...found, ...problems];
}

describe("the welcome", () => {
  it("leads from nothing to the first call", async () => {
    await withCockpit({ accounts: [] }, async (cockpit) => {
      const { gateway, page } = cockpit;
      const { token } = gateway.simulator.addAccount({
        tier: "paid",
        username: "atelier",
      });
      await cockpit.open("/", { width: 360 });
      assertStringIncludes(await page.title(), words.heading);
      assertEquals(await complaints(cockpit), []);
      await cockpit.screenshot("welcome-1");

      await page.type("#paste", "nothing of use");
      await press(cockpit, accountWords.paste.submit);
      await page.waitForSelector("#paste-error");
      await page.$eval(
        "#paste",
        (area) => (area as HTMLTextAreaElement).select(),
      );
      await page.type(
        "#paste",
        `curl 'https://api.puter.com/whoami' -H 'Authorization: Bearer ${token}'`,
      );
      await press(cockpit, accountWords.paste.submit);
      await page.waitForSelector("#key-name");
      assert(!(await page.content()).includes(token));
      assertEquals(gateway.services.puter.pool.size, 1);
      await cockpit.screenshot("welcome-2");
      assertEquals(await complaints(cockpit), []);

      await press(cockpit, words.makeKey);
      await page.waitForFunction("document.querySelector('#model')?.value");
      assertEquals((await gateway.services.keys.list()).length, 1);
      assertEquals(await complaints(cockpit), []);
      await press(cockpit, words.call);
      await page.waitForFunction(
        `document.body.innerText.includes(${JSON.stringify(words.finished)})`,
      );
      await cockpit.screenshot("welcome-3");
      assertStringIncludes(await textOf(cockpit), "simulator");
      assertEquals(await complaints(cockpit), []);

      await Promise.all([
        page.waitForNavigation(),
        press(cockpit, words.open),
      ]);
      assertStringIncludes(await textOf(cockpit), "1 of 1 accounts ready");
    });
  });

  it("may wait while the owner looks at the simulator", async () => {
    await withCockpit({ accounts: [] }, async (cockpit) => {
      const { page, origin } = cockpit;
      await cockpit.open("/", { theme: "dark" });
      await cockpit.screenshot("welcome-dark");
      await Promise.all([
        page.waitForNavigation(),
        press(cockpit, words.simulator),
      ]);
      assertEquals(page.url(), `${origin}/playground`);
      await cockpit.open("/");
      const text = await textOf(cockpit);
      assertStringIncludes(text, wordsOf("en").overview.simulated);
      assertStringIncludes(text, wordsOf("en").shell.simulator.only);
      await cockpit.open("/?welcome=now");
      assertStringIncludes(await textOf(cockpit), words.steps.connect);
    });
  });
});
