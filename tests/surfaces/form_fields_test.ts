import { assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { z } from "zod";
import {
  formBoolean,
  formList,
  formNumber,
} from "../../lib/surfaces/form_fields.ts";

function read(schema: z.ZodType, value: unknown): unknown {
  const result = schema.safeParse(value);
  return result.success ? result.data : "refused";
}

describe("fields of forms", () => {
  it("are numbers where text is one within bounds", () => {
    const schema = formNumber(z.number().min(0).max(1));
    const cases: [unknown, unknown][] = [
      ["0.5", 0.5],
      [" .5 ", 0.5],
      [1, 1],
      ["2", "refused"],
      [2, "refused"],
      ["", "refused"],
      ["1e9", "refused"],
      ["hot", "refused"],
      [["1"], "refused"],
    ];
    for (const [value, expected] of cases) {
      assertEquals(read(schema, value), expected, JSON.stringify(value));
    }
  });

  it("are switches", () => {
    assertEquals(read(formBoolean(), "true"), true);
    assertEquals(read(formBoolean(), "0"), false);
    assertEquals(read(formBoolean(), false), false);
    assertEquals(read(formBoolean(), "yes"), "refused");
  });

  it("are lists, of one where the name comes once", () => {
    const schema = formList(z.enum(["word", "segment"]));
    assertEquals(read(schema, "word"), ["word"]);
    assertEquals(read(schema, ["word", "segment"]), ["word", "segment"]);
    assertEquals(read(schema, "letter"), "refused");
  });
});
