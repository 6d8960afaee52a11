import { assert, assertEquals, assertMatch } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import {
  streamLines,
  wholeResult,
} from "../../../lib/puter/simulator/chat/write.ts";
import { ask, question, toolNamed } from "./ask.ts";

const WEATHER = toolNamed("get_weather");
const BOTH = "What is the weather in Paris and in Rome?";

function textOf({ answer }: { answer: { text: string[] } }): string {
  return answer.text.join("");
}

function citiesOf({ answer }: ReturnType<typeof ask>): unknown[] {
  return answer.toolCalls.map((call) => JSON.parse(call.arguments).city);
}

describe("an answer in the simulator's own words", () => {
  it("says where it comes from, and what was asked", () => {
    const text = textOf(question("gpt-4o", "Who are you?"));
    assertMatch(text, /built-in simulator/);
    assert(text.includes("Who are you?"));
  });

  it("is Chinese when the question is", () => {
    assertMatch(textOf(question("gpt-4o", "你是谁？")), /模拟器.*你是谁/);
  });

  it("streams in pieces that make up the same text", () => {
    const whole = textOf(question("gpt-4o", "Tell me more, 请"));
    const { answer } = question("gpt-4o", "Tell me more, 请", { stream: true });
    assert(answer.text.length > 10);
    assertEquals(answer.text.join(""), whole);
    assert(Number(answer.delayMs) > 0);
  });

  it("tells what it sees of an image", () => {
    const png = "iVBORw0KGgoAAAANSUhEUgAAAAIAAAADCAYAAAAfFcSJ";
    const url = `data:image/png;base64,${png}`;
    const seen: [string, unknown][] = [
      ["gpt-4o", { type: "image_url", image_url: { url } }],
      ["gpt-5.4-pro", { type: "input_image", image_url: url }],
      ["claude-haiku-4-5", {
        type: "image",
        source: { type: "base64", media_type: "image/png", data: png },
      }],
    ];
    for (const [model, image] of seen) {
      const text = textOf(question(model, ["What is this?", image]));
      assertMatch(text, /image\/png, 2×3, 33 bytes/, model);
    }
  });

  it("draws where the model makes images", () => {
    const { answer } = question("gemini-3-pro-image-preview", "Draw a cat");
    assertMatch(answer.images[0] ?? "", /^data:image\/png;base64,/);
    assertEquals(question("gpt-4o", "Draw a cat").answer.images, []);
  });

  it("is as long as it is asked to be", () => {
    const { answer } = question("gpt-4o", "Write 500 words");
    assert(textOf({ answer }).split(/\s+/).length >= 500);
  });
});

describe("a simulated model with tools", () => {
  const tools = [WEATHER];

  it("calls the tool a question is about", () => {
    const two = [toolNamed("send_mail", { to: { type: "string" } }), WEATHER];
    const { answer } = question("gpt-4o", "How is the weather in Oslo?", {
      tools: two,
    });
    assertEquals(answer.finish, "tool_calls");
    assertEquals(answer.toolCalls.map(({ name }) => name), ["get_weather"]);
    assertEquals(answer.toolCalls[0]?.arguments, '{"city":"Oslo"}');
  });

  it("does not call one to answer a greeting", () => {
    const { answer } = question("gpt-4o", "Hello!", { tools });
    assertEquals([answer.toolCalls, answer.finish], [[], "stop"]);
  });

  it("calls for each place at once", () => {
    for (const model of ["gpt-4o", "gpt-5.4-pro", "mistral-large"]) {
      assertEquals(citiesOf(question(model, BOTH, { tools })), [
        "Paris",
        "Rome",
      ]);
    }
    const chinese = question("gpt-4o", "北京和上海的天气怎么样？", { tools });
    assertEquals(citiesOf(chinese), ["北京", "上海"]);
  });

  it("calls one after the other at Anthropic, or where told to", () => {
    const ways: [string, Record<string, unknown>][] = [
      ["claude-haiku-4-5", {}],
      ["gpt-5.4-pro", { parallel_tool_calls: false }],
    ];
    for (const [model, more] of ways) {
      const messages: unknown[] = [{ role: "user", content: BOTH }];
      const asked = [];
      for (;;) {
        const { answer } = ask({ model, messages, tools, ...more });
        const [call, ...others] = answer.toolCalls;
        assertEquals(others, []);
        if (call === undefined) break;
        const input = JSON.parse(call.arguments);
        asked.push(input.city);
        const { id, name } = call;
        messages.push(
          {
            role: "assistant",
            content: [{ type: "tool_use", id, name, input }],
          },
          { role: "tool", tool_call_id: id, content: "sunny" },
        );
      }
      assertEquals(asked, ["Paris", "Rome"], model);
    }
  });

  it("answers with the results it got", () => {
    const input = { city: "Oslo" };
    const { answer } = ask({
      model: "gpt-4o",
      tools,
      messages: [
        { role: "user", content: "How is the weather in Oslo?" },
        {
          role: "assistant",
          content: [{ type: "tool_use", id: "a", name: "get_weather", input }],
        },
        { role: "tool", tool_call_id: "a", content: "snow, -3" },
      ],
    });
    assertEquals(answer.toolCalls, []);
    assertMatch(textOf({ answer }), /get_weather: snow, -3/);
  });

  it("obeys the choice, as argument or in words", () => {
    const system = (content: string) => [
      { role: "system", content },
      { role: "user", content: "Hello!" },
    ];
    const two = [WEATHER, toolNamed("get_time")];
    const forced = question("gpt-5.4-pro", "Hello!", {
      tools: two,
      tool_choice: { type: "function", name: "get_time" },
    });
    assertEquals(forced.answer.toolCalls.map(({ name }) => name), ["get_time"]);
    const told = ask({
      model: "gpt-4o",
      tools: two,
      messages: system("Call the tool `get_time`."),
    });
    assertEquals(told.answer.toolCalls.map(({ name }) => name), ["get_time"]);
    const any = ask({
      model: "gpt-4o",
      tools: two,
      messages: system("Call at least one of the tools."),
    });
    assertEquals(any.answer.toolCalls.length, 1);
    const none = question("gpt-5.4-pro", BOTH, { tools, tool_choice: "none" });
    assertEquals(none.answer.toolCalls, []);
  });

  it("loses all but the last call of a stream, but for the Responses API", () => {
    const streamed = (model: string) => {
      const { answer, model: served } = question(model, BOTH, {
        tools,
        stream: true,
      });
      return streamLines(answer, served, null).map((line) => JSON.parse(line))
        .filter(({ type }) => type === "tool_use")
        .map(({ input }) => input.city);
    };
    assertEquals(streamed("gpt-4o"), ["Rome"]);
    assertEquals(streamed("claude-haiku-4-5"), ["Paris"]);
    assertEquals(streamed("gpt-5.4-pro"), ["Paris", "Rome"]);
  });
});

