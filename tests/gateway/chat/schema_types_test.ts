import { assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { unknownType } from "../../../lib/gateway/chat/schema_types.ts";

describe("unknownType()", () => {
  it("finds a type that is none, wherever schemas are", () => {
    const bad = { type: "strnig" };
    for (
      const schema of [
        bad,
        { type: ["string", "strnig"] },
        { items: bad },
        { prefixItems: [{ type: "string" }, bad] },
        { anyOf: [true, bad] },
        { additionalProperties: bad },
        { properties: { a: { properties: { b: bad } } } },
        { $defs: { a: bad } },
      ]
    ) assertEquals(unknownType(schema), "strnig", JSON.stringify(schema));
    assertEquals(unknownType({ type: null }), null);
  });

  it("takes what only looks like one", () => {
    for (
      const schema of [
        {},
        true,
        { type: ["integer", "null"] },
        { properties: { type: { type: "string" } } },
        { enum: [{ type: "strnig" }] },
        { const: { type: "strnig" } },
        { default: { type: "strnig" } },
        JSON.parse('{"__proto__":{"type":"strnig"}}'),
      ]
    ) assertEquals(unknownType(schema), undefined, JSON.stringify(schema));
  });
});
