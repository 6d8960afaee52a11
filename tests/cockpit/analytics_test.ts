import {
  assert,
  assertEquals,
  assertMatch,
  assertNotEquals,
  assertStringIncludes,
} from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import type { Usage } from "../../lib/browser/api_types.ts";
import { CHARTS } from "../../lib/browser/analytics/charts.ts";
import { formatCount, formatMoney } from "../../lib/i18n/format.ts";
import { wordsOf } from "../../lib/i18n/mod.ts";
import {
  type CockpitBrowser,
  withCockpit,
} from "../helpers/cockpit_browser.ts";
import { fillUsage } from "../helpers/usage_history.ts";

const { analytics: words } = wordsOf("en");

const accounts = [
  { tier: "paid", username: "atelier" },
  { tier: "free", username: "weekend" },
] as const;

/** A cockpit whose gateway has served two days of requests. */
async function withHistory(
  visit: (cockpit: CockpitBrowser) => Promise<void>,
): Promise<void> {
  await withCockpit({ accounts: [...accounts] }, async (cockpit) => {
    const { services } = cockpit.gateway;
    const made = await services.keys.create({ name: "Laptop" });
    await fillUsage(cockpit.gateway, {
      hours: 40,
      keys: [made.id, "cockpit"],
      accounts: services.puter.pool.view().map(({ id }) => id),
    });
    await visit(cockpit);
  });
}

function textOf({ page }: CockpitBrowser, selector: string): Promise<string> {
  return page.$eval(selector, (element) => element.textContent ?? "");
}

async function usageOf(
  { gateway }: CockpitBrowser,
  query: string,
): Promise<Usage> {
  const res = await gateway.fetch(`/api/usage${query}`);
  assertEquals(res.status, 200);
  return await res.json();
}

