import { assert, assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { timelineOf } from "../../../lib/browser/requests/timeline.ts";
import type { AttemptRecord } from "../../../lib/store/requests/record.ts";

function attempt(more: Partial<AttemptRecord>): AttemptRecord {
  return {
    accountId: "a",
    status: 200,
    code: null,
    blame: null,
    ms: 100,
    ...more,
  };
}

const choice = { candidates: 2, skipped: {}, rule: "round_robin" };

describe("the timeline of a request", () => {
  it("tells the queue, the attempts and the answer in order", () => {
    const failed = attempt({ atMs: 50, status: 503, code: "down", ms: 200 });
    const served = attempt({ atMs: 260, ms: 140 });
    const line = timelineOf({
      choices: [{ ...choice, queuedMs: 45 }, { ...choice, queuedMs: 0 }],
      attempts: [failed, served],
      ttftMs: 400,
      durationMs: 1000,
    });
    assertEquals(line.firstMs, 400);
    assertEquals(line.endMs, 1000);
    assertEquals(
      line.stretches.map(({ kind, from, to }) => [kind, from, to]),
      [
        ["queue", 5, 50],
        ["attempt", 50, 250],
        ["attempt", 260, 400],
        ["answer", 400, 1000],
      ],
    );
  });

  it("shows an answer that broke off up to the end", () => {
    const broken = attempt({ atMs: 10, code: "broken", bytes: 99 });
    const line = timelineOf({ attempts: [broken], durationMs: 700 });
    assertEquals(line.stretches[0]?.to, 700);
  });

  it("shows the wait of a request that got no account", () => {
    const line = timelineOf({
      choices: [{ ...choice, queuedMs: 2000 }],
      attempts: [],
      durationMs: 2010,
    });
    assertEquals(
      line.stretches.map(({ kind, from, to }) => [kind, from, to]),
      [["queue", 0, 2000]],
    );
  });

  it("never leaves the time of its request", () => {
    const ms = fc.nat(5000);
    const any = fc.record({
      attempts: fc.array(
        fc.record({ atMs: fc.option(ms, { nil: undefined }), ms })
          .map((some) => attempt(some)),
        { maxLength: 4 },
      ),
      choices: fc.array(
        fc.record({ queuedMs: ms }).map((some) => ({ ...choice, ...some })),
        { maxLength: 4 },
      ),
      ttftMs: fc.option(ms, { nil: undefined }),
      durationMs: ms,
    });
    fc.assert(fc.property(any, (record) => {
      const { stretches, endMs } = timelineOf(record);
      for (const { from, to } of stretches) {
        assert(0 <= from && from <= to && to <= endMs);
      }
    }));
  });
});
