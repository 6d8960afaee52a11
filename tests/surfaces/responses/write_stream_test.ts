import { assert, assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import type { ChatAnswer, Usage } from "../../../lib/chat/answer.ts";
import { replay } from "../../../lib/chat/replay.ts";
import { ApiError } from "../../../lib/http/errors.ts";
import {
  newResponseId,
  responseBody,
  ResponseStream,
  styleOf,
} from "../../../lib/surfaces/responses/mod.ts";
import { readResponseBody } from "../../../lib/surfaces/responses/read.ts";
import { ToolTable } from "../../../lib/surfaces/responses/tools.ts";
import { checkEvents } from "../../helpers/response_events.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

const USAGE: Usage = {
  promptTokens: 7,
  cachedTokens: 2,
  completionTokens: 5,
  reasoningTokens: 1,
  costMicroCents: null,
};

const TOOLS = [
  { type: "function", name: "look", parameters: { type: "object" } },
  { type: "custom", name: "write" },
  { type: "namespace", name: "web", tools: [{ type: "function", name: "go" }] },
];

function styled(fields: Record<string, unknown> = {}) {
  const body = readResponseBody({ model: "m", input: "hi", ...fields });
  return styleOf(body, {
    id: newResponseId("req_01ARZ3NDEKTSV4RRFFQ69G5FAV"),
    createdAt: 1_700_000_000,
    tools: new ToolTable(body.tools ?? []),
    store: false,
  });
}

/** Feeds a stream step by step; its bytes are taken after each step. */
function streamOf(
  steps: ((stream: ResponseStream) => void)[],
  fields: Record<string, unknown> = {},
) {
  const kept: string[] = [];
  const stream = new ResponseStream(
    styled(fields),
    { over: (json) => kept.push(decoder.decode(json)) },
  );
  let body = "";
  for (const step of steps) {
    step(stream);
    body += decoder.decode(stream.take() ?? new Uint8Array());
  }
  return { ...checkEvents(body), kept };
}

function say(kind: "text" | "reasoning", text: string) {
  return (stream: ResponseStream) => {
    const bytes = encoder.encode(`..${JSON.stringify(text)}..`);
    stream[kind](bytes, 3, bytes.byteLength - 3);
  };
}

function call(name: string, args: string) {
  return (stream: ResponseStream) =>
    stream.toolCall({ id: `call_${name}`, name, arguments: args });
}

const end = (stream: ResponseStream) => {
  stream.finish("stop", USAGE);
  stream.complete();
};

const text = fc.string({ unit: "binary", minLength: 1, maxLength: 40 });

const step = fc.oneof(
  text.map((words) => say("text", words)),
  text.map((words) => say("reasoning", words)),
  fc.tuple(
    fc.constantFrom("look", "write", "web__go", "unknown"),
    fc.oneof(fc.jsonValue().map((value) => JSON.stringify(value)), text),
  ).map(([name, args]) => call(name, args)),
  text.map((words) => (stream: ResponseStream) => stream.refusal(words)),
  fc.constantFrom("data:image/png;base64,aGk=", "https://x.test/y.png")
    .map((url) => (stream: ResponseStream) => stream.image(url)),
  fc.constant((stream: ResponseStream) => stream.keepAlive()),
);

const answers = fc.record<ChatAnswer>({
  text: fc.oneof(text, fc.constant("")),
  reasoning: fc.oneof(text, fc.constant("")),
  refusal: fc.option(text),
  toolCalls: fc.array(
    fc.record({
      id: fc.constantFrom("call_1", "call_2"),
      name: fc.constantFrom("look", "write", "web__go"),
      arguments: fc.constantFrom("", "{}", '{"input":"x"}'),
    }),
    { maxLength: 3 },
  ),
  images: fc.array(fc.constant("data:image/png;base64,aGk="), { maxLength: 2 }),
  finishReason: fc.constantFrom(
    "stop" as const,
    "length",
    "tool_calls",
    "content_filter",
  ),
  usage: fc.option(fc.constant(USAGE)),
});

describe("the stream of a response", () => {
  it("83, 87, 91: is valid for any sequence of events", () => {
    fc.assert(fc.property(
      fc.array(fc.array(step, { maxLength: 4 }), { maxLength: 6 }),
      fc.boolean(),
      (steps, encrypted) => {
        const include = encrypted ? ["reasoning.encrypted_content"] : [];
        const seen = streamOf(
          [
            ...steps.map((inner) => (stream: ResponseStream) =>
              inner.forEach((one) => one(stream))
            ),
            end,
          ],
          { tools: TOOLS, include },
        );
        assertEquals(seen.kept, [JSON.stringify(seen.response)]);
        assert(seen.response.output.length > 0);
      },
    ));
  });

  it("87: says the same items as the response of a whole answer", () => {
    fc.assert(fc.property(answers, (answer) => {
      const seen = streamOf([(stream) => {
        replay(answer, stream.choice());
        stream.complete();
      }], { tools: TOOLS });
      const whole = responseBody(answer, styled({ tools: TOOLS }));
      assertEquals(seen.response.output.map(bare), whole.output.map(bare));
      for (const field of ["status", "usage", "incomplete_details"]) {
        assertEquals(seen.response[field], whole[field]);
      }
    }));
  });

  it("138: fails as a failed response at any moment", () => {
    fc.assert(fc.property(fc.array(step, { maxLength: 6 }), (steps) => {
      const error = new ApiError("It broke", { status: 502, code: "broken" });
      const seen = streamOf([...steps, (stream) => stream.fail(error)]);
      assertEquals(seen.response.error, {
        code: "broken",
        message: "It broke",
      });
      assertEquals(seen.response.usage, null);
      const event = seen.events.at(-2);
      assertEquals([event?.type, event?.code, event?.message], [
        "error",
        "broken",
        "It broke",
      ]);
    }));
  });

  it("84, 85: makes one delta of the pieces of one step", () => {
    const seen = streamOf([
      (stream) => {
        say("reasoning", "I ")(stream);
        say("reasoning", "think")(stream);
      },
      (stream) => {
        say("text", "Hel")(stream);
        say("text", 'lo "you"\n')(stream);
      },
      say("text", "!"),
      end,
    ]);
    assertEquals(seen.types.slice(2, -1), [
      "response.output_item.added",
      "response.reasoning_summary_part.added",
      "response.reasoning_summary_text.delta",
      "response.reasoning_summary_text.done",
      "response.reasoning_summary_part.done",
      "response.output_item.done",
      "response.output_item.added",
      "response.content_part.added",
      "response.output_text.delta",
      "response.output_text.delta",
      "response.output_text.done",
      "response.content_part.done",
      "response.output_item.done",
    ]);
    assertEquals(seen.text, 'Hello "you"\n!');
    assertEquals(seen.reasoning, "I think");
  });

  it("numbers its events beyond nine and beyond ninety-nine", () => {
    const words = Array.from({ length: 120 }, () => say("text", "x"));
    const seen = streamOf([...words, end]);
    assertEquals(seen.events.length, 120 + 4 + 4);
  });

  it("names custom tools and namespaces as the client does", () => {
    const seen = streamOf([
      call("write", '{"input":"free text"}'),
      call("web__go", '{"to":"x"}'),
      end,
    ], { tools: TOOLS });
    const [custom, inner] = seen.response.output;
    assertEquals([custom?.type, custom?.name, custom?.input], [
      "custom_tool_call",
      "write",
      "free text",
    ]);
    assertEquals([inner?.type, inner?.name, inner?.namespace], [
      "function_call",
      "go",
      "web",
    ]);
  });

  it("81: ends as incomplete where the limit was reached", () => {
    const seen = streamOf([say("text", "half"), (stream) => {
      stream.finish("length", USAGE);
      stream.complete();
    }]);
    assertEquals(seen.response.status, "incomplete");
    assertEquals(seen.response.incomplete_details, {
      reason: "max_output_tokens",
    });
    assertEquals(seen.response.output[0]?.status, "incomplete");
  });
});

/** Without the id, which differs from stream to stream. */
function bare({ id: _, ...item }: { id: string }) {
  return item;
}
