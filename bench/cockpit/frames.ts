import type { Page } from "puppeteer-core";

/** How evenly a page was drawn. */
export interface Frames {
  count: number;
  /** Share of frames that took longer than 1.2 times their budget. */
  lateShare: number;
  /** In ms. */
  median: number;
  p99: number;
  longest: number;
}

/** A screen shows 60 frames in a second. */
const BUDGET_MS = 1000 / 60;

/**
 * Measures frames for some seconds. `perFrame` is the source of a function that
 * the page calls before each of them.
 */
export async function measureFrames(
  page: Page,
  { seconds, perFrame = "() => {}" }: { seconds: number; perFrame?: string },
): Promise<Frames> {
  const times = await page.evaluate(`new Promise((resolve) => {
    const times = [];
    const act = ${perFrame};
    const end = performance.now() + ${seconds * 1000};
    requestAnimationFrame(function frame(now) {
      times.push(now);
      if (now > end) return resolve(times);
      act();
      requestAnimationFrame(frame);
    });
  })`) as number[];
  const spans = times.slice(1).map((time, n) => time - (times[n] ?? time));
  const sorted = spans.toSorted((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.floor(share * (sorted.length - 1))] ?? NaN;
  const late = spans.filter((ms) => ms > 1.2 * BUDGET_MS).length;
  return {
    count: spans.length,
    lateShare: late / spans.length,
    median: at(0.5),
    p99: at(0.99),
    longest: at(1),
  };
}

/** A row of a Markdown table. */
export function rowOf(what: string, frames: Frames): string {
  const ms = (value: number) => value.toFixed(1);
  return `| ${
    [
      what,
      frames.count,
      `${(frames.lateShare * 100).toFixed(1)} %`,
      ms(frames.median),
      ms(frames.p99),
      ms(frames.longest),
    ].join(" | ")
  } |`;
}

/** The head of the table. */
export const HEAD = [
  "| | frames | later than 1.2 × 16.7 ms | median ms | p99 ms | longest ms |",
  "| --- | --: | --: | --: | --: | --: |",
].join("\n");
