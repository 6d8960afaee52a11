import { assert, assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { ApiError } from "../../../lib/http/errors.ts";
import {
  readCountTokens,
  readMessages,
} from "../../../lib/surfaces/messages/read.ts";

const BLOCK_TYPES = [
  "text",
  "image",
  "document",
  "search_result",
  "tool_use",
  "tool_result",
  "thinking",
  "mcp_tool_use",
];

/** Blocks of every kind with anything in their fields. */
const block = fc.record({
  type: fc.constantFrom(...BLOCK_TYPES),
  text: fc.jsonValue(),
  source: fc.oneof(
    fc.jsonValue(),
    fc.record({
      type: fc.constantFrom("base64", "url", "text", "content", "file"),
      data: fc.jsonValue(),
      url: fc.jsonValue(),
      media_type: fc.jsonValue(),
      content: fc.jsonValue(),
    }),
  ),
  content: fc.jsonValue(),
  id: fc.jsonValue(),
  name: fc.jsonValue(),
  input: fc.jsonValue(),
  tool_use_id: fc.jsonValue(),
  title: fc.jsonValue(),
  cache_control: fc.jsonValue(),
}, { requiredKeys: ["type"] });

const body = fc.record({
  model: fc.oneof(fc.constant("m"), fc.jsonValue()),
  messages: fc.array(fc.record({
    role: fc.constantFrom("user", "assistant", "system", "tool"),
    content: fc.oneof(fc.string(), fc.array(block), fc.jsonValue()),
  })),
  system: fc.oneof(fc.string(), fc.array(block)),
  tools: fc.jsonValue(),
  thinking: fc.jsonValue(),
}, { requiredKeys: ["messages"] });

function request(
  content: unknown,
  fields: Record<string, unknown> = {},
) {
  return readMessages({
    model: "m",
    messages: [{ role: "user", content }],
    ...fields,
  });
}

describe("readMessages()", () => {
  it("takes anything, or says what is wrong with it", () => {
    fc.assert(fc.property(fc.oneof(body, fc.jsonValue()), (value) => {
      for (const read of [readMessages, readCountTokens]) {
        try {
          assert(read(value).messages.length >= 0);
        } catch (thrown) {
          assert(thrown instanceof ApiError, `${thrown}`);
          assertEquals(thrown.status, 400);
        }
      }
    }));
  });

  it("puts results before what the user says beside them", () => {
    const { messages } = request([
      { type: "text", text: "And?" },
      { type: "tool_result", tool_use_id: "a", content: "1" },
      { type: "tool_result", tool_use_id: "b", content: [] },
    ]);
    assertEquals(messages, [
      { role: "tool", callId: "a", text: "1" },
      { role: "tool", callId: "b", text: "" },
      { role: "user", content: [{ type: "text", text: "And?" }] },
    ]);
  });

  it("reads calls, and leaves thinking out", () => {
    const { messages } = readMessages({
      model: "m",
      messages: [{
        role: "assistant",
        content: [
          { type: "thinking", thinking: "Hm", signature: "abc" },
          { type: "text", text: "Look" },
          { type: "text", text: "ing." },
          { type: "tool_use", id: "a", name: "look", input: { at: "sky" } },
          { type: "tool_use", id: "b", name: "wait" },
        ],
      }],
    });
    assertEquals(messages, [{
      role: "assistant",
      text: "Looking.",
      toolCalls: [
        { id: "a", name: "look", arguments: '{"at":"sky"}' },
        { id: "b", name: "wait", arguments: "{}" },
      ],
    }]);
  });

  it("turns thinking into an effort", () => {
    const effort = (fields: Record<string, unknown>) =>
      request("hi", fields).reasoningEffort;
    const enabled = (budget_tokens?: number) =>
      effort({ thinking: { type: "enabled", budget_tokens } });
    assertEquals(effort({}), undefined);
    assertEquals(effort({ thinking: { type: "disabled" } }), "none");
    assertEquals(effort({ thinking: { type: "adaptive" } }), "high");
    assertEquals(effort({ output_config: { effort: "xhigh" } }), "high");
    assertEquals(effort({ output_config: { effort: "low" } }), "low");
    assertEquals([1024, 2048, 2049, 6144, 6145].map(enabled), [
      "low",
      "low",
      "medium",
      "medium",
      "high",
    ]);
    assertEquals(enabled(), "medium");
  });

  it("knows the ways to choose a tool", () => {
    const tools = [{ name: "f", input_schema: { type: "object" } }];
    const choice = (tool_choice: unknown) => {
      const read = request("hi", { tools, tool_choice });
      return [read.toolChoice, read.parallelToolCalls];
    };
    assertEquals(choice(undefined), [{ mode: "auto" }, undefined]);
    assertEquals(choice({ type: "none" }), [{ mode: "none" }, undefined]);
    assertEquals(choice({ type: "any", disable_parallel_tool_use: true }), [
      { mode: "required" },
      false,
    ]);
    assertEquals(choice({ type: "tool", name: "f" }), [
      { mode: "tool", name: "f" },
      undefined,
    ]);
  });
});