describe("the analytics", () => {
  it("stand in every look without complaint", async () => {
    await withHistory(async (cockpit) => {
      for (const language of ["en", "zh"] as const) {
        for (const theme of ["light", "dark"] as const) {
          for (const width of [1440, 360]) {
            const look = { language, theme, width };
            const where = Object.values(look).join("-");
            const by = width === 360 ? "&by=key" : "&by=model";
            await cockpit.open(
              `/analytics?range=24h${language === "zh" ? "" : by}`,
              look,
            );
            await cockpit.page.waitForSelector(".chart-plot canvas");
            await cockpit.screenshot(`analytics-${where}`);
            const found = await cockpit.axe();
            assertEquals(found.map(({ id, nodes }) => [id, nodes]), [], where);
            assertEquals(await cockpit.overflow(), 0, where);
            assertEquals(cockpit.problems, [], where);
            const kilobytes = cockpit.scriptBytes() / 1024;
            assert(kilobytes <= 120, `${where}: ${kilobytes} kB`);
          }
        }
      }
    });
  });

  it("show what the API tells", async () => {
    await withHistory(async (cockpit) => {
      await cockpit.open("/analytics?range=24h&by=model");
      const { totals, groups } = await usageOf(cockpit, "?by=model&limit=20");
      const figures = await textOf(cockpit, ".analytics-totals");
      assertStringIncludes(figures, formatCount(totals.requests, "en"));
      assertStringIncludes(figures, formatMoney(totals.costMicroCents, "en"));
      const rows = await cockpit.page.$$eval(
        "[aria-labelledby=breakdown] tbody tr",
        (rows) =>
          rows.map((row) =>
            [...row.querySelectorAll("td")].slice(0, 2)
              .map((cell) => cell.textContent)
          ),
      );
      assertEquals(
        rows,
        groups?.map(({ value, totals }) => [value, `${totals.requests}`]),
      );
    });
  });

  it("follow links of time and grouping, and the filter's form", async () => {
    await withHistory(async (cockpit) => {
      const { page } = cockpit;
      await cockpit.open("/analytics");
      const follow = (text: string) =>
        Promise.all([
          page.waitForNavigation({ waitUntil: "load" }),
          page.locator(`::-p-xpath(//main//a[.="${text}"])`).click(),
        ]);
      await follow(words.ranges["7d"]);
      await follow(words.dimensions.account);
      assertEquals(new URL(page.url()).search, "?range=7d&by=account");
      assertStringIncludes(
        await textOf(cockpit, "[aria-labelledby=breakdown]"),
        "weekend",
      );
      await page.select("#only", "model:gpt-5-nano");
      await Promise.all([
        page.waitForNavigation({ waitUntil: "load" }),
        page.click(".analytics-filter [type=submit]"),
      ]);
      const from = Date.now() - 7 * 24 * 60 * 60 * 1000;
      const { totals } = await usageOf(
        cockpit,
        `?from=${from}&by=account&model=gpt-5-nano`,
      );
      assertStringIncludes(
        await textOf(cockpit, ".analytics-totals .stat-value"),
        formatCount(totals.requests, "en"),
      );
      assertEquals(
        await page.evaluate("document.querySelector('#only').value"),
        "model:gpt-5-nano",
      );
    });
  });

  it("have the numbers behind each chart, as a file too", async () => {
    await withHistory(async (cockpit) => {
      await cockpit.open("/analytics?range=24h");
      const { series } = await usageOf(cockpit, "");
      const tables = await cockpit.page.$$eval(
        ".chart-card details tbody",
        (bodies) => bodies.map((body) => body.children.length),
      );
      assertEquals(tables.length, CHARTS.length);
      assertEquals(tables[0], series.length);
      const csv = await cockpit.page.evaluate(async () => {
        const link = document.querySelector<HTMLAnchorElement>(
          ".chart-card a[download]",
        );
        const res = await fetch(String(link?.href));
        return [res.headers.get("content-type"), await res.text()] as const;
      });
      assertMatch(String(csv[0]), /^text\/csv/);
      const lines = csv[1].trim().split("\r\n");
      assertEquals(lines[0], `time,${words.lines.ok},${words.lines.failed}`);
      const sum = lines.slice(1).reduce(
        (sum, line) => sum + Number(line.split(",")[1]),
        0,
      );
      assertEquals(sum, series.reduce((sum, { ok }) => sum + ok, 0));
    });
  });

  it("are read by arrow keys, period by period", async () => {
    await withHistory(async (cockpit) => {
      const { page } = cockpit;
      await cockpit.open("/analytics?range=24h");
      await page.waitForSelector(".chart-plot canvas");
      await page.focus(".chart-plot");
      const readout = () => textOf(cockpit, ".chart-readout");
      const spoken = () =>
        page.$eval(
          ".chart-plot",
          (plot) => plot.getAttribute("aria-valuetext") ?? "",
        );
      const latest = await readout();
      assertStringIncludes(latest, words.chart.latest);
      await page.keyboard.press("ArrowLeft");
      const before = await readout();
      assertNotEquals(before, latest);
      assertStringIncludes(await spoken(), before.trim());
      assertStringIncludes(await spoken(), words.lines.ok);
      await page.keyboard.press("Home");
      assertEquals(
        await page.$eval(".chart-plot", (plot) => plot.ariaValueNow),
        "1",
      );
      await page.keyboard.press("Escape");
      assertEquals(await readout(), latest);
    });
  });

  it("are drawn anew when the theme changes", async () => {
    await withHistory(async (cockpit) => {
      const { page } = cockpit;
      await cockpit.open("/analytics", { theme: "light" });
      const image = () =>
        page.$eval(".chart-plot canvas", (canvas) => canvas.toDataURL());
      await page.waitForSelector(".chart-plot canvas");
      const light = await image();
      await page.click(".preferences [role=group] button:last-child");
      await page.waitForFunction(
        "document.documentElement.dataset.theme === 'dark'",
      );
      assertNotEquals(await image(), light);
    });
  });

  it("teach where nothing was counted yet", async () => {
    await withCockpit({}, async (cockpit) => {
      await cockpit.open("/analytics?only=model:none-such&range=never");
      const text = await textOf(cockpit, "main");
      assertStringIncludes(text, words.empty.filtered);
      assertStringIncludes(text, words.empty.text);
      assertEquals((await cockpit.axe()).map(({ id }) => id), []);
    });
  });
});
