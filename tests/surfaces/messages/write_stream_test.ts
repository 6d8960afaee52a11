import { assert, assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { ApiError } from "../../../lib/http/errors.ts";
import { messageDocument } from "../../../lib/surfaces/messages/write_json.ts";
import { MessageStream } from "../../../lib/surfaces/messages/write_stream.ts";
import {
  messageEvents,
  readMessageEvents,
} from "../../helpers/message_events.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

const NAME = { id: "msg_1", model: 'odd "model"' };

const USAGE = {
  promptTokens: 9,
  cachedTokens: 1,
  completionTokens: 2,
  reasoningTokens: 0,
  costMicroCents: 5,
};

function newStream(): MessageStream {
  return new MessageStream({ ...NAME, requestId: "req_1", inputTokens: 8 });
}

function tell(
  stream: MessageStream,
  kind: "text" | "reasoning",
  text: string,
): void {
  const bytes = encoder.encode(JSON.stringify(text));
  stream[kind](bytes, 1, bytes.byteLength - 1);
}

function taken(stream: MessageStream): string {
  return decoder.decode(stream.take() ?? undefined);
}

type Step =
  | { kind: "text" | "reasoning" | "refusal" | "image" | "call"; text: string }
  | { kind: "take" | "alive" };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constantFrom(
      "text" as const,
      "reasoning" as const,
      "refusal" as const,
      "image" as const,
      "call" as const,
    ),
    text: fc.string({ unit: "binary", minLength: 1 }),
  }),
  fc.record({ kind: fc.constantFrom("take" as const, "alive" as const) }),
);

/** Tells one step to a stream; what it wrote, where that was fetched. */
function take(stream: MessageStream, step: Step): string {
  switch (step.kind) {
    case "text":
    case "reasoning":
      tell(stream, step.kind, step.text);
      return "";
    case "refusal":
      stream.refusal(step.text);
      return "";
    case "image":
      stream.image(step.text);
      return "";
    case "call":
      stream.toolCall({ id: "a", name: "f", arguments: step.text });
      return "";
    case "alive":
      stream.keepAlive();
      return taken(stream);
    case "take":
      return taken(stream);
  }
}

function told(steps: Step[], kinds: string[]): string {
  return steps.map((step) => {
    if (!("text" in step) || !kinds.includes(step.kind)) return "";
    return step.kind === "image" ? `![image](${step.text})` : step.text;
  }).join("");
}

