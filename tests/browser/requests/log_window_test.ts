import { assert, assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import {
  type Identified,
  type LogPage,
  LogWindow,
  type WantedPage,
} from "../../../lib/browser/requests/log_window.ts";

const LIMITS = { pageRows: 5, pagesAround: 1, maxPages: 8 };

/** Ids in the order of their numbers. */
function row(n: number): Identified {
  return { id: `req_${String(n).padStart(6, "0")}` };
}

/** A log as the API serves it. */
class FakeLog {
  readonly #numbers = new Set<number>();

  add(n: number): Identified {
    this.#numbers.add(n);
    return row(n);
  }

  remove(n: number): Identified {
    this.#numbers.delete(n);
    return row(n);
  }

  all(): Identified[] {
    return [...this.#numbers].sort((a, b) => b - a).map(row);
  }

  page({ cursor }: Pick<WantedPage, "cursor">): LogPage<Identified> {
    const below = this.all().filter(({ id }) => cursor === null || id < cursor);
    const rows = below.slice(0, LIMITS.pageRows);
    const isLast = below.length <= LIMITS.pageRows;
    return { rows, cursor: isLast ? null : rows.at(-1)?.id ?? null };
  }
}

function loadedOf(window: LogWindow<Identified>): string[] {
  const ids: string[] = [];
  for (let index = 0; index < window.total; index++) {
    const found = window.rowAt(index);
    if (found !== undefined) ids.push(found.id);
  }
  return ids;
}

/** Loads what is missing until nothing is. */
function loadAround(
  window: LogWindow<Identified>,
  log: FakeLog,
  [first, last]: [number, number],
): void {
  for (let turn = 0; turn < 50; turn++) {
    const [wanted] = window.missing(first, last);
    if (wanted === undefined) return;
    window.take(wanted, log.page(wanted));
  }
}

function assertInOrder(window: LogWindow<Identified>): void {
  const ids = loadedOf(window);
  for (let n = 1; n < ids.length; n++) {
    assert((ids[n - 1] ?? "") > (ids[n] ?? ""), `${ids[n - 1]} ${ids[n]}`);
  }
  assertEquals(ids.length, window.held);
  for (const id of ids) {
    const at = window.indexOf(id);
    assertEquals(window.rowAt(at)?.id, id);
  }
}

type Step =
  | { kind: "tail"; numbers: number[] }
  | { kind: "view"; at: number }
  | { kind: "remove"; n: number }
  | { kind: "repeat"; n: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant("tail" as const),
    numbers: fc.array(fc.nat(400), { maxLength: 30 }),
  }),
  fc.record({ kind: fc.constant("view" as const), at: fc.nat(80) }),
  fc.record({ kind: fc.constant("remove" as const), n: fc.nat(400) }),
  fc.record({ kind: fc.constant("repeat" as const), n: fc.nat(400) }),
);

describe("a window on the log", () => {
  it("keeps order and bounds, whatever comes in whatever order", () => {
    const numbers = fc.uniqueArray(fc.nat(300), { maxLength: 60 });
    fc.assert(fc.property(numbers, fc.array(step), (begin, steps) => {
      const log = new FakeLog();
      for (const n of begin) log.add(n);
      const window = new LogWindow(log.page({ cursor: null }), LIMITS);
      for (const step of steps) {
        if (step.kind === "tail") {
          window.merge(step.numbers.map((n) => log.add(n)));
        } else if (step.kind === "remove") window.remove(log.remove(step.n).id);
        else if (step.kind === "repeat") window.merge([log.add(step.n)]);
        else {
          const last = step.at + 3;
          loadAround(window, log, [step.at, last]);
          window.trim(step.at, last);
          // Pages are of twice their size at most; some lie on each side.
          const pages = 2 * LIMITS.pagesAround + 5;
          assert(window.held <= pages * 2 * LIMITS.pageRows);
        }
        assertInOrder(window);
      }
    }));
  });

  it("shows all of a log that is scrolled through, and holds little", () => {
    fc.assert(fc.property(fc.nat(38), fc.array(fc.nat(500)), (n, tail) => {
      const log = new FakeLog();
      for (let i = 0; i < n; i++) log.add(i * 10);
      const limits = { ...LIMITS, maxPages: 50 };
      const window = new LogWindow(log.page({ cursor: null }), limits);
      window.merge(tail.slice(0, 5).map((more) => log.add(more)));
      const seen = new Set<string>();
      for (let at = 0; at < 60; at++) {
        loadAround(window, log, [at, at]);
        window.trim(at, at);
        const found = window.rowAt(at);
        if (found !== undefined) seen.add(found.id);
      }
      assertEquals([...seen], log.all().map(({ id }) => id));
      assert(window.isComplete);
    }));
  });

  it("loads again what it let go", () => {
    const log = new FakeLog();
    for (let n = 0; n < 40; n++) log.add(n);
    const window = new LogWindow(log.page({ cursor: null }), LIMITS);
    for (let at = 0; at < 40; at += LIMITS.pageRows) {
      loadAround(window, log, [at, at + 4]);
      window.trim(at, at + 4);
    }
    assertEquals(window.total, 40);
    assertEquals(window.rowAt(0), undefined);
    assertEquals(window.hasHead, false);
    loadAround(window, log, [0, 4]);
    assertEquals(window.rowAt(0), row(39));
  });

  it("does not grow beyond what it may remember", () => {
    const log = new FakeLog();
    const window = new LogWindow(log.page({ cursor: null }), LIMITS);
    for (let n = 0; n < 500; n++) window.merge([log.add(n)]);
    window.trim(0, 4);
    assert(window.total <= LIMITS.maxPages * 2 * LIMITS.pageRows);
    assert(!window.isComplete);
    assertEquals(window.rowAt(0), row(499));
  });

  it("lets go of a part that comes too late", () => {
    const log = new FakeLog();
    for (let n = 0; n < 20; n++) log.add(n);
    const window = new LogWindow(log.page({ cursor: null }), LIMITS);
    const [wanted] = window.missing(0, 4);
    assert(wanted);
    const late = log.page(wanted);
    window.take(wanted, late);
    window.take(wanted, late);
    assertEquals(window.total, 10);
    window.reset(log.page({ cursor: null }));
    window.take({ cursor: "req_000001", isNext: true }, late);
    assertEquals(window.total, 5);
  });
});
