import { assertEquals } from "@std/assert";
import type { Page } from "puppeteer-core";
import type { CockpitBrowser } from "../../helpers/cockpit_browser.ts";
import { complaints } from "../../helpers/cockpit_page.ts";

/** Where messages are written. */
export const COMPOSER = ".composer textarea";

/** Writes a message and sends it by the keyboard. */
export async function say(page: Page, text: string): Promise<void> {
  await page.waitForSelector(".picker .mono");
  await page.waitForFunction(
    "!/choose/i.test(document.querySelector('.picker').textContent)",
  );
  await page.focus(COMPOSER);
  // As a paste, so that line breaks do not send.
  await page.keyboard.sendCharacter(text);
  await page.keyboard.press("Enter");
  await page.waitForFunction(
    `document.querySelector(${JSON.stringify(COMPOSER)}).value === ""`,
  );
}

/** Resolves when no answer comes any more, in `count` answers at least. */
export async function answered(page: Page, count = 1): Promise<void> {
  await page.waitForFunction(
    `document.querySelectorAll(".answer").length >= ${count} &&
      document.querySelector(".answer[aria-busy]") === null`,
  );
}

/** The visible text of all elements a selector finds, a line of dashes between. */
export function textOf(page: Page, selector: string): Promise<string> {
  return page.evaluate(
    `[...document.querySelectorAll(${JSON.stringify(selector)})]
      .filter((element) => element.checkVisibility())
      .map((element) => element.innerText).join("\\n---\\n")`,
  ) as Promise<string>;
}

/** Resolves when what is visible of a selector says so. */
export async function shows(
  page: Page,
  selector: string,
  text: string,
): Promise<void> {
  await page.waitForFunction(
    `[...document.querySelectorAll(${JSON.stringify(selector)})]
      .filter((element) => element.checkVisibility())
      .some((element) => element.innerText.includes(${JSON.stringify(text)}))`,
  );
}

/** Fails when the page breaks a rule of access, has logged an error or is too wide. */
export async function clean(cockpit: CockpitBrowser): Promise<void> {
  assertEquals(await complaints(cockpit), []);
  assertEquals(cockpit.problems, []);
  assertEquals(await cockpit.overflow(), 0);
}

/** A cockpit with one connected account. */
export const PAID = { accounts: [{ tier: "paid" as const }] };

/** Presses a button by its words or its label. */
export async function press(page: Page, name: string, at = 0): Promise<void> {
  await page.waitForFunction(
    `(() => {
      const name = ${JSON.stringify(name)};
      const scope = document.querySelector("dialog[open]") ?? document;
      const buttons = [...scope.querySelectorAll("button")].filter((button) =>
        (button.innerText.trim() === name ||
          button.getAttribute("aria-label") === name) && !button.disabled &&
        button.checkVisibility());
      buttons.at(${at})?.click();
      return buttons.at(${at}) !== undefined;
    })()`,
  );
}
