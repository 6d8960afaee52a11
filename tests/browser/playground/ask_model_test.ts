import { assert, assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { askModel } from "../../../lib/browser/playground/ask_model.ts";
import { Exchange } from "../../../lib/browser/playground/exchange.ts";
import {
  type AnswerTurn,
  emptyAnswer,
} from "../../../lib/browser/playground/turns.ts";

const encoder = new TextEncoder();

/** A stream whose bytes come in pieces of given sizes, again and again. */
function inPieces(
  text: string,
  sizes: readonly number[],
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const bytes = encoder.encode(text);
  let at = 0;
  let turn = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      const size = sizes[turn++ % sizes.length] ?? 1;
      controller.enqueue(bytes.slice(at, at + size));
      at += size;
    },
  });
}

async function ask(
  res: () => Response | Promise<Response>,
  signal = new AbortController().signal,
): Promise<{ answer: AnswerTurn; seen: AnswerTurn[]; exchange: Exchange }> {
  const seen: AnswerTurn[] = [];
  const body = { model: "m", messages: [] };
  const exchange = new Exchange("/v1/chat/completions", body);
  let time = 0;
  const answer = await askModel(emptyAnswer("m"), {
    send: () => Promise.resolve().then(res),
    body,
    exchange,
    signal,
    onMore: (more) => seen.push(more),
    now: () => time += 10,
  });
  return { answer, seen, exchange };
}

function streamed(text: string, sizes = [4096]): Response {
  return new Response(inPieces(text, sizes), {
    headers: { "content-type": "text/event-stream", "x-request-id": "req_1" },
  });
}

function event(value: unknown): string {
  return `data: ${JSON.stringify(value)}\n\n`;
}

function delta(delta: unknown, finish_reason: string | null = null) {
  return event({ choices: [{ index: 0, delta, finish_reason }] });
}

const STREAM = [
  ": keep-alive\n\n",
  delta({ role: "assistant", content: "" }),
  delta({ reasoning_content: "Let me " }),
  delta({ reasoning_content: "think" }),
  delta({ content: "Grüße " }),
  delta({ content: "你好 🎉" }),
  delta({
    tool_calls: [{
      index: 0,
      id: "c1",
      function: { name: "get_weather", arguments: "" },
    }],
  }),
  delta({ tool_calls: [{ index: 0, function: { arguments: '{"a":' } }] }),
  delta({ tool_calls: [{ index: 0, function: { arguments: "1}" } }] }),
  delta({ images: [{ image_url: { url: "data:image/png;base64,AA" } }] }),
  delta({}, "tool_calls"),
  event({
    choices: [],
    usage: {
      prompt_tokens: 5,
      completion_tokens: 7,
      prompt_tokens_details: { cached_tokens: 2 },
      completion_tokens_details: { reasoning_tokens: 3 },
    },
  }),
  "data: [DONE]\n\n",
].join("");

describe("asking a model", () => {
  it("puts an answer together, however its stream is cut", async () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 40 }), {
      minLength: 1,
      maxLength: 10,
    });
    await fc.assert(
      fc.asyncProperty(sizes, async (sizes) => {
        const { answer } = await ask(() => streamed(STREAM, sizes));
        assertEquals(answer.state, "done");
        assertEquals(answer.text, "Grüße 你好 🎉");
        assertEquals(answer.reasoning, "Let me think");
        assertEquals(answer.toolCalls, [
          { id: "c1", name: "get_weather", arguments: '{"a":1}' },
        ]);
        assertEquals(answer.images, ["data:image/png;base64,AA"]);
        assertEquals(answer.finish, "tool_calls");
        assertEquals(answer.figures.usage, {
          prompt: 5,
          completion: 7,
          cached: 2,
          reasoning: 3,
        });
      }),
      { numRuns: 40 },
    );
  });

  it("never makes an end of a stream that was cut off anywhere", async () => {
    const end = STREAM.indexOf('"tool_calls"}]}') + 10;
    const at = fc.integer({ min: 0, max: end - 40 });
    await fc.assert(
      fc.asyncProperty(at, async (at) => {
        const { answer } = await ask(() => streamed(STREAM.slice(0, at)));
        assertEquals(answer.state, "failed");
        assertEquals(answer.fault?.code, "cut_off");
        assert("Grüße 你好 🎉".startsWith(answer.text));
      }),
      { numRuns: 60 },
    );
  });

  it("measures the first token once something is there to see", async () => {
    const { answer } = await ask(() => streamed(STREAM));
    const { firstTokenMs = 0, durationMs = 0 } = answer.figures;
    assert(firstTokenMs > 0 && durationMs > firstTokenMs);
    assertEquals(answer.figures.requestId, "req_1");
  });

  it("reads an answer that comes whole", async () => {
    const { answer } = await ask(() =>
      Response.json({
        choices: [{ message: { content: "All" }, finish_reason: "stop" }],
      })
    );
    assertEquals([answer.state, answer.text], ["done", "All"]);
  });

  it("tells an error in the words of its envelope", async () => {
    const { answer, exchange } = await ask(() =>
      Response.json({ error: { message: "Too many", code: "rate_limited" } }, {
        status: 429,
      })
    );
    assertEquals(answer.state, "failed");
    assertEquals(answer.fault, {
      message: "Too many",
      code: "rate_limited",
      status: 429,
    });
    assertEquals(exchange.status, 429);
    assertEquals(exchange.events.length, 1);
  });

  it("keeps what came before an error inside of a stream", async () => {
    const text = delta({ content: "Half" }) +
      event({ error: { message: "Overloaded", code: "overloaded" } });
    const { answer } = await ask(() => streamed(text));
    assertEquals([answer.state, answer.text], ["failed", "Half"]);
    assertEquals(answer.fault?.message, "Overloaded");
  });

  it("fails on what is no JSON, on HTML and without a network", async () => {
    const garbled = await ask(() => streamed("data: {oops\n\n"));
    assertEquals(garbled.answer.fault?.code, "unreadable");
    const html = await ask(() => new Response("<h1>", { status: 502 }));
    assertEquals(html.answer.fault?.status, 502);
    const gone = await ask(() => Promise.reject(new TypeError("net")));
    assertEquals(gone.answer.fault?.code, "unreachable");
  });

  it("keeps what had come when it was stopped", async () => {
    const stop = new AbortController();
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(encoder.encode(delta({ content: "Some" })));
        stop.signal.addEventListener("abort", () => {
          controller.error(new DOMException("stopped", "AbortError"));
        });
      },
    });
    const headers = { "content-type": "text/event-stream" };
    const asking = ask(() => new Response(body, { headers }), stop.signal);
    await new Promise((resolve) => setTimeout(resolve));
    stop.abort();
    const { answer } = await asking;
    assertEquals([answer.state, answer.text], ["stopped", "Some"]);
  });

  it("never throws, whatever the events say", async () => {
    const events = fc.array(fc.jsonValue(), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(events, async (events) => {
        const { answer } = await ask(() =>
          streamed(events.map(event).join(""))
        );
        assert(answer.state !== "running");
      }),
    );
  });
});
