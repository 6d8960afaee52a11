import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { en } from "../../lib/i18n/en.ts";
import { fill } from "../../lib/i18n/fill.ts";
import {
  outcomeOf,
  type RequestRecord,
} from "../../lib/store/requests/record.ts";
import {
  type CockpitBrowser,
  type Look,
  withCockpit,
} from "../helpers/cockpit_browser.ts";
import { storeRecords, variedRecords } from "../helpers/varied_records.ts";

const HOUR_MS = 3_600_000;

const words = en.requests;

interface Log {
  /** From the oldest to the newest. */
  records: RequestRecord[];
  /** Ends requests now. */
  add: (count: number) => Promise<RequestRecord[]>;
}

/** A cockpit with three accounts and some records. */
async function withLog(
  count: number,
  visit: (cockpit: CockpitBrowser, log: Log) => Promise<void>,
) {
  const accounts = (["paid", "paid", "free"] as const)
    .map((tier) => ({ tier }));
  await withCockpit({ accounts }, async (cockpit) => {
    const { services } = cockpit.gateway;
    const known = await services.accounts.list();
    const make = (count: number, spanMs: number) =>
      variedRecords({
        count,
        spanMs,
        end: Date.now(),
        accounts: known.map(({ id }) => id),
      });
    const records = make(count, 20 * HOUR_MS);
    await storeRecords(services, records);
    const add = async (count: number) => {
      const records = make(count, 1);
      await storeRecords(services, records);
      return records;
    };
    await visit(cockpit, { records, add });
  });
}

/** Ids of the lines that are in the page, from above. */
function linesOf({ page }: CockpitBrowser): Promise<string[]> {
  return page.$$eval(
    ".log tbody tr[data-id]",
    (rows) => rows.map((row) => (row as HTMLElement).dataset.id ?? ""),
  );
}

function topIs({ page }: CockpitBrowser, id: string) {
  return page.waitForFunction(
    `document.querySelector(".log tbody tr")?.dataset.id === "${id}"`,
  );
}

function hasText({ page }: CockpitBrowser, selector: string, text: string) {
  return page.waitForFunction(
    `document.querySelector(${
      JSON.stringify(selector)
    })?.textContent.includes(${JSON.stringify(text)})`,
  );
}

const ACTIVE = ".log tr.active";

async function activeOf({ page }: CockpitBrowser): Promise<string> {
  return await page.$eval(
    ACTIVE,
    (row) => (row as HTMLElement).dataset.id ?? "",
  );
}

function openId({ page }: CockpitBrowser): string | null {
  return new URL(page.url()).searchParams.get("id");
}

