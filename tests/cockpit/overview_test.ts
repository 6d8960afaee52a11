import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { UsageMeter } from "../../lib/gateway/usage/meter.ts";
import { wordsOf } from "../../lib/i18n/mod.ts";
import { rollUpUsage } from "../../lib/store/usage/rollup.ts";
import { withCockpit } from "../helpers/cockpit_browser.ts";
import type { TestGateway } from "../helpers/gateway.ts";
import { usageRecord } from "../helpers/usage_records.ts";

const { overview: words } = wordsOf("en");

const HOUR_MS = 60 * 60 * 1000;

/** Two days of requests: the second day has half as many again. */
async function fill({ services }: TestGateway): Promise<void> {
  const clock = { now: 0 };
  const { store } = services;
  const meter = new UsageMeter({ store, now: () => clock.now });
  const now = Date.now();
  for (let hour = 47; hour >= 0; hour--) {
    clock.now = now - hour * HOUR_MS;
    const busy = 6 + Math.round(5 * Math.sin(hour / 3));
    const count = hour < 24 ? Math.ceil(busy * 1.5) : busy;
    for (let i = 0; i < count; i++) {
      meter.add(usageRecord({
        at: clock.now,
        status: i === 3 ? 503 : 200,
        ttftMs: 300 + 40 * hour + 90 * i,
        costMicroCents: 40_000 + 1000 * i,
        promptTokens: 800,
        completionTokens: 300,
      }));
    }
    await meter.flush();
  }
  await meter.close();
  await rollUpUsage(store, now);
}

describe("the overview", () => {
  it("shows what is, live, in every look without complaint", async () => {
    const accounts = [
      { tier: "paid", username: "atelier" },
      { tier: "free", username: "weekend" },
      { tier: "free", username: "spare" },
    ] as const;
    await withCockpit({ accounts: [...accounts] }, async (cockpit) => {
      const { gateway, page } = cockpit;
      await gateway.services.keys.create({ name: "Laptop" });
      const { pool } = gateway.services.puter;
      const [first, ...others] = pool.view();
      for (const { id } of others) await gateway.services.readCredit(id);
      const now = Date.now();
      for (const { id } of others) {
        const credit = pool.viewOne(id)?.credit;
        if (!credit) continue;
        pool.readCredit(id, { ...credit, at: now, burnPerHour: 1_200_000 });
      }
      pool.apply(String(first?.id), {
        type: "disabled",
        at: now,
        code: "session_revoked",
        provenance: "told",
      });
      await fill(gateway);
      for (const language of ["en", "zh"] as const) {
        for (const theme of ["light", "dark"] as const) {
          for (const width of [1440, 360]) {
            const look = { language, theme, width };
            const where = Object.values(look).join("-");
            await cockpit.open("/", look);
            await cockpit.screenshot(`overview-full-${where}`);
            const found = await cockpit.axe();
            assertEquals(found.map(({ id, nodes }) => [id, nodes]), [], where);
            assertEquals(await cockpit.overflow(), 0, where);
            assertEquals(cockpit.problems, [], where);
          }
        }
      }
      await cockpit.open("/");
      const text = await page.evaluate("document.body.innerText") as string;
      assertStringIncludes(text, "2 of 3 accounts ready");
      assertStringIncludes(text, words.warnings.open_cors);
      gateway.services.usage.add(usageRecord({ at: Date.now() }));
      const requests = () =>
        page.evaluate(
          "document.querySelector('.figures .stat-value').textContent",
        );
      const before = await requests();
      await page.waitForFunction(
        `document.querySelector('.figures .stat-value').textContent !== "${before}"`,
        { timeout: 15_000 },
      );
      assertEquals(Number(await requests()), Number(before) + 1);
      assert(Number(before) > 100);
    });
  });
});
