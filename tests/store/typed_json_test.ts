import { describe, it } from "@std/testing/bdd";
import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { fromTyped, toTyped } from "../../lib/store/typed_json.ts";

function roundTrip(value: unknown): unknown {
  return fromTyped(JSON.parse(JSON.stringify(toTyped(value))));
}

/** Whatever the database can hold. */
const anything = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withTypedArray: true,
  withSparseArray: false,
});

describe("typed JSON", () => {
  it("gives back any value of the database", () => {
    fc.assert(fc.property(anything, (value) => {
      assertEquals(roundTrip(structuredClone(value)), structuredClone(value));
    }));
  });

  it("keeps what JSON has no form for", () => {
    const values = [
      -0,
      NaN,
      Infinity,
      -Infinity,
      undefined,
      2n ** 70n,
      new Date(NaN),
      new Uint8Array([0, 255]),
      new Float64Array([1.5, -0]),
      { $: "number", v: "1" },
      JSON.parse('{"__proto__": {"a": 1}, "b": 2}'),
      [undefined, null],
    ];
    for (const value of values) assertEquals(roundTrip(value), value);
    const counter = roundTrip(new Deno.KvU64(7n));
    assertEquals(counter instanceof Deno.KvU64 && counter.value, 7n);
  });

  it("refuses what it cannot write or read", () => {
    for (const value of [() => 1, Symbol("a"), /a/, new Error("a")]) {
      assertThrows(() => toTyped(value), TypeError);
    }
    for (const json of [{ $: "Proxy", v: "" }, { $: "Map", v: 1 }, { $: 1 }]) {
      assertThrows(() => fromTyped(json), TypeError);
    }
  });
});
