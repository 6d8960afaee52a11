import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import type { Page } from "puppeteer-core";
import { wordsOf } from "../../lib/i18n/mod.ts";
import {
  type CockpitBrowser,
  withCockpit,
} from "../helpers/cockpit_browser.ts";
import type { TestGateway } from "../helpers/gateway.ts";
import { usageRecord } from "../helpers/usage_records.ts";

const { accounts: words, common } = wordsOf("en");

const ACCOUNTS = [
  { tier: "paid", username: "atelier" },
  { tier: "free", username: "weekend_projects" },
  { tier: "free", username: "second_free" },
  { tier: "temporary", username: "guest_4711" },
] as const;

async function ask(gateway: TestGateway, model: string): Promise<void> {
  const messages = [{ role: "user", content: "Hello" }];
  const res = await gateway.post("/v1/chat/completions", { model, messages });
  await res.text();
}

/** What an account served, and a call that failed on it. */
function remember({ services }: TestGateway, id: string, now: number): void {
  const models = [
    "gpt-5-nano",
    "gpt-4o",
    "claude-sonnet-4-5",
    "gemini-2.5-pro",
  ];
  for (let i = 0; i < 8; i++) {
    const model = models[i % models.length];
    services.usage.add(usageRecord({ accountId: id, at: now, model }));
  }
  const attempt = { accountId: id, status: 429, ms: 40, atMs: 0 };
  const failed = usageRecord({
    id: "req_01ARZ3NDEKTSV4RRFFQ69G5FAV",
    at: now - 240_000,
    accountId: id,
    status: 429,
    attempts: [{ ...attempt, code: "too_many_concurrent", blame: "account" }],
  });
  services.usage.add(failed);
  services.recorder.push(failed);
}

/** The text of the card of an account. */
function card({ page }: CockpitBrowser, username: string): Promise<string> {
  return page.evaluate(
    `[...document.querySelectorAll("article")]
      .find((card) => card.innerText.includes(${JSON.stringify(username)}))
      ?.innerText ?? ""`,
  ) as Promise<string>;
}

async function press(
  { page }: CockpitBrowser,
  username: string,
  label: string,
): Promise<void> {
  const group = words.actions.menu.replace("{name}", username);
  await page.focus(`[aria-label="${group}"] [aria-label="${label}"]`);
  await page.keyboard.press("Enter");
}

async function until(page: Page, expression: string): Promise<void> {
  await page.waitForFunction(expression, { timeout: 10_000 });
}

/** The body of the page, once it holds a text. */
async function textWith(
  { page }: CockpitBrowser,
  text: string,
): Promise<string> {
  await until(
    page,
    `document.body.innerText.includes(${JSON.stringify(text)})`,
  );
  return await page.evaluate("document.body.innerText") as string;
}

