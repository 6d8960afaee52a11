import { assertEquals, assertMatch } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { answerChat } from "../../../lib/puter/simulator/chat/answer.ts";
import history from "../../fixtures/puter/chat_tool_history.json" with {
  type: "json",
};
import { refusal, toolNamed } from "./ask.ts";
import { modelOf } from "./sim_models.ts";

const GPT = "gpt-4o";
const CLAUDE = "claude-haiku-4-5";
const RESPONSES = "gpt-5.4-pro";
const O3_PRO = "o3-pro";

const IMAGE_URL = {
  type: "image_url",
  image_url: { url: "https://example.com/a.png" },
};
const CLAUDE_IMAGE = {
  type: "image",
  source: { type: "url", url: "https://example.com/a.png" },
};
const INPUT_IMAGE = {
  type: "input_image",
  image_url: "https://example.com/a.png",
};
const TOOLS = [toolNamed("get_weather")];

function user(content: unknown) {
  return { role: "user", content };
}

function call(id: string, input: unknown = { city: "Paris" }) {
  return {
    role: "assistant",
    content: [{ type: "tool_use", id, name: "get_weather", input }],
  };
}

function result(id: string) {
  return { role: "tool", tool_call_id: id, content: "sunny" };
}

function withTools(...messages: unknown[]) {
  return { messages: [user("Weather?"), ...messages], tools: TOOLS };
}

type Args = Record<string, unknown>;

describe("the history of tool calls", () => {
  const TAKEN: Record<string, string[]> = {
    [GPT]: ["B", "C", "D"],
    [CLAUDE]: ["A", "B", "C", "D"],
    [RESPONSES]: ["D"],
  };
  for (const [form, { sent_to_puter: messages }] of Object.entries(history)) {
    for (const [model, taken] of Object.entries(TAKEN)) {
      const expected = taken.includes(form[0] ?? "");
      it(`is ${expected ? "taken" : "refused"} by ${model}: ${form}`, () => {
        const words = refusal({ model, messages, tools: TOOLS });
        assertEquals(words === undefined, expected, words);
      });
    }
  }
});

describe("requests that vendors take", () => {
  const cases: [name: string, model: string, args: Args][] = [
    ["its own image", GPT, { messages: [user([IMAGE_URL])] }],
    ["its own image", CLAUDE, { messages: [user([CLAUDE_IMAGE])] }],
    ["its own image", RESPONSES, { messages: [user([INPUT_IMAGE])] }],
    ["an image", "mistral-large", { messages: [user([IMAGE_URL])] }],
    ["a call and its result", GPT, withTools(call("a"), result("a"))],
    ["a call and its result", CLAUDE, withTools(call("a"), result("a"))],
    [
      "a call and its result",
      "mistral-large",
      withTools(call("a"), result("a")),
    ],
    [
      "a call and its result",
      "deepseek-chat",
      withTools(call("a"), result("a")),
    ],
    ["a developer", GPT, { messages: [{ role: "developer", content: "x" }] }],
    ["a system message late", CLAUDE, {
      messages: [user("x"), { role: "system", content: "y" }],
    }],
    ["a budget", CLAUDE, {
      messages: [user("x")],
      reasoning_effort: "low",
      max_tokens: 2000,
    }],
  ];
  for (const [name, model, args] of cases) {
    it(`hold ${name}, at ${model}`, () => {
      assertEquals(refusal({ model, ...args }), undefined);
    });
  }
});