describe("a simulated model asked for JSON", () => {
  const schema = {
    type: "object",
    properties: { name: { type: "string" }, age: { type: "integer" } },
    required: ["name", "age"],
    additionalProperties: false,
  };
  const format = { type: "json_schema", name: "person", strict: true, schema };

  function personOf(asked: ReturnType<typeof ask>) {
    const person = JSON.parse(textOf(asked));
    assertEquals(Object.keys(person), ["name", "age"]);
    assert(Number.isInteger(person.age));
  }

  it("follows the schema of an argument", () => {
    personOf(question("gpt-5.4-pro", "A person", { text: { format } }));
    for (const model of ["seed-2-0-lite-260428", "muse-spark-1.2"]) {
      personOf(question(model, "A person", {
        custom: {
          response_format: { type: "json_schema", json_schema: format },
        },
      }));
    }
  });

  it("follows the schema of an instruction", () => {
    const words =
      "Answer with one JSON value that is valid against this JSON " +
      `Schema. Use {braces} with care.\n\n${JSON.stringify(schema)}`;
    for (const model of ["gpt-4o", "claude-haiku-4-5"]) {
      personOf(ask({
        model,
        messages: [
          { role: "system", content: words },
          { role: "user", content: "A person" },
        ],
      }));
    }
  });

  it("writes an object with the keys that are named", () => {
    const asked = question("gpt-4o", 'Give me JSON with "title" and "year"');
    assertEquals(Object.keys(JSON.parse(textOf(asked))), ["title", "year"]);
  });
});

describe("the limit of an answer", () => {
  it("cuts it, and says so where the vendor can", () => {
    for (const model of ["gpt-4o", "claude-haiku-4-5", "mistral-large"]) {
      const { answer, model: served } = question(model, "Who are you?", {
        max_tokens: 5,
      });
      assertEquals(answer.text.length, 5);
      assertEquals(answer.usage?.completion, 5);
      const result = JSON.stringify(wholeResult(answer, served, null));
      assertMatch(result, /"(length|max_tokens)"/, model);
    }
  });

  it("cuts the arguments of a call", () => {
    const { answer } = question("gpt-4o", "How is the weather in Oslo?", {
      tools: [WEATHER],
      max_tokens: 2,
    });
    assertEquals(answer.finish, "length");
    assertEquals(answer.toolCalls[0]?.arguments, '{"city":');
  });

  it("is 1000 tokens at xAI, whatever is asked for", () => {
    const { answer } = question("grok-4.6", "Write 4000 words", {
      max_tokens: 4000,
    });
    assertEquals(answer.text.length, 1000);
    assertEquals(answer.finish, "length");
    const chunks = question("grok-4.6", "TCHUNKS:1001").answer;
    assertEquals([chunks.text.length, chunks.finish], [1000, "length"]);
  });
});

describe("reasoning", () => {
  function keyOf(model: string, more: Record<string, unknown> = {}) {
    const { answer, model: served } = question(model, "Why?", more);
    const { message } = wholeResult(answer, served, null) as {
      message: Record<string, unknown>;
    };
    return ["reasoning", "reasoning_content"].filter((key) => message[key]);
  }

  it("is shown by models that reason, under their vendor's name", () => {
    assertEquals(keyOf("deepseek-v4-pro"), ["reasoning_content"]);
    assertEquals(keyOf("kimi-k3"), ["reasoning_content"]);
    const thinking = { custom: { thinking: { type: "enabled" } } };
    assertEquals(keyOf("glm-5.3", thinking), ["reasoning"]);
    assertEquals(keyOf("gpt-4o"), []);
    assertEquals(keyOf("gpt-5.4-pro", { reasoning: { effort: "high" } }), []);
  });

  it("is a block of its own at Anthropic, when an effort is asked for", () => {
    const { answer, model } = question("claude-haiku-4-5", "Why?", {
      reasoning_effort: "low",
      max_tokens: 4000,
    });
    const { message } = wholeResult(answer, model, null) as {
      message: { content: { type: string }[] };
    };
    assertEquals(message.content.map(({ type }) => type), ["thinking", "text"]);
    assertEquals(question("claude-haiku-4-5", "Why?").answer.reasoning, []);
  });
});