describe("MessageStream", () => {
  it("119: is a valid message whatever is told in whatever order", () => {
    fc.assert(fc.property(fc.array(step), (steps) => {
      const stream = newStream();
      let body = steps.map((step) => take(stream, step)).join("");
      stream.finish("stop", USAGE);
      stream.complete();
      body += taken(stream);
      const message = readMessageEvents(body);
      const join = (type: string, key: string) =>
        message.content.filter((block) => block.type === type)
          .map((block) => block[key]).join("");
      assertEquals(
        join("text", "text"),
        told(steps, ["text", "refusal", "image"]),
      );
      assertEquals(join("thinking", "thinking"), told(steps, ["reasoning"]));
      assertEquals(
        message.content.filter(({ type }) => type === "tool_use").length,
        steps.filter(({ kind }) => kind === "call").length,
      );
      assertEquals(message.order.slice(-2), ["message_delta", "message_stop"]);
    }));
  });

  it("119: may fail after anything with one error event", () => {
    fc.assert(fc.property(fc.array(step), (steps) => {
      const stream = newStream();
      let body = steps.map((step) => take(stream, step)).join("");
      stream.fail(new ApiError("Broken", { status: 502 }));
      body += taken(stream);
      const message = readMessageEvents(body);
      assertEquals(message.error, { type: "api_error", message: "Broken" });
      assertEquals(message.events.at(-1)?.request_id, "req_1");
    }));
  });

  it("119, 122: writes thinking, text and a call in this order", () => {
    const stream = newStream();
    tell(stream, "reasoning", "Hm");
    tell(stream, "reasoning", "m");
    tell(stream, "text", "Let me ");
    tell(stream, "text", "look.");
    stream.toolCall({ id: "toolu_1", name: "look", arguments: '{"at":"sky"}' });
    stream.finish("tool_calls", USAGE);
    stream.complete();
    const events = messageEvents(taken(stream));
    const signature = btoa("puter-2api:msg_1");
    assertEquals(events, [
      {
        type: "message_start",
        message: {
          ...NAME,
          type: "message",
          role: "assistant",
          content: [],
          stop_reason: null,
          stop_sequence: null,
          usage: {
            input_tokens: 8,
            cache_creation_input_tokens: 0,
            cache_read_input_tokens: 0,
            output_tokens: 0,
          },
        },
      },
      {
        type: "content_block_start",
        index: 0,
        content_block: { type: "thinking", thinking: "", signature: "" },
      },
      {
        type: "content_block_delta",
        index: 0,
        delta: { type: "thinking_delta", thinking: "Hmm" },
      },
      {
        type: "content_block_delta",
        index: 0,
        delta: { type: "signature_delta", signature },
      },
      { type: "content_block_stop", index: 0 },
      {
        type: "content_block_start",
        index: 1,
        content_block: { type: "text", text: "" },
      },
      {
        type: "content_block_delta",
        index: 1,
        delta: { type: "text_delta", text: "Let me look." },
      },
      { type: "content_block_stop", index: 1 },
      {
        type: "content_block_start",
        index: 2,
        content_block: {
          type: "tool_use",
          id: "toolu_1",
          name: "look",
          input: {},
        },
      },
      {
        type: "content_block_delta",
        index: 2,
        delta: { type: "input_json_delta", partial_json: '{"at":"sky"}' },
      },
      { type: "content_block_stop", index: 2 },
      {
        type: "message_delta",
        delta: { stop_reason: "tool_use", stop_sequence: null },
        usage: {
          input_tokens: 8,
          cache_creation_input_tokens: 0,
          cache_read_input_tokens: 1,
          output_tokens: 2,
        },
      },
      { type: "message_stop" },
    ]);
  });

  it("names the stop sequence, and says no tokens that nobody told", () => {
    const stream = newStream();
    tell(stream, "text", "a");
    stream.finish("stop", null, "END");
    const [delta] = messageEvents(taken(stream)).slice(-1);
    assertEquals(delta, {
      type: "message_delta",
      delta: { stop_reason: "stop_sequence", stop_sequence: "END" },
      usage: { output_tokens: 0 },
    });
  });

  it("begins the message before it keeps it alive", () => {
    const stream = newStream();
    stream.keepAlive();
    stream.keepAlive();
    const types = messageEvents(taken(stream)).map(({ type }) => type);
    assertEquals(types, ["message_start", "ping", "ping"]);
  });
});

describe("messageDocument()", () => {
  it("117: has an object as input whatever the model wrote", () => {
    fc.assert(fc.property(fc.string(), fc.json(), (words, json) => {
      for (const text of [words, json]) {
        const document = messageDocument({
          text: "",
          reasoning: "",
          refusal: null,
          images: [],
          toolCalls: [{ id: "a", name: "f", arguments: text }],
          finishReason: "tool_calls",
          usage: USAGE,
        }, NAME);
        const [block] = document.content;
        assert(block !== undefined && "input" in block);
        const { input } = block;
        assert(typeof input === "object" && !Array.isArray(input) && input);
        assertEquals(document.stop_reason, "tool_use");
      }
    }));
  });

  it("says how an answer ended", () => {
    const ended = (finishReason: "stop" | "length" | "content_filter") =>
      messageDocument({
        text: "a",
        reasoning: "",
        refusal: null,
        images: [],
        toolCalls: [],
        finishReason,
        usage: null,
      }, NAME).stop_reason;
    assertEquals(
      ["stop" as const, "length" as const, "content_filter" as const]
        .map(ended),
      ["end_turn", "max_tokens", "refusal"],
    );
  });
});
