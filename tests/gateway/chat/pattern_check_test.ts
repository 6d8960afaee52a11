import { assert, assertEquals, assertRejects } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import {
  complaintInTime,
  hasPatterns,
} from "../../../lib/gateway/chat/pattern_check.ts";

describe("complaintInTime()", () => {
  it("says whether a value fits patterns", async () => {
    const schema = {
      type: "object",
      properties: { mail: { type: "string", pattern: "^[^@]+@[^@]+$" } },
    };
    assertEquals(await complaintInTime(schema, { mail: "a@b" }), null);
    const complaint = await complaintInTime(schema, { mail: "a" });
    assert(complaint?.includes("mail"), complaint ?? "");
  });

  it("gives up a pattern that takes for ever, and waits for nobody", async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 10);
    const schema = { type: "string", pattern: "^(a+)+$" };
    await assertRejects(() => complaintInTime(schema, `${"a".repeat(60)}!`));
    clearInterval(timer);
    assert(turns > 5, `${turns}`);
  });

  it("throws what cannot be followed", async () => {
    await assertRejects(() => complaintInTime({ pattern: "(" }, "a"));
  });
});

describe("hasPatterns()", () => {
  it("finds them at any depth", () => {
    assert(hasPatterns({ properties: { a: { pattern: "b" } } }));
    assert(hasPatterns({ patternProperties: { a: {} } }));
    assert(!hasPatterns({ properties: { a: { type: "string" } } }));
  });
});
