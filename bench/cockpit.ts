import { lowestIdAt } from "../lib/http/request_id.ts";
import { putRequests } from "../lib/store/requests/requests.ts";
import {
  type CockpitBrowser,
  withCockpit,
} from "../tests/helpers/cockpit_browser.ts";
import { HEAD, measureFrames, rowOf } from "./cockpit/frames.ts";
import { madeLog } from "./cockpit/made_log.ts";
import { madeRecord } from "./log/records.ts";

// Measures in a real browser how evenly the list of requests is drawn:
//   deno task bench:cockpit [rows]
// First while 1000 requests a second end, through the real store and its live
// tail; then in a log of a million rows, whose pages the server makes up as it
// is asked for them, so that the time is the page's own.

const RATE = 1000;
const SECONDS = 8;
const EVERY_MS = 20;
const KEEP_MS = 24 * 60 * 60 * 1000;

const rows = Number(Deno.args.find((arg) => /^\d+$/.test(arg)) ?? 1_000_000);

/** Requests that ended so far. */
let made = 0;

console.log(HEAD);
await measureTail();
await measureLongLog();

async function measureTail(): Promise<void> {
  await withCockpit({}, async (cockpit) => {
    const { page, open, gateway } = cockpit;
    const seed = Array.from({ length: 200 }, (_, n) => recordNow(n));
    await putRequests(gateway.services.store, seed, { keepMs: KEEP_MS });
    await open("/requests");
    await page.waitForSelector(".live-dot:not(.stopped)");
    console.log(
      rowOf("list at rest", await measureFrames(page, { seconds: 3 })),
    );
    const feeding = feed(cockpit);
    const frames = await measureFrames(page, { seconds: SECONDS });
    console.log(rowOf(`live tail, ${RATE} requests/s`, frames));
    await feeding;
    await assertSeen(cockpit);
    await page.$eval(".log-scroll", (list) => list.scrollTop = 1200);
    const more = feed(cockpit);
    const away = await measureFrames(page, {
      seconds: SECONDS,
      perFrame:
        `() => { document.querySelector(".log-scroll").scrollTop += 9 }`,
    });
    console.log(rowOf(`scrolling meanwhile, ${RATE} requests/s`, away));
    await more;
    console.log(await memoryOf(cockpit));
  });
}

function recordNow(n: number) {
  const at = Date.now();
  const id = `${lowestIdAt(at)}${String(n).padStart(16, "0")}`;
  return { ...madeRecord(n, { total: 1e9, spanMs: 1 }), at, id };
}

/** Ends requests at the rate, whatever the clock of timers does. */
async function feed({ gateway }: CockpitBrowser): Promise<void> {
  const { recorder } = gateway.services;
  const begun = performance.now();
  for (let sent = 0; sent < RATE * SECONDS;) {
    const due = (performance.now() - begun) / 1000 * RATE;
    for (; sent < due && sent < RATE * SECONDS; sent++) {
      recorder.push(recordNow(1000 + made++));
    }
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
  await recorder.flush();
}

/** Frames of a list that shows nothing new would be easy. */
async function assertSeen({ page }: CockpitBrowser): Promise<void> {
  const last = String(1000 + made - 1).padStart(16, "0");
  await page.waitForFunction(
    `document.querySelector(".log tbody tr")?.dataset.id?.endsWith("${last}")`,
    { timeout: 10_000 },
  );
}

async function measureLongLog(): Promise<void> {
  const shape = { total: rows, spanMs: 30 * 24 * 60 * 60 * 1000 };
  await withCockpit(
    { front: (app) => madeLog(app, shape) },
    async (cockpit) => {
      const { page, open, gateway } = cockpit;
      const newest = Array.from(
        { length: 200 },
        (_, n) => madeRecord(rows - 1 - n, shape),
      );
      await putRequests(gateway.services.store, newest, {
        keepMs: 1000 * KEEP_MS,
      });
      await open("/requests");
      await page.waitForSelector(".log[aria-rowcount]");
      const begun = performance.now();
      const down = await scrollToEnd(cockpit);
      const seconds = (performance.now() - begun) / 1000;
      console.log(
        rowOf(`down ${rows} rows in ${seconds.toFixed(0)} s`, down),
      );
      console.log(await memoryOf(cockpit));
      for (
        const [what, pixels] of [["reading", -20], ["fast", -400]] as const
      ) {
        const up = await measureFrames(page, {
          seconds: 5,
          perFrame:
            `() => { document.querySelector(".log-scroll").scrollTop += ${pixels} }`,
        });
        console.log(rowOf(`${what} at the end of ${rows} rows`, up));
      }
    },
  );
}

/** Each frame goes as far as has been loaded. */
async function scrollToEnd({ page }: CockpitBrowser) {
  const last = String(0).padStart(16, "0");
  const all: Awaited<ReturnType<typeof measureFrames>>[] = [];
  for (let part = 0; part < 1000; part++) {
    all.push(
      await measureFrames(page, {
        seconds: 2,
        perFrame:
          `() => { document.querySelector(".log-scroll").scrollTop += 1e4 }`,
      }),
    );
    const isAtEnd = await page.evaluate(
      `[...document.querySelectorAll(".log tbody tr")].at(-1)?.dataset.id
        ?.endsWith("${last}") ?? false`,
    );
    if (isAtEnd) return summed(all);
  }
  throw new Error("The end of the log was not reached");
}

function summed(parts: Awaited<ReturnType<typeof measureFrames>>[]) {
  const count = parts.reduce((sum, part) => sum + part.count, 0);
  const late = parts.reduce(
    (sum, part) => sum + part.count * part.lateShare,
    0,
  );
  const worst = (name: "median" | "p99" | "longest") =>
    Math.max(...parts.map((part) => part[name]));
  return {
    count,
    lateShare: late / count,
    median: worst("median"),
    p99: worst("p99"),
    longest: worst("longest"),
  };
}

async function memoryOf({ page }: CockpitBrowser): Promise<string> {
  const client = await page.createCDPSession();
  await client.send("HeapProfiler.collectGarbage");
  const { JSHeapUsedSize = NaN } = await page.metrics();
  const nodes = await page.evaluate("document.querySelectorAll('*').length");
  return `(script memory ${
    (JSHeapUsedSize / 1e6).toFixed(1)
  } MB, ${nodes} elements)`;
}
