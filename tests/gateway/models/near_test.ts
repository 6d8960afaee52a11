import { assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { nearModel } from "../../../lib/gateway/models/near.ts";
import { ModelIndex, parseModels } from "../../../lib/puter/models/models.ts";

const index = new ModelIndex(parseModels({
  models: [
    ["claude-haiku-4-5-20251001", "claude", ["claude-haiku-4-5"]],
    ["claude-sonnet-4-5-20250929", "claude", ["claude-sonnet-4-5"]],
    ["claude-sonnet-5", "claude", []],
    ["openrouter:anthropic/claude-sonnet-5", "openrouter", []],
    ["claude-opus-4-5-20251101", "claude", ["claude-opus-4-5"]],
    ["claude-opus-4-8", "claude", []],
    ["claude-fable-5", "claude", []],
    ["gpt-4o", "openai-completion", []],
  ].map(([id, provider, aliases]) => ({
    id,
    provider,
    aliases,
    ...(provider === "claude"
      ? { puterId: `anthropic:anthropic/${String(id).replace(/-\d{8}$/, "")}` }
      : {}),
  })),
}));

describe("nearModel()", () => {
  const rows: [name: string, near: string | undefined][] = [
    ["claude-haiku-4-5-20991231", "claude-haiku-4-5"],
    ["claude-3-5-haiku-20241022", "claude-haiku-4-5"],
    ["claude-3-haiku-20240307", "claude-haiku-4-5"],
    ["claude-haiku-9-latest", "claude-haiku-4-5"],
    ["anthropic/claude-sonnet-4-20250514", "claude-sonnet-4-5"],
    ["claude-sonnet-4-7-20260101", "claude-sonnet-4-5"],
    ["Claude-Sonnet-6-1-20260101[1m]", "claude-sonnet-5"],
    ["claude-sonnet-latest", "claude-sonnet-5"],
    ["claude-opus-4-6-20260101", "claude-opus-4-5"],
    ["claude-opus-4-7-20260101", "claude-opus-4-8"],
    ["claude-opus-latest", "claude-opus-4-8"],
    // No snapshot, no tier, nobody's.
    ["claude-haiku-9", undefined],
    ["claude-nope-5-20260101", undefined],
    ["claude-haiku-opus-20260101", undefined],
    ["gpt-4o-20260101", undefined],
    ["my-claude-haiku-4-5-20251001", undefined],
  ];
  for (const [name, near] of rows) {
    it(`is ${near} for ${name}`, () => {
      assertEquals(nearModel(index, name)?.publicId, near);
    });
  }

  it("is a vendor's own model before a reseller's", () => {
    assertEquals(
      nearModel(index, "claude-sonnet-5-20260101")?.model.provider,
      "claude",
    );
  });
});
