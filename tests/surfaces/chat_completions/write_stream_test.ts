import { assert, assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { ApiError } from "../../../lib/http/errors.ts";
import type { ChatCompletionStyle } from "../../../lib/surfaces/chat_completions/read.ts";
import { ChatCompletionStream } from "../../../lib/surfaces/chat_completions/write_stream.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

const USAGE = {
  promptTokens: 9,
  cachedTokens: 1,
  completionTokens: 2,
  reasoningTokens: 0,
  costMicroCents: 5,
};

function streamOf(style: Partial<ChatCompletionStyle> = {}) {
  return new ChatCompletionStream({ id: "chatcmpl-1", created: 7 }, {
    model: 'odd "model"',
    includeUsage: false,
    legacyFunctions: false,
    customTools: new Set(),
    ...style,
  });
}

function tell(
  sink: ReturnType<ChatCompletionStream["choice"]>,
  kind: "text" | "reasoning",
  text: string,
): void {
  const bytes = encoder.encode(JSON.stringify(text));
  sink[kind](bytes, 1, bytes.byteLength - 1);
}

interface Chunk {
  id: string;
  object: string;
  created: number;
  model: string;
  choices: {
    index: number;
    delta: Record<string, unknown>;
    finish_reason: string | null;
  }[];
  usage?: unknown;
}

/** The chunks of a stream's bytes; fails on anything but `data:` events. */
function chunksOf(bytes: Uint8Array | null): (Chunk | "[DONE]")[] {
  const text = decoder.decode(bytes ?? new Uint8Array());
  if (text === "") return [];
  assert(text.endsWith("\n\n"));
  return text.slice(0, -2).split("\n\n").map((event) => {
    assert(event.startsWith("data: ") && !event.includes("\n"), event);
    const data = event.slice(6);
    return data === "[DONE]" ? data : JSON.parse(data);
  });
}

function deltasOf(chunks: (Chunk | "[DONE]")[]) {
  return chunks.flatMap((chunk) =>
    chunk === "[DONE]" ? [] : chunk.choices.map((choice) => choice.delta)
  );
}

describe("ChatCompletionStream", () => {
  it("writes role, text, finish and end in this order", () => {
    const stream = streamOf();
    const sink = stream.choice(0);
    tell(sink, "text", "Hel");
    tell(sink, "text", "lo");
    sink.finish("stop", USAGE);
    stream.complete();
    const chunks = chunksOf(stream.take());
    assertEquals(deltasOf(chunks), [
      { role: "assistant", content: "", refusal: null },
      { content: "Hello" },
      {},
    ]);
    assertEquals(chunks.at(-1), "[DONE]");
    const last = chunks.at(-2) as Chunk;
    assertEquals(last.choices[0]?.finish_reason, "stop");
    for (const chunk of chunks) {
      if (chunk === "[DONE]") continue;
      assertEquals(
        [chunk.id, chunk.object, chunk.created, chunk.model, chunk.usage],
        ["chatcmpl-1", "chat.completion.chunk", 7, 'odd "model"', undefined],
      );
    }
  });

  it("gives the same text back whatever is told between two takes", () => {
    const step = fc.oneof(
      fc.string({ unit: "binary" }).map((text) => ({ text })),
      fc.string({ unit: "grapheme" }).map((reasoning) => ({ reasoning })),
      fc.constant("take" as const),
    );
    fc.assert(fc.property(fc.array(step), (steps) => {
      const stream = streamOf({ includeUsage: true });
      const sink = stream.choice(0);
      const chunks: (Chunk | "[DONE]")[] = [];
      let text = "";
      let reasoning = "";
      for (const step of steps) {
        if (step === "take") chunks.push(...chunksOf(stream.take()));
        else if ("text" in step) {
          tell(sink, "text", step.text);
          text += step.text;
        } else {
          tell(sink, "reasoning", step.reasoning);
          reasoning += step.reasoning;
        }
      }
      sink.finish("length", USAGE);
      stream.complete();
      chunks.push(...chunksOf(stream.take()));
      const deltas = deltasOf(chunks);
      assertEquals(deltas.map((delta) => delta.content ?? "").join(""), text);
      assertEquals(
        deltas.map((delta) => delta.reasoning_content ?? "").join(""),
        reasoning,
      );
      assertEquals(deltas.filter((delta) => "role" in delta).length, 1);
      assert("role" in (deltas[0] ?? {}));
    }));
  });

  it("sends usage once, in a chunk of its own, when asked", () => {
    const stream = streamOf({ includeUsage: true });
    const sink = stream.choice(0);
    tell(sink, "text", "a");
    sink.finish("stop", USAGE);
    stream.complete();
    const chunks = chunksOf(stream.take());
    const usage = chunks.at(-2) as Chunk;
    assertEquals(usage.choices, []);
    assertEquals(usage.usage, {
      prompt_tokens: 9,
      completion_tokens: 2,
      total_tokens: 11,
      prompt_tokens_details: { cached_tokens: 1, audio_tokens: 0 },
      completion_tokens_details: {
        reasoning_tokens: 0,
        audio_tokens: 0,
        accepted_prediction_tokens: 0,
        rejected_prediction_tokens: 0,
      },
    });
    for (const chunk of chunks.slice(0, -2)) {
      assertEquals((chunk as Chunk).usage, null);
    }
  });

  it("names a call once and numbers parallel calls", () => {
    const stream = streamOf();
    const sink = stream.choice(0);
    sink.toolCall({ id: "a", name: "f", arguments: '{"x":1}' });
    sink.toolCall({ id: "b", name: "g", arguments: "" });
    sink.finish("tool_calls", USAGE);
    assertEquals(deltasOf(chunksOf(stream.take())), [
      { role: "assistant", content: null, refusal: null },
      {
        tool_calls: [{
          index: 0,
          id: "a",
          type: "function",
          function: { name: "f", arguments: "" },
        }],
      },
      { tool_calls: [{ index: 0, function: { arguments: '{"x":1}' } }] },
      {
        tool_calls: [{
          index: 1,
          id: "b",
          type: "function",
          function: { name: "g", arguments: "" },
        }],
      },
      { tool_calls: [{ index: 1, function: { arguments: "{}" } }] },
      {},
    ]);
  });

  it("answers legacy requests with function_call", () => {
    const stream = streamOf({ legacyFunctions: true });
    const sink = stream.choice(0);
    sink.toolCall({ id: "a", name: "f", arguments: "{}" });
    sink.finish("tool_calls", USAGE);
    const chunks = chunksOf(stream.take());
    assertEquals(deltasOf(chunks).slice(1), [
      { function_call: { name: "f", arguments: "" } },
      { function_call: { arguments: "{}" } },
      {},
    ]);
    assertEquals(
      (chunks.at(-1) as Chunk).choices[0]?.finish_reason,
      "function_call",
    );
  });

  it("answers custom tools with their free text", () => {
    const stream = streamOf({ customTools: new Set(["sh"]) });
    const sink = stream.choice(0);
    sink.toolCall({ id: "a", name: "sh", arguments: '{"input":"ls"}' });
    assertEquals(deltasOf(chunksOf(stream.take())).slice(1), [
      {
        tool_calls: [{
          index: 0,
          id: "a",
          type: "custom",
          custom: { name: "sh", input: "" },
        }],
      },
      { tool_calls: [{ index: 0, custom: { input: "ls" } }] },
    ]);
  });

  it("ends a failed stream with one error frame and nothing more", () => {
    const stream = streamOf();
    tell(stream.choice(0), "text", "a");
    stream.fail(
      new ApiError("Broken", { status: 502, code: "upstream_error" }),
    );
    const frames = chunksOf(stream.take());
    assertEquals(frames.at(-1), {
      error: {
        message: "Broken",
        type: "server_error",
        param: null,
        code: "upstream_error",
      },
    } as unknown as Chunk);
    assertEquals(frames.length, 3);
  });

  it("keeps a stream alive by comments", () => {
    const stream = streamOf();
    stream.keepAlive();
    assertEquals(
      decoder.decode(stream.take() ?? undefined),
      ": keep-alive\n\n",
    );
  });
});