describe("requests that vendors refuse", () => {
  const cases: [name: string, model: string, args: Args, words: RegExp][] = [
    ["OpenAI's image", CLAUDE, { messages: [user([IMAGE_URL])] }, /image_url/],
    [
      "OpenAI's image",
      RESPONSES,
      { messages: [user([IMAGE_URL])] },
      /image_url/,
    ],
    ["Anthropic's image", GPT, { messages: [user([CLAUDE_IMAGE])] }, /'image'/],
    ["an image where none are seen", "deepseek-chat", {
      messages: [user([IMAGE_URL])],
    }, /image_url is only supported/],
    [
      "an unknown role",
      GPT,
      { messages: [{ role: "bot", content: "x" }] },
      /'bot'/,
    ],
    ["a developer", CLAUDE, {
      messages: [{ role: "developer", content: "x" }],
    }, /Unexpected role/],
    ["a developer's bare text", RESPONSES, {
      messages: [{ role: "developer", content: "x" }],
    }, /'text'/],
    ["an unknown field", CLAUDE, {
      messages: [{ ...user("x"), name: "Ada" }],
    }, /name: Extra inputs/],
    [
      "arguments encoded twice",
      GPT,
      withTools(call("a", '{"b":1}'), result("a")),
      /arguments/,
    ],
    [
      "a result without call",
      GPT,
      withTools(result("a")),
      /must be a response/,
    ],
    ["a result without call", CLAUDE, withTools(result("a")), /unexpected/],
    [
      "a result without call",
      RESPONSES,
      withTools(result("a")),
      /No tool call/,
    ],
    [
      "a call without result",
      GPT,
      withTools(call("a"), user("x")),
      /followed by/,
    ],
    [
      "a call without result",
      CLAUDE,
      withTools(call("a"), user("x")),
      /without/,
    ],
    [
      "a call without result",
      RESPONSES,
      withTools(call("a"), user("x")),
      /No tool output/,
    ],
    [
      "a result that comes late",
      GPT,
      withTools(call("a"), user("x"), result("a")),
      /must be a response|followed by/,
    ],
    [
      "an id of other signs",
      CLAUDE,
      withTools(call("f:0"), result("f:0")),
      /pattern/,
    ],
    ["calls without tools", CLAUDE, {
      messages: [user("x"), call("a"), result("a")],
    }, /must define tools/],
    ["a loop without thoughts", CLAUDE, {
      ...withTools(call("a"), result("a")),
      reasoning_effort: "low",
      max_tokens: 2000,
    }, /Expected `thinking`/],
    ["blank text", CLAUDE, { messages: [user(" ")] }, /non-whitespace/],
    ["a wrong tool name", GPT, {
      messages: [user("x")],
      tools: [toolNamed("a b")],
    }, /pattern/],
    [
      "no tools in a list",
      GPT,
      { messages: [user("x")], tools: [] },
      /empty array/,
    ],
    ["no messages", GPT, { messages: [] }, /empty array/],
    ["no messages", CLAUDE, { messages: [] }, /at least one/],
    ["a temperature it fixes", "gpt-5", {
      messages: [user("x")],
      temperature: 0.2,
    }, /temperature/],
    ["a temperature it fixes", RESPONSES, {
      messages: [user("x")],
      temperature: 0.2,
    }, /temperature/],
    ["an effort it has not", GPT, {
      messages: [user("x")],
      reasoning_effort: "low",
    }, /reasoning_effort/],
    ["an effort in the wrong place", O3_PRO, {
      messages: [user("x")],
      reasoning: { effort: "low" },
    }, /moved to/],
    [
      "too few tokens",
      RESPONSES,
      { messages: [user("x")], max_tokens: 7 },
      />= 16/,
    ],
    [
      "too many tokens",
      GPT,
      { messages: [user("x")], max_tokens: 1e6 },
      /too large/,
    ],
    ["a forced call", "minimax-m3", {
      messages: [user("x")],
      tools: TOOLS,
      tool_choice: "required",
    }, /tool_choice/],
    ["a loose schema that is strict", RESPONSES, {
      messages: [user("x")],
      text: {
        format: {
          type: "json_schema",
          name: "a",
          strict: true,
          schema: { type: "object", properties: { b: {} } },
        },
      },
    }, /additionalProperties/],
    ["JSON that no word asks for", RESPONSES, {
      messages: [user("x")],
      text: { format: { type: "json_object" } },
    }, /word 'json'/],
    ["a prompt that is too long", "openrouter:acme/router-1", {
      messages: [user("word ".repeat(40_000))],
    }, /maximum context length/],
  ];
  for (const [name, model, args, words] of cases) {
    it(`hold ${name}, at ${model}`, () => {
      assertMatch(refusal({ model, ...args }) ?? "", words);
    });
  }

  it("are answered with 400, and with a line in Claude's streams", () => {
    const args = { model: CLAUDE, messages: [user(" ")] };
    const { outcome } = answerChat(args, modelOf(args));
    assertEquals([outcome.kind, "status" in outcome && outcome.status], [
      "error",
      400,
    ]);
    const streamed = answerChat({ ...args, stream: true }, modelOf(args));
    assertEquals(streamed.outcome.kind, "answer");
  });
});

describe("messages that Puter itself refuses", () => {
  const cases: [name: string, messages: unknown, status: number][] = [
    ["no content", [{ role: "user" }], 400],
    ["null", [null], 400],
    ["a list as message", [[]], 400],
    ["a number as part", [user([1])], 400],
    ["null as part", [user([null])], 500],
    ["an object", {}, 500],
    ["calls without function", [{ role: "assistant", tool_calls: [{}] }], 500],
  ];
  for (const [name, messages, status] of cases) {
    it(`hold ${name}: ${status}`, () => {
      const { outcome, vendorRequest } = answerChat(
        { model: GPT, messages },
        modelOf({ model: GPT }),
      );
      assertEquals("status" in outcome && outcome.status, status);
      assertEquals(vendorRequest, null);
    });
  }

  it("hold tools that are no list: 500", () => {
    const { outcome } = answerChat(
      { model: GPT, messages: [user("x")], tools: "x" },
      modelOf({ model: GPT }),
    );
    assertEquals("status" in outcome && outcome.status, 500);
  });
});
