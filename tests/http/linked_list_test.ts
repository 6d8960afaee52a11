import { assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { LinkedList, type Place } from "../../lib/http/linked_list.ts";

function valuesOf(list: LinkedList<number>): number[] {
  const values: number[] = [];
  list.visit((value) => {
    values.push(value);
  });
  return values;
}

describe("LinkedList", () => {
  it("holds what came and has not left, in its order", () => {
    const step = fc.record({ adds: fc.boolean(), at: fc.nat(20) });
    fc.assert(fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const list = new LinkedList<number>();
      const places: Place<number>[] = [];
      let expected: number[] = [];
      for (const { adds, at } of steps) {
        if (adds) {
          expected.push(places.length);
          places.push(list.add(places.length));
          continue;
        }
        const place = places[at];
        if (place === undefined) continue;
        expected = expected.filter((value) => value !== at);
        list.remove(place);
      }
      assertEquals(valuesOf(list), expected);
      assertEquals(list.isEmpty, expected.length === 0);
    }));
  });

  it("lets each value leave while it is visited, and ends when told", () => {
    const list = new LinkedList<number>();
    const places = [0, 1, 2, 3].map((value) => list.add(value));
    const seen: number[] = [];
    list.visit((value) => {
      seen.push(value);
      list.remove(places[value] as Place<number>);
      return value < 2;
    });
    assertEquals(seen, [0, 1, 2]);
    assertEquals(valuesOf(list), [3]);
  });

  it("leaves nothing behind that leads from one value to another", () => {
    const list = new LinkedList<number>();
    const [first, second] = [list.add(1), list.add(2)];
    list.remove(first);
    assertEquals([first.value, first.after, second.before], [
      undefined,
      undefined,
      undefined,
    ]);
  });
});
