import { assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import {
  fitsStrictMode,
  toClosedSchema,
  toJsonSchema,
} from "../../../lib/surfaces/generate_content/json_schema.ts";

describe("toJsonSchema()", () => {
  it("turns Google's schema into JSON Schema at every depth", () => {
    assertEquals(
      toJsonSchema({
        type: "OBJECT",
        description: "A person",
        nullable: true,
        propertyOrdering: ["tags", "age"],
        example: {},
        required: ["tags"],
        minProperties: "1",
        properties: {
          tags: {
            type: "ARRAY",
            minItems: "1",
            max_items: 3,
            items: { type: "STRING", enum: ["a", "b"], nullable: true },
          },
          age: { type: "INTEGER", minimum: 0, format: "int32" },
          any: {
            type: "TYPE_UNSPECIFIED",
            anyOf: [{ type: "NUMBER" }, { type: "BOOLEAN" }],
          },
        },
      }),
      {
        type: ["object", "null"],
        description: "A person",
        required: ["tags"],
        minProperties: 1,
        properties: {
          tags: {
            type: "array",
            minItems: 1,
            maxItems: 3,
            items: { type: ["string", "null"], enum: ["a", "b", null] },
          },
          age: { type: "integer", minimum: 0, format: "int32" },
          any: { anyOf: [{ type: "number" }, { type: "boolean" }] },
        },
      },
    );
  });
});

describe("fitsStrictMode()", () => {
  const inner = { type: "OBJECT", properties: { b: { type: "STRING" } } };

  it("wants objects closed and complete", () => {
    const complete = { ...inner, required: ["b"] };
    const whole = (a: Record<string, unknown>) => ({
      type: "OBJECT",
      properties: { a: { type: "ARRAY", items: a } },
      required: ["a"],
    });
    assertEquals(fitsStrictMode(toClosedSchema(whole(complete))), true);
    assertEquals(fitsStrictMode(toClosedSchema(whole(inner))), false);
    assertEquals(fitsStrictMode(toJsonSchema(whole(complete))), false);
  });

  it("wants an object at the root, and no keyword it does not know", () => {
    assertEquals(fitsStrictMode({ type: "array", items: {} }), false);
    const text = { type: "STRING", minLength: 2 };
    assertEquals(
      fitsStrictMode(
        toClosedSchema({ ...inner, properties: { b: text }, required: ["b"] }),
      ),
      false,
    );
  });
});
