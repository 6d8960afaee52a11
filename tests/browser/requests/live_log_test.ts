import { assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import {
  LiveLog,
  type LoadedPage,
} from "../../../lib/browser/requests/live_log.ts";

interface Row {
  id: string;
}

/** A log whose frames and clock go on by hand. */
function makeLog(first: string[] = ["b", "a"], cursor: string | null = null) {
  const frames: (() => void)[] = [];
  const asked: (string | null)[] = [];
  const answers: ((page: LoadedPage<Row>) => void)[] = [];
  const clock = { now: 0 };
  let read = 0;
  const log = new LiveLog<Row>({
    first: { rows: first.map((id) => ({ id })), cursor },
    load: (cursor) => {
      asked.push(cursor);
      return new Promise((resolve) => answers.push(resolve));
    },
    read: (text) => {
      read++;
      return { id: text };
    },
    onFrame: (run) => frames.push(run),
    now: () => clock.now,
  });
  return {
    log,
    asked,
    frames,
    get read() {
      return read;
    },
    /** Draws a frame, some ms after the one before. */
    frame(ms = 1000) {
      clock.now += ms;
      for (const run of frames.splice(0)) run();
    },
    async answer(rows: string[], cursor: string | null = null) {
      answers.shift()?.({
        ok: true,
        page: { rows: rows.map((id) => ({ id })), cursor },
      });
      await Promise.resolve();
      await Promise.resolve();
    },
    async refuse() {
      answers.shift()?.({ ok: false, fault: { kind: "unreachable" } });
      await Promise.resolve();
      await Promise.resolve();
    },
    ids: () =>
      Array.from(
        { length: log.window.total },
        (_, at) => log.window.rowAt(at)?.id,
      ),
  };
}

describe("the live log", () => {
  it("takes in all that came since the last frame at once", () => {
    const made = makeLog();
    for (const id of ["c", "d", "e"]) made.log.push(id);
    assertEquals(made.frames.length, 1);
    assertEquals(made.ids(), ["b", "a"]);
    made.frame();
    assertEquals(made.ids(), ["e", "d", "c", "b", "a"]);
    assertEquals(made.log.version.value, 1);
  });

  it("changes the list a few times a second, however much comes", () => {
    const made = makeLog();
    for (let n = 0; n < 1000; n++) {
      made.log.push(`c${String(n).padStart(4, "0")}`);
      made.frame(1);
    }
    assertEquals(made.log.version.value, 4);
  });

  it("only counts while somebody reads", () => {
    const made = makeLog();
    made.log.hold(true);
    for (const id of ["c", "d"]) made.log.push(id);
    made.frame();
    assertEquals(made.ids(), ["b", "a"]);
    assertEquals(made.log.waiting.value, 2);
    assertEquals(made.read, 0);
    made.log.hold(false);
    made.frame();
    assertEquals(made.ids(), ["d", "c", "b", "a"]);
    assertEquals(made.log.waiting.value, 0);
  });

  it("loads the newest page when more waits than it holds", async () => {
    const made = makeLog();
    made.log.hold(true);
    for (let n = 0; n < 5000; n++) made.log.push(`c${n}`);
    assertEquals(made.log.waiting.value, 0);
    made.frame();
    assertEquals(made.log.waiting.value, 5000);
    made.log.hold(false);
    made.frame();
    assertEquals(made.asked, [null]);
    assertEquals(made.read, 0);
    made.log.push("z");
    await made.answer(["y", "x"], "x");
    made.frame();
    assertEquals(made.ids(), ["z", "y", "x"]);
    assertEquals(made.log.waiting.value, 0);
  });

  it("loads the newest page after a gap", async () => {
    const made = makeLog();
    made.log.gap();
    made.frame();
    await made.answer(["f"]);
    assertEquals(made.ids(), ["f"]);
  });

  it("asks for each part once, and goes on when told to after a fault", async () => {
    const made = makeLog(["b", "a"], "a");
    made.log.show(0, 1);
    made.log.show(0, 1);
    assertEquals(made.asked, ["a"]);
    await made.refuse();
    made.log.show(0, 1);
    assertEquals(made.asked, ["a"]);
    assertEquals(made.log.fault.value, { kind: "unreachable" });
    made.log.retry();
    assertEquals(made.asked, ["a", "a"]);
    await made.answer(["A"]);
    assertEquals(made.ids(), ["b", "a", "A"]);
    assertEquals(made.log.fault.value, null);
  });
});