describe("the accounts page", () => {
  it("pauses, takes it back, probes, changes and removes by keyboard", async () => {
    await withCockpit({ accounts: [ACCOUNTS[1]] }, async (cockpit) => {
      const { gateway, page } = cockpit;
      const name = "weekend_projects";
      const stateNow = () =>
        gateway.services.puter.pool.view()[0]?.state.status;
      await cockpit.open("/accounts");
      await press(cockpit, name, words.actions.pause);
      await textWith(cockpit, `${name} is paused`);
      assertEquals(stateNow(), "paused");
      assertStringIncludes(await card(cockpit, name), words.states.paused);
      // Messages do not take the focus away.
      assertEquals(
        await page.evaluate("document.activeElement.ariaLabel"),
        words.actions.resume,
      );
      await page.click(".toast .button");
      await textWith(cockpit, `${name} takes calls again`);
      assertEquals(stateNow(), "ready");

      await press(cockpit, name, words.actions.probe);
      await until(
        page,
        "document.querySelectorAll('.probe .badge.good').length === 3",
      );
      await page.keyboard.press("Escape");
      await until(page, "!document.querySelector('dialog[open]')");
      assertEquals(
        await page.evaluate("document.activeElement.ariaLabel"),
        words.actions.probe,
      );

      await press(cockpit, name, words.actions.change);
      await page.waitForSelector("#weight");
      // The first field has the focus.
      await until(page, "document.activeElement?.id === 'weight'");
      await page.keyboard.press("Backspace");
      await page.keyboard.type("0");
      await page.waitForSelector("#weight-error");
      await page.keyboard.press("Backspace");
      await page.keyboard.type("7");
      await page.type("#reserve", "0.25");
      await page.keyboard.press("Enter");
      await textWith(cockpit, common.saved);
      const [info] = await gateway.services.accounts.list();
      assertEquals([info?.weight, info?.reserveMicroCents], [7, 25_000_000]);

      await press(cockpit, name, words.actions.remove);
      await page.waitForSelector("dialog[open]");
      assertEquals(
        await page.evaluate("document.activeElement.textContent"),
        common.cancel,
      );
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      await textWith(cockpit, words.empty.title);
      assertEquals(gateway.services.puter.pool.size, 0);
      assertEquals(cockpit.problems, []);
    });
  });

  it("connects what is pasted, and changes the strategy", async () => {
    await withCockpit({ accounts: [ACCOUNTS[0]] }, async (cockpit) => {
      const { gateway, page } = cockpit;
      const { token } = gateway.simulator.addAccount({ username: "pasted" });
      await cockpit.open("/accounts?connect=1");
      await page.waitForSelector("dialog[open] #paste");
      await cockpit.screenshot("accounts-connect");
      assertEquals((await cockpit.axe()).map(({ id }) => id), []);
      await page.type("#paste", `puter_auth_token=${token}; a=b`);
      await page.click("dialog [type=submit]");
      await textWith(cockpit, words.paste.outcomes.added);
      assert(!(await page.content()).includes(token));
      await page.keyboard.press("Escape");
      await textWith(cockpit, "pasted");
      await page.select("#strategy", "round_robin");
      await textWith(cockpit, words.strategy.help.round_robin);
      await textWith(cockpit, common.saved);
      assertEquals(gateway.services.settings.current.strategy, "round_robin");
      assertEquals(cockpit.problems, []);
    });
  });

  it("shows each account, in every look without complaint", async () => {
    await withCockpit({ accounts: [...ACCOUNTS] }, async (cockpit) => {
      const { gateway, page } = cockpit;
      await ask(gateway, "gpt-4o");
      const { pool } = gateway.services.puter;
      const [first, second, third, fourth] = pool.view();
      const now = Date.now();
      remember(gateway, String(third?.id), now);
      pool.apply(String(fourth?.id), {
        type: "refused",
        at: now,
        begun: now,
        code: "concurrency_limit",
        baseMs: 90_000,
      });
      pool.apply(String(first?.id), {
        type: "paused",
        at: now,
      });
      pool.apply(String(second?.id), {
        type: "disabled",
        at: now,
        code: "session_revoked",
        provenance: "told",
      } as never);
      await gateway.services.readCredit(String(third?.id));
      for (const language of ["en", "zh"] as const) {
        for (const theme of ["light", "dark"] as const) {
          for (const width of [1440, 360]) {
            const look = { language, theme, width };
            const where = Object.values(look).join("-");
            await cockpit.open("/accounts", look);
            await page.waitForSelector(".activity dd:not(:has(.skeleton))");
            await cockpit.screenshot(`accounts-full-${where}`);
            const found = await cockpit.axe();
            assertEquals(found.map(({ id, nodes }) => [id, nodes]), [], where);
            assertEquals(await cockpit.overflow(), 0, where);
            assertEquals(cockpit.problems, [], where);
          }
        }
      }
      await cockpit.open("/accounts", { width: 3840, height: 2160 });
      await cockpit.screenshot("accounts-4k");
      await textWith(cockpit, "gpt-5-nano");
      const text = await card(cockpit, String(third?.username));
      assertStringIncludes(text, "claude-sonnet-4-5");
      assertStringIncludes(text, "8 of 9 requests went well");
      assertStringIncludes(text, "too_many_concurrent");
      assertStringIncludes(text, words.lastError.blames.account);
      const resting = await card(cockpit, String(fourth?.username));
      assertStringIncludes(resting, words.states.cooling);
      assertStringIncludes(resting, "Back in 1:");
    });
  });
});
