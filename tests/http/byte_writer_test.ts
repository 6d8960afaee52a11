import { assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { ByteWriter } from "../../lib/http/byte_writer.ts";

/** What a writer is told to do. */
type Step =
  | { type: "write"; bytes: Uint8Array }
  | { type: "slice"; bytes: Uint8Array; start: number; end: number }
  | { type: "digits"; value: number }
  | { type: "take" };

/** From nothing to more than a block holds. */
const someBytes = fc.oneof(
  { weight: 6, arbitrary: fc.uint8Array({ maxLength: 100 }) },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 0, max: 40_000 }).map((length) =>
      Uint8Array.from({ length }, (_, at) => at % 251)
    ),
  },
);

const step: fc.Arbitrary<Step> = fc.oneof(
  someBytes.map((bytes): Step => ({ type: "write", bytes })),
  fc.tuple(someBytes, fc.nat(), fc.nat()).map(([bytes, a, b]): Step => {
    const start = a % (bytes.byteLength + 1);
    const end = start + b % (bytes.byteLength - start + 1);
    return { type: "slice", bytes, start, end };
  }),
  fc.nat({ max: Number.MAX_SAFE_INTEGER }).map((value): Step => ({
    type: "digits",
    value,
  })),
  fc.constant<Step>({ type: "take" }),
);

/** What a step adds. */
function added(step: Step): number[] {
  switch (step.type) {
    case "write":
      return [...step.bytes];
    case "slice":
      return [...step.bytes.slice(step.start, step.end)];
    case "digits":
      return [...new TextEncoder().encode(`${step.value}`)];
    case "take":
      return [];
  }
}

function run(writer: ByteWriter, step: Step): Uint8Array | null {
  switch (step.type) {
    case "write":
      writer.write(step.bytes);
      return null;
    case "slice":
      writer.writeSlice(step.bytes, step.start, step.end);
      return null;
    case "digits":
      writer.writeDigits(step.value);
      return null;
    case "take":
      return writer.take();
  }
}

describe("ByteWriter", () => {
  it("hands out what was written since, and never touches it again", () => {
    fc.assert(fc.property(
      fc.array(step, { maxLength: 60 }),
      (steps) => {
        const writer = new ByteWriter();
        const taken: { piece: Uint8Array; expected: number[] }[] = [];
        let expected: number[] = [];
        for (const step of [...steps, { type: "take" } as const]) {
          expected.push(...added(step));
          const piece = run(writer, step);
          if (step.type !== "take") continue;
          assertEquals(piece === null, expected.length === 0);
          if (piece !== null) taken.push({ piece, expected });
          expected = [];
        }
        for (const { piece, expected } of taken) {
          assertEquals([...piece], expected);
        }
      },
    ));
  });

  it("cuts small pieces from one block, and large ones from their own", () => {
    const writer = new ByteWriter();
    const pieces = [100, 100, 20_000, 100].map((length) => {
      writer.write(new Uint8Array(length));
      return writer.take() as Uint8Array;
    });
    const [first, second, large, last] = pieces as [
      Uint8Array,
      Uint8Array,
      Uint8Array,
      Uint8Array,
    ];
    assertEquals(first.buffer === second.buffer, true);
    assertEquals(large.buffer === first.buffer, false);
    assertEquals(last.buffer === large.buffer, false);
  });
});