describe("the page of requests", () => {
  it("is a table with links where no script runs", async () => {
    await withLog(120, async (cockpit, { records }) => {
      const { page, open } = cockpit;
      await page.setJavaScriptEnabled(false);
      await open("/requests");
      const newest = records.toReversed().map(({ id }) => id);
      assertEquals(await linesOf(cockpit), newest.slice(0, 50));
      const follow = (selector: string) =>
        Promise.all([page.waitForNavigation(), page.click(selector)]);
      await follow("a[href*='cursor=']");
      assertEquals(await linesOf(cockpit), newest.slice(50, 100));
      await follow(`tr[data-id="${newest[51]}"] a`);
      assertEquals(openId(cockpit), newest[51]);
      assertStringIncludes(
        await page.$eval(".drawer", (part) => part.textContent ?? ""),
        newest[51] ?? "",
      );
      await follow(".drawer a[aria-label='Close']");
      await page.select("select[name=within]", "1h");
      await follow("#filters button[type=submit]");
      assertEquals(new URL(page.url()).searchParams.get("within"), "1h");
      const recent = records.filter(({ at }) => at > Date.now() - HOUR_MS);
      assertEquals((await linesOf(cockpit)).length, recent.length);
    });
  });

  it("filters as its address says, and exports the same", async () => {
    await withLog(200, async (cockpit, { records }) => {
      const { page, open } = cockpit;
      const failed = records.filter((one) => outcomeOf(one) === "failed")
        .map(({ id }) => id).toReversed();
      await open("/requests?outcome=failed");
      assertEquals((await linesOf(cockpit)).slice(0, 9), failed.slice(0, 9));
      const links = await page.$$eval(
        "a[download]",
        (links) => links.map((link) => link.getAttribute("href")),
      );
      assertEquals(links, [
        "/api/requests/export?outcome=failed&format=csv",
        "/api/requests/export?outcome=failed&format=ndjson",
      ]);
      const res = await cockpit.gateway.fetch(links[1] ?? "");
      const lines = (await res.text()).trim().split("\n");
      assertEquals(lines.length, failed.length);
      await page.type("input[name=model]", "deepseek-chat");
      await Promise.all([
        page.waitForNavigation(),
        page.keyboard.press("Enter"),
      ]);
      assertEquals(
        new URL(page.url()).search,
        "?model=deepseek-chat&outcome=failed",
      );
      await Promise.all([
        page.waitForNavigation(),
        page.click("a.chip:not([href*=deepseek])"),
      ]);
      assertEquals(new URL(page.url()).search, "?outcome=failed");
      await open("/requests?blame=nobody");
      assertEquals((await linesOf(cockpit)).length, 0);
      await hasText(cockpit, ".notice", words.notUnderstood);
    });
  });

  it("shows requests as they end, and keeps the place of a reader", async () => {
    await withLog(300, async (cockpit, { add }) => {
      const { page, open } = cockpit;
      await open("/requests");
      await hasText(cockpit, ".live-dot", words.states.live);
      const [first] = await add(1);
      await topIs(cockpit, String(first?.id));
      await page.$eval(".log-scroll", (list) => list.scrollTop = 2000);
      await page.waitForFunction(
        `document.querySelector(".log tbody tr").dataset.id !== "${first?.id}"`,
      );
      const seen = await linesOf(cockpit);
      const more = await add(3);
      await hasText(cockpit, ".log-bar", fill(words.waiting, { n: 3 }));
      assertEquals(await linesOf(cockpit), seen);
      await page.click(".log-bar .button.primary");
      await topIs(cockpit, String(more.at(-1)?.id));
      await page.keyboard.press("p");
      await hasText(cockpit, ".live-dot", words.states.stopped);
      const [held] = await add(1);
      await hasText(cockpit, ".log-bar", words.waitingOne);
      assertEquals((await linesOf(cockpit))[0], more.at(-1)?.id);
      await page.keyboard.press("p");
      await topIs(cockpit, String(held?.id));
    });
  });

  it("follows only what its filter wants", async () => {
    await withLog(20, async (cockpit, { add }) => {
      await cockpit.open("/requests?outcome=failed");
      await hasText(cockpit, ".live-dot", words.states.live);
      const added = await add(60);
      const last = added.findLast((one) => outcomeOf(one) === "failed");
      assert(last);
      await topIs(cockpit, last.id);
    });
  });

  it("needs the keyboard alone", async () => {
    await withLog(500, async (cockpit, { records }) => {
      const { page, open } = cockpit;
      const newest = records.toReversed().map(({ id }) => id);
      await open("/requests");
      await hasText(cockpit, ".live-dot", words.states.live);
      const press = (...keys: string[]) =>
        keys.reduce(
          (before, key) => before.then(() => page.keyboard.press(key as "j")),
          Promise.resolve(),
        );
      await press("j", "j", "j", "k");
      await page.waitForSelector(ACTIVE);
      assertEquals(await activeOf(cockpit), newest[1]);
      await press("Enter");
      await page.waitForSelector("#request .timeline");
      assertEquals(openId(cockpit), newest[1]);
      await press("j");
      await page.waitForFunction(
        `document.querySelector("#request").textContent.includes("${
          newest[2]
        }")`,
      );
      assertEquals(openId(cockpit), newest[2]);
      await press("Escape");
      await page.waitForFunction("!document.querySelector('dialog[open]')");
      await page.waitForFunction("location.search === ''");
      await page.focus(".log");
      const height = await page.$eval(".log", (log) => log.clientHeight);
      // The end of what is there, which brings more; then the end of that.
      await press("End");
      await page.waitForFunction(
        `document.querySelector(".log").clientHeight > ${height}`,
      );
      await press("End");
      await page.waitForFunction(
        `document.querySelector(".log tr.active")?.ariaRowIndex > 60`,
      );
      await press("/");
      assertEquals(
        await page.evaluate("document.activeElement.name"),
        "model",
      );
      await press("j");
      assertEquals(
        await page.$eval(
          "#model",
          (input) => (input as HTMLInputElement).value,
        ),
        "j",
      );
      assertEquals(cockpit.problems, []);
    });
  });

  it("opens the request that its address names, and goes back", async () => {
    await withLog(80, async (cockpit, { records }) => {
      const { page, open } = cockpit;
      const retried = records.find(({ attempts }) => attempts.length === 2);
      assert(retried);
      await open(`/requests?id=${retried.id}`);
      await page.waitForSelector("#request .timeline");
      const text = await page.$eval("#request", (part) => part.textContent);
      const res = await cockpit.gateway.fetch(`/api/requests/${retried.id}`);
      const { explanation } = await res.json();
      for (const sentence of explanation.en) {
        assertStringIncludes(text ?? "", sentence);
      }
      const lanes = await page.$$eval(
        "#request .lane",
        (lanes) => lanes.map((lane) => lane.className),
      );
      assertEquals(lanes, [
        "lane failed",
        "lane served",
        "lane answer",
        "lane marks",
      ]);
      assertStringIncludes(text ?? "", en.traces.next.other_account);
      await page.keyboard.press("Escape");
      await page.waitForFunction("location.search === ''");
      await page.click(".log tbody tr");
      await page.waitForSelector("#request .timeline");
      await page.goBack();
      await page.waitForFunction("!document.querySelector('dialog[open]')");
      await open("/requests?id=req_nonsense");
      await hasText(cockpit, "#request", words.gone);
    });
  });

  it("shows bodies where they were kept, and makes a command of them", async () => {
    await withCockpit({}, async (cockpit) => {
      const { gateway, page, open } = cockpit;
      const made = await gateway.post("/api/keys", {
        name: "Kept",
        bodies: "all",
      });
      const { key } = await made.json();
      const body = {
        model: "gpt-5-nano",
        messages: [{ role: "user", content: "It's a secret of mine" }],
      };
      const res = await gateway.post("/v1/chat/completions", body, { key });
      const id = String(res.headers.get("x-request-id"));
      await res.body?.cancel();
      await open(`/requests?id=${id}`);
      await page.waitForSelector("#request details .code");
      const text = await page.$eval("#request", (part) => part.textContent);
      assertStringIncludes(text ?? "", "It's a secret of mine");
      assertStringIncludes(
        text ?? "",
        `curl '${cockpit.origin}/v1/chat/completions'`,
      );
      assertStringIncludes(text ?? "", words.curlKept);
      assertEquals(
        await page.$eval(
          "#request a[href^='/playground']",
          (link) => link.getAttribute("href"),
        ),
        `/playground?request=${id}`,
      );
      assertMatch(text ?? "", /\$API_KEY/);
    });
  });

  it("deletes one record, and all, when told twice", async () => {
    await withLog(60, async (cockpit, { records }) => {
      const { page, open, gateway } = cockpit;
      const last = records.at(-1);
      assert(last);
      await open(`/requests?id=${last.id}`);
      await page.waitForSelector("#request .timeline");
      await page.click("#request button[aria-haspopup=dialog]");
      await page.waitForSelector("#delete-one[open]");
      await page.click("#delete-one .dialog-foot .danger");
      await hasText(cockpit, ".toasts", words.deletedOne);
      assertEquals((await linesOf(cockpit)).includes(last.id), false);
      const gone = await gateway.fetch(`/api/requests/${last.id}`);
      assertEquals(gone.status, 404);
      await gone.body?.cancel();
      await page.click(".log-bar button[aria-haspopup=dialog]");
      await page.waitForSelector("#delete-all[open]");
      await page.click("#delete-all .dialog-foot .danger");
      await hasText(cockpit, ".empty", words.emptyTitle);
      const left = await gateway.fetch("/api/requests");
      assertEquals((await left.json()).requests, []);
    });
  });

  it("is accessible and narrow in each look, with its details too", async () => {
    await withLog(400, async (cockpit) => {
      const { open, screenshot, page } = cockpit;
      const looks: (Look & { name: string })[] = [
        { name: "desktop-light" },
        { name: "desktop-dark", theme: "dark" },
        { name: "phone", width: 360 },
        { name: "zh", language: "zh" },
        { name: "phone-zh-dark", width: 360, language: "zh", theme: "dark" },
      ];
      const assertFine = async (name: string) => {
        assertEquals(await cockpit.axe(), [], name);
        assertEquals(await cockpit.overflow(), 0, name);
        assertEquals(cockpit.problems, [], name);
      };
      for (const look of looks) {
        await open("/requests?within=24h&outcome=ok&outcome=failed", look);
        await page.waitForSelector(".log[aria-rowcount]");
        await screenshot(`requests-${look.name}`);
        await assertFine(look.name);
        await page.keyboard.press("j");
        await page.keyboard.press("Enter");
        await page.waitForSelector("#request .timeline");
        await page.waitForFunction(
          "!document.getAnimations().some((one) => one.animationName === 'slide-in')",
        );
        await screenshot(`requests-${look.name}-drawer`);
        await assertFine(`${look.name} with details`);
      }
      const bytes = cockpit.scriptBytes();
      assert(bytes > 1000 && bytes <= 120_000, `${bytes} bytes of script`);
    });
  });
});
