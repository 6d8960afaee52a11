import { assert, assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import type { ChatRequest } from "../../../lib/chat/request.ts";
import { ApiError } from "../../../lib/http/errors.ts";
import { newRequestId } from "../../../lib/http/request_id.ts";
import {
  isResponseId,
  itemId,
  newResponseId,
  responseIdOf,
} from "../../../lib/surfaces/responses/ids.ts";
import {
  inputItems,
  readResponse,
  readResponseBody,
  withItemIds,
} from "../../../lib/surfaces/responses/mod.ts";
import type { ToolBody } from "../../../lib/surfaces/responses/schema.ts";
import { ToolTable } from "../../../lib/surfaces/responses/tools.ts";

/** Functions have such names at every vendor. */
const VENDOR_NAME = /^[\w-]{1,64}$/;

function read(fields: Record<string, unknown>): ChatRequest {
  const body = readResponseBody({ model: "m", ...fields });
  const items = inputItems(body.input).map((item, index) => ({
    item,
    at: `input[${index}]`,
  }));
  return readResponse(body, items).request;
}

const name = fc.stringMatching(/^[a-zA-Z0-9_-]{1,64}$/);

const aFunction = fc.record({
  type: fc.constantFrom("function", "custom"),
  name,
});

interface FlatTool {
  type: string;
  name: string;
  namespace?: string;
}

const tools = fc.array(
  fc.oneof(
    aFunction,
    fc.record({
      type: fc.constant("namespace"),
      name: fc.string({ minLength: 1, maxLength: 80 }),
      tools: fc.array(aFunction, { maxLength: 4 }),
    }),
  ),
  { maxLength: 6 },
);

const word = fc.oneof(
  fc.constantFrom(
    "message",
    "function_call",
    "function_call_output",
    "custom_tool_call",
    "reasoning",
    "input_text",
    "input_image",
    "user",
    "assistant",
    "namespace",
    "function",
  ),
  fc.string(),
);

const anything = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    word,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(
      fc.constantFrom(
        "type",
        "role",
        "content",
        "text",
        "name",
        "call_id",
        "arguments",
        "input",
        "output",
        "image_url",
        "id",
        "tools",
        "format",
      ),
      tie("value"),
      { maxKeys: 5 },
    ),
  ),
})).value;

describe("the body of a response", () => {
  it("is read, or refused as the client's fault, whatever it is", () => {
    fc.assert(
      fc.property(
        fc.record({
          input: anything,
          tools: anything,
          tool_choice: anything,
          text: anything,
          instructions: anything,
        }, { requiredKeys: [] }),
        (fields) => {
          try {
            assert(read(fields).messages.length >= 0);
          } catch (thrown) {
            assert(thrown instanceof ApiError, String(thrown));
            assertEquals(thrown.status, 400);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it("puts instructions first and keeps the order of items", () => {
    const { messages } = read({
      instructions: "Be kind.",
      input: [
        { role: "user", content: "one" },
        { type: "reasoning", id: "rs_1", summary: [] },
        {
          type: "function_call",
          call_id: "c1",
          name: "f",
          arguments: "",
          extra_content: { google: 1 },
        },
        { type: "function_call_output", call_id: "c1", output: "" },
        { role: "assistant", content: [{ type: "refusal", refusal: "no" }] },
      ],
    });
    assertEquals(messages, [
      { role: "system", text: "Be kind." },
      { role: "user", content: [{ type: "text", text: "one" }] },
      {
        role: "assistant",
        text: "",
        toolCalls: [{
          id: "c1",
          name: "f",
          arguments: "{}",
          extraContent: { google: 1 },
        }],
      },
      { role: "tool", callId: "c1", text: "" },
      { role: "assistant", text: "no", toolCalls: [] },
    ]);
  });

  it("takes every choice among the tools", () => {
    const given = [
      { type: "function", name: "a" },
      { type: "custom", name: "b" },
      {
        type: "namespace",
        name: "n",
        tools: [{ type: "function", name: "a" }],
      },
    ];
    const choose = (tool_choice: unknown) => {
      const request = read({ input: "hi", tools: given, tool_choice });
      return [request.toolChoice, request.tools.map(({ name }) => name)];
    };
    const all = ["a", "b", "n__a"];
    for (const mode of ["auto", "none", "required"] as const) {
      assertEquals(choose(mode), [{ mode }, all]);
    }
    assertEquals(choose({ type: "function", name: "a" })[0], {
      mode: "tool",
      name: "a",
    });
    assertEquals(
      choose({ type: "function", name: "a", namespace: "n" })[0],
      { mode: "tool", name: "n__a" },
    );
    assertEquals(choose({ type: "web_search" })[0], { mode: "auto" });
    const allowed = {
      type: "allowed_tools",
      mode: "required",
      tools: [{ type: "custom", name: "b" }],
    };
    assertEquals(choose(allowed), [{ mode: "required" }, ["b"]]);
  });

  it("tells the model the grammar of a custom tool", () => {
    const [tool] = read({
      input: "hi",
      tools: [{
        type: "custom",
        name: "apply_patch",
        description: "Edits files",
        format: { type: "grammar", syntax: "lark", definition: "start: X" },
      }],
    }).tools;
    const description = tool?.description ?? "";
    assert(description.startsWith("Edits files"));
    assert(description.includes("lark") && description.includes("start: X"));
    assertEquals(Object.keys(tool?.parameters?.properties ?? {}), ["input"]);
  });
});

describe("ToolTable", () => {
  it("gives each tool a name of its own that leads back to it", () => {
    fc.assert(fc.property(tools, (given) => {
      const table = new ToolTable(given as ToolBody[]);
      const names = table.tools.map(({ name }) => name);
      assertEquals(new Set(names).size, names.length);
      const flat = given.flatMap((tool): FlatTool[] =>
        "tools" in tool
          ? tool.tools.map((inner) => ({ ...inner, namespace: tool.name }))
          : [tool]
      );
      names.forEach((name, index) => {
        assert(VENDOR_NAME.test(name), name);
        const found = table.clientTool({ id: "", name, arguments: "" });
        assertEquals(
          [found.kind, found.name, found.namespace],
          [flat[index]?.type, flat[index]?.name, flat[index]?.namespace],
        );
      });
    }));
  });
});

describe("ids", () => {
  it("of items tell the response they belong to", () => {
    const id = newResponseId(newRequestId());
    assert(isResponseId(id));
    fc.assert(fc.property(
      fc.constantFrom("msg" as const, "rs", "fc", "fco", "item"),
      fc.constantFrom("input" as const, "output"),
      fc.nat({ max: 100_000 }),
      (prefix, side, index) => {
        const made = itemId(id, prefix, { side, index });
        assert(made.startsWith(`${prefix}_`));
        assertEquals(responseIdOf(made), id);
      },
    ));
  });

  it("of others tell none", () => {
    fc.assert(fc.property(fc.string(), (text) => {
      assertEquals(responseIdOf(text), null);
    }));
  });

  it("are made for input items that have none", () => {
    const id = newResponseId(newRequestId());
    const items = withItemIds([
      { role: "user", content: "hi" },
      { type: "function_call", id: "fc_mine" },
    ], id);
    assertEquals(responseIdOf(items[0]?.id ?? ""), id);
    assertEquals([items[0]?.type, items[1]?.id], ["message", "fc_mine"]);
  });
});
