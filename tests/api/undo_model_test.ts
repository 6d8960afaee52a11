import { describe, it } from "@std/testing/bdd";
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { eventually, instances } from "../helpers/instances.ts";

type Values = Record<string, unknown>;

type Step =
  | { type: "change"; on: number; patch: Values }
  | { type: "undo"; on: number; event: number };

/** What the model knows of an event of the audit log. */
interface Noted {
  id: string;
  before: Values;
  after: Values;
  isUndone: boolean;
}

const on = fc.constantFrom(0, 1);

const orNull = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.option(arbitrary, { nil: null });

const patch = fc.record({
  recordDays: orNull(fc.constantFrom(1, 2, 3)),
  affinity: orNull(fc.boolean()),
  aliases: orNull(fc.constantFrom({}, { a: ["b"] }, { a: ["b", "c"] })),
}, { requiredKeys: [] });

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ type: fc.constant("change" as const), on, patch }),
  fc.record({ type: fc.constant("undo" as const), on, event: fc.nat(30) }),
);

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
}

/** The model: what is stored, and every event with how it may be undone. */
class Model {
  stored: Values = {};
  events: Noted[] = [];

  /** What a change would note; null when it changes nothing. */
  differences(patch: Values): Pick<Noted, "before" | "after"> | null {
    const names = Object.keys(patch)
      .filter((name) => !same(this.stored[name], patch[name]));
    if (names.length === 0) return null;
    const pick = (from: Values) =>
      Object.fromEntries(names.map((name) => [name, from[name] ?? null]));
    return { before: pick(this.stored), after: pick(patch) };
  }

  canUndo({ after, isUndone }: Noted): boolean {
    return !isUndone &&
      Object.keys(after).every((name) => same(this.stored[name], after[name]));
  }
}

describe("changing settings and taking it back", () => {
  it("does what a simple model says, whichever instance is asked", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        await using cluster = await instances({ count: 2 });
        const model = new Model();
        for (const step of steps) {
          const { call, services } = cluster.all[step.on] ?? {};
          assert(call !== undefined && services !== undefined);
          if (step.type === "change") {
            const expected = model.differences(step.patch);
            const res = await call("PATCH", "/api/settings", {
              body: step.patch,
            });
            assertEquals(res.status, 200, await res.text());
            if (expected === null) continue;
            Object.assign(model.stored, expected.after);
            const list = await (await call("GET", "/api/audit?limit=1")).json();
            const { id, before, after } = list.events[0];
            assertEquals({ before, after }, expected);
            model.events.push({ id, before, after, isUndone: false });
          } else {
            const event = model.events[step.event % model.events.length];
            if (event === undefined) continue;
            const may = model.canUndo(event);
            const res = await call("POST", `/api/audit/${event.id}/undo`);
            const { id, undoes } = await res.json();
            assertEquals(res.status, may ? 201 : 409);
            if (!may) continue;
            assertEquals(undoes, event.id);
            event.isUndone = true;
            Object.assign(model.stored, event.before);
            const { before: after, after: before } = event;
            model.events.push({ id, before, after, isUndone: false });
          }
          assertEquals(
            services.settings.current.recordDays,
            model.stored.recordDays ?? 30,
          );
        }
        for (const { services } of cluster.all) {
          await eventually(() => {
            const { recordDays, affinity, aliases } = services.settings.current;
            const { stored } = model;
            return recordDays === (stored.recordDays ?? 30) &&
              affinity === (stored.affinity ?? false) &&
              same(aliases, stored.aliases ?? {});
          });
        }
      }),
      { numRuns: 60 },
    );
  });
});
