import {
  assertEquals,
  assertMatch,
  assertNotEquals,
  assertStringIncludes,
} from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import type { HTTPRequest, Page } from "puppeteer-core";
import { en } from "../../lib/i18n/en.ts";
import { withBrowser } from "../helpers/browser.ts";
import { OWNER_KEY, testCockpit } from "../helpers/cockpit.ts";

const KEY = "Key typed by the visitor";

const ANSWER = [
  ": wait\n\n",
  'data: {"choices":[{"delta":{"content":"<b>你好"}}]}\n\n',
  'data: {"choices":[{"delta":{"content":" & hello"}}]}\n\n',
  'data: {"choices":[{"delta":{},"finish_reason":"stop"}]}\n\n',
  "data: [DONE]\n\n",
].join("");

describe("the TryIt island", () => {
  it("streams an answer as text and keeps the key in memory", async () => {
    const cockpit = await testCockpit({ env: { SIMULATOR: "off" } });
    await withBrowser(cockpit.handler, async ({ origin, page }) => {
      const faults = watchFaults(page);
      const seen = await interceptApi(page);
      await page.goto(`${origin}/`);
      await page.type("#try-key", KEY);
      await page.click("form.try .row button");
      await page.waitForSelector('#try-model option[value="a/model"]');
      await page.click("form.try button.primary");
      await page.waitForFunction(
        "document.querySelector('output').textContent.endsWith('hello')",
      );
      const output = await page.$eval("output", (node) => node.innerHTML);
      assertEquals(output, "&lt;b&gt;你好 &amp; hello");
      assertEquals(seen.keys, [`Bearer ${KEY}`, `Bearer ${KEY}`]);
      assertStringIncludes(seen.body, `"content":"${en.tryIt.firstMessage}"`);
      const kept = await page.evaluate(
        "JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href])",
      );
      assertEquals(kept, JSON.stringify([{}, {}, "", `${origin}/`]));
      assertEquals(faults, []);
    });
    await cockpit.close();
  });

  it("shows an answer of the simulator as what it is", async () => {
    const cockpit = await testCockpit();
    await withBrowser(cockpit.handler, async ({ origin, page }) => {
      const faults = watchFaults(page);
      await page.goto(`${origin}/?lang=en`);
      await page.type("#try-key", OWNER_KEY);
      await page.click("form.try .row button");
      await page.waitForSelector('#try-model option[value^="simulator/"]');
      await page.click("form.try button.primary");
      const done = await page.waitForFunction(
        (simulated: string) => {
          const form = document.querySelector("form.try");
          return form?.querySelector(".primary:enabled") &&
            form.textContent.includes(simulated) &&
            form.querySelector("output")?.textContent;
        },
        {},
        en.tryIt.simulated,
      );
      assertNotEquals(await done.jsonValue(), en.tryIt.waiting);
      assertEquals(faults, []);
    });
    await cockpit.close();
  });

  it("shows why a key was refused", async () => {
    const cockpit = await testCockpit();
    await withBrowser(cockpit.handler, async ({ origin, page }) => {
      await page.goto(`${origin}/`);
      await page.type("#try-key", "Not the key");
      await page.click("form.try .row button");
      const fault = await page.waitForSelector("p[role=alert]");
      const text = await fault?.evaluate((node) => node.textContent);
      assertMatch(String(text), /key/i);
    });
    await cockpit.close();
  });
});

/** Collects what the browser complains about, such as a blocked script. */
function watchFaults(page: Page): string[] {
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(message.text());
  });
  return faults;
}

interface Seen {
  keys: string[];
  body: string;
}

/** Answers the API's requests inside the browser. */
async function interceptApi(page: Page): Promise<Seen> {
  const seen: Seen = { keys: [], body: "" };
  await page.setRequestInterception(true);
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (!pathname.startsWith("/v1/")) return request.continue();
    seen.keys.push(String(request.headers().authorization));
    seen.body = request.postData() ?? "";
    return answer(request, pathname);
  });
  return seen;
}

function answer(request: HTTPRequest, pathname: string): Promise<void> {
  return pathname === "/v1/models"
    ? request.respond({
      contentType: "application/json",
      body: JSON.stringify({ data: [{ id: "a/model" }] }),
    })
    : request.respond({ contentType: "text/event-stream", body: ANSWER });
}
