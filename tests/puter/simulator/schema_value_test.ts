import { assert, assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { Validator } from "@cfworker/json-schema";
import fc from "fast-check";
import { exampleValue } from "../../../lib/puter/simulator/chat/schema_value.ts";

type Schema = Record<string, unknown>;

function assertFits(schema: Schema, text = "x"): unknown {
  const value = exampleValue(schema, { text });
  const { valid, errors } = new Validator(schema, "2020-12", false)
    .validate(value);
  const said = errors.map(({ error }) => error).join("; ");
  assert(valid, `${JSON.stringify(value)} ${JSON.stringify(schema)}: ${said}`);
  return value;
}

const text = fc.record({
  type: fc.constant("string"),
  minLength: fc.integer({ min: 0, max: 10 }),
  maxLength: fc.integer({ min: 10, max: 40 }),
});

const number = fc.tuple(
  fc.constantFrom("number", "integer"),
  fc.integer({ min: -50, max: 50 }),
  fc.integer({ min: 1, max: 50 }),
  fc.boolean(),
).map(([type, low, span, open]): Schema => ({
  type,
  ...(open
    ? { exclusiveMinimum: low, exclusiveMaximum: low + span + 1 }
    : { minimum: low, maximum: low + span }),
}));

const plain = fc.oneof(
  text,
  number,
  fc.constantFrom<Schema>(
    { type: "boolean" },
    { type: "null" },
    { enum: ["red", "green"] },
    { const: 7 },
    { type: ["string", "null"] },
    { type: "integer", multipleOf: 5, minimum: 3 },
    { type: "string", format: "date-time" },
    { type: "string", format: "email" },
    { type: "string", pattern: "^[a-z]{2,4}-\\d{3}$" },
    { type: "string", pattern: "^(foo|bar)+[^x]?$" },
    {},
  ),
);

const { schema: anySchema } = fc.letrec<{ schema: Schema }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    plain,
    fc.tuple(
      fc.dictionary(fc.constantFrom("city", "name", "a", "b"), tie("schema")),
      fc.boolean(),
    ).map(([properties, all]): Schema => ({
      type: "object",
      properties,
      required: all ? Object.keys(properties) : [],
      additionalProperties: false,
    })),
    fc.tuple(tie("schema"), fc.nat(3)).map(([items, minItems]): Schema => ({
      type: "array",
      items,
      minItems,
      maxItems: minItems + 1,
    })),
    fc.array(tie("schema"), { minLength: 1, maxLength: 3 })
      .map((anyOf): Schema => ({ anyOf })),
  ),
}));

describe("a made-up value", () => {
  it("fits any schema of the usual words", () => {
    fc.assert(
      fc.property(anySchema, fc.string(), (schema, question) => {
        assertFits(schema, question);
      }),
    );
  });

  it("ends where a schema refers to itself", () => {
    const node = {
      type: "object",
      properties: {
        value: { type: "number" },
        children: { type: "array", items: { $ref: "#/$defs/node" } },
        next: { anyOf: [{ $ref: "#/$defs/node" }, { type: "null" }] },
      },
      required: ["value", "children", "next"],
      additionalProperties: false,
    };
    assertFits({ $ref: "#/$defs/node", $defs: { node } });
    assertFits({ ...node, $defs: { node } });
  });

  it("joins the parts of allOf", () => {
    assertEquals(
      assertFits({
        allOf: [
          { type: "object", properties: { a: { const: 1 } }, required: ["a"] },
          { properties: { b: { const: 2 } }, required: ["b"] },
        ],
      }),
      { b: 2, a: 1 },
    );
  });

  it("takes places, options and numbers from the question", () => {
    const schema = {
      type: "object",
      properties: {
        city: { type: "string" },
        unit: { enum: ["celsius", "fahrenheit"] },
        days: { type: "integer" },
      },
    };
    assertEquals(
      assertFits(schema, "Weather in Oslo for 3 days, in Fahrenheit"),
      { city: "Oslo", unit: "fahrenheit", days: 3 },
    );
  });
});
