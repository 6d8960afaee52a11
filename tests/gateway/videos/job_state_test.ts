import { assert, assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import {
  afterEvent,
  isWaiting,
  type VideoEvent,
  WORKER_LOST,
} from "../../../lib/gateway/videos/job_state.ts";
import { estimateProgress } from "../../../lib/gateway/videos/progress.ts";
import type { VideoRecord } from "../../../lib/store/video_record.ts";
import { isClosed } from "../../../lib/store/video_jobs.ts";
import { CREATED_AT, videoRecord } from "../../helpers/video_records.ts";

const instance = fc.constantFrom("a", "b", "c");
const result = { type: "url", url: "https://files.vendor.com/v.mp4" } as const;
const error = { code: "upstream_error", message: "It failed" };

/** An event, and how much later than the one before it comes, in ms. */
const step = fc.record({
  afterMs: fc.nat(30_000),
  holdMs: fc.nat(30_000),
  type: fc.constantFrom(
    "claim",
    "start",
    "renew",
    "release",
    "complete",
    "fail",
    "inspect",
  ),
  instance,
  progress: fc.double({ min: -10, max: 1000, noNaN: true }),
});

type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

function eventOf(step: Step, now: number): VideoEvent {
  const until = now + step.holdMs;
  const { instance, progress } = step;
  switch (step.type) {
    case "claim":
      return { type: "claim", instance, until };
    case "renew":
      return { type: "renew", instance, until, progress };
    case "complete":
      return { type: "complete", instance, result };
    case "fail":
      return { type: "fail", instance, error };
    case "inspect":
      return { type: "inspect" };
    case "start":
      return { type: "start", instance };
    default:
      return { type: "release", instance };
  }
}

/** Plays events; `check` sees each job with the one before it. */
function play(
  steps: Step[],
  check: (
    before: VideoRecord,
    after: VideoRecord,
    play: { event: VideoEvent; now: number },
  ) => void,
): VideoRecord {
  let record = videoRecord();
  let now = CREATED_AT;
  for (const one of steps) {
    now += one.afterMs;
    const event = eventOf(one, now);
    const after = afterEvent(record, event, now);
    if (after === null) continue;
    check(record, after, { event, now });
    record = after;
  }
  return record;
}

const history = fc.array(step, { maxLength: 60 });

describe("afterEvent()", () => {
  it("never lets progress fall, nor say 100 before the end", () => {
    fc.assert(fc.property(history, (steps) => {
      play(steps, (before, after) => {
        assert(after.progress >= before.progress);
        assert(Number.isInteger(after.progress) && after.progress >= 0);
        assertEquals(
          after.progress === 100,
          after.state.status === "completed",
        );
      });
    }));
  });

  it("leaves ends as they are", () => {
    fc.assert(fc.property(history, (steps) => {
      play(steps, (before) => assert(!isClosed(before)));
    }));
  });

  it("lets one instance alone start a job, once, and no other go on", () => {
    fc.assert(fc.property(history, (steps) => {
      const starters = new Set<string>();
      play(steps, (before, after, { event }) => {
        if (
          before.state.status === "queued" &&
          after.state.status === "in_progress"
        ) {
          assertEquals(starters.size, 0);
          starters.add(after.state.worker.instance);
        }
        if (event.type === "complete") {
          assertEquals([...starters], [event.instance]);
        }
        if (starters.size > 0 && event.type !== "inspect") {
          assert("instance" in event && starters.has(event.instance));
        }
      });
    }));
  });

  it("takes a claim over only after its end, and only before the start", () => {
    fc.assert(fc.property(history, (steps) => {
      play(steps, (before, _after, { event, now }) => {
        if (event.type !== "claim") return;
        assertEquals(before.state.status, "queued");
        assert(isWaiting(before, now));
      });
    }));
  });

  it("fails a job whose worker died after its start, not one that lives", () => {
    const until = CREATED_AT + 1000;
    const claim: VideoEvent = { type: "claim", instance: "a", until };
    const claimed = afterEvent(videoRecord(), claim, CREATED_AT);
    assert(claimed !== null);
    const started = afterEvent(
      claimed,
      { type: "start", instance: "a" },
      CREATED_AT,
    );
    assert(started !== null);
    assertEquals(afterEvent(started, { type: "inspect" }, until - 1), null);
    assertEquals(afterEvent(started, { ...claim, instance: "b" }, until), null);
    const lost = afterEvent(started, { type: "inspect" }, until);
    assertEquals(lost?.state, {
      status: "failed",
      completedAt: until,
      error: WORKER_LOST,
    });
    assertEquals(afterEvent(claimed, { type: "inspect" }, until), null);
    const taken = afterEvent(claimed, { ...claim, instance: "b" }, until);
    assert(taken !== null);
    assertEquals(
      afterEvent(taken, { type: "start", instance: "a" }, until),
      null,
    );
  });

  it("does nothing to a job whose time is over", () => {
    const record = videoRecord();
    const claim: VideoEvent = {
      type: "claim",
      instance: "a",
      until: record.expiresAt + 1,
    };
    assertEquals(afterEvent(record, claim, record.expiresAt), null);
  });
});

describe("estimateProgress()", () => {
  it("grows with time, from 0 to below 100", () => {
    fc.assert(fc.property(fc.nat(10_000_000), fc.nat(10_000_000), (a, b) => {
      const [early, late] = a < b ? [a, b] : [b, a];
      assert(estimateProgress(early) <= estimateProgress(late));
      assert(estimateProgress(late) < 100);
    }));
    assertEquals(estimateProgress(-5), 0);
    assertEquals(estimateProgress(90_000), 63);
  });
});
