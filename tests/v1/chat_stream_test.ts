import { assert, assertEquals } from "@std/assert";
import { after, before, describe, it } from "@std/testing/bdd";
import { type TestGateway, testGateway } from "../helpers/gateway.ts";
import { type Events, readEvents } from "../helpers/sse.ts";

const TINY = "ollama:ollama/tiny:1b";
const SPOKEN = "Hello from the fake upstream. 你好 ✓";

const WEATHER = {
  type: "function",
  function: {
    name: "get_weather",
    parameters: {
      type: "object",
      properties: { city: { type: "string" } },
      required: ["city"],
    },
  },
};

describe("chat completions, streamed", () => {
  let gateway: TestGateway;
  before(async () => {
    gateway = await testGateway();
  });
  after(() => gateway.close());

  function start(text: string, fields: Record<string, unknown> = {}) {
    return gateway.post("/v1/chat/completions", {
      model: TINY,
      stream: true,
      messages: [{ role: "user", content: text }],
      ...fields,
    });
  }

  async function stream(
    text: string,
    fields: Record<string, unknown> = {},
  ): Promise<Events> {
    const response = await start(text, fields);
    assertEquals(response.status, 200);
    return await readEvents(response);
  }

  function deltas(events: Events) {
    return events.chunks.flatMap((chunk) =>
      chunk.choices.map((choice) => choice.delta)
    );
  }

  function reasons(events: Events) {
    return events.chunks.flatMap((chunk) =>
      chunk.choices.flatMap((choice) => choice.finish_reason ?? [])
    );
  }

  it("46: has the headers of an unbuffered event stream", async () => {
    const response = await start("TSTREAM");
    assertEquals(response.status, 200);
    assert(
      response.headers.get("content-type")?.startsWith("text/event-stream"),
    );
    assertEquals(response.headers.get("content-encoding"), null);
    assertEquals(response.headers.get("x-accel-buffering"), "no");
    assert(response.headers.get("cache-control")?.includes("no-transform"));
    await response.body?.cancel();
  });

  it("47, 49, 50: holds only one-line chunks of one shape, then [DONE]", async () => {
    const events = await stream("TTHIS");
    assertEquals(events.done, true);
    const [first] = events.chunks;
    for (const chunk of events.chunks) {
      assertEquals(
        [chunk.id, chunk.created, chunk.model, chunk.object],
        [first?.id, first?.created, TINY, "chat.completion.chunk"],
      );
      assert(Array.isArray(chunk.choices));
      for (const choice of chunk.choices) {
        assertEquals(choice.index, 0);
        assertEquals(typeof choice.delta, "object");
        const isEnd = chunk === events.chunks.at(-1);
        assertEquals(choice.finish_reason, isEnd ? "stop" : null);
      }
    }
  });

  it("48: says the role once, first", async () => {
    for (const fields of [{}, { tools: [WEATHER] }]) {
      const events = await stream("TTOOL", fields);
      const [first, ...rest] = deltas(events);
      assertEquals(first?.role, "assistant");
      for (const delta of rest) assert(!("role" in delta));
    }
  });

  it("51: gives one finish reason, on an empty delta, at the end", async () => {
    const events = await stream("TANYTHING");
    const last = events.chunks.at(-1);
    assertEquals(reasons(events), ["stop"]);
    assertEquals(last?.choices[0]?.delta, {});
    assertEquals(last?.choices[0]?.finish_reason, "stop");
  });

  it("52: sends usage once when asked, in a chunk without choices", async () => {
    const events = await stream("TANYTHING", {
      stream_options: { include_usage: true },
    });
    const usages = events.chunks.filter((chunk) => chunk.usage);
    assertEquals(usages.length, 1);
    assertEquals(events.chunks.at(-1), usages[0]);
    assertEquals(usages[0]?.choices, []);
    assertEquals(usages[0]?.usage?.completion_tokens, 7);
    assertEquals(usages[0]?.usage?.prompt_tokens, 12);
  });

  it("53: sends no usage unasked", async () => {
    for (
      const stream_options of [undefined, null, {}, { include_usage: false }]
    ) {
      const { chunks } = await stream("TANYTHING", { stream_options });
      for (const chunk of chunks) assert(!("usage" in chunk));
    }
  });

  it("55: keeps text intact wherever the upstream cuts it", async () => {
    for (const size of [1, 2, 3, 7, 64]) {
      gateway.simulator.faults.chunking = { bytes: size };
      assertEquals((await stream("TANYTHING")).text, SPOKEN);
    }
    gateway.simulator.faults.chunking = null;
  });

  it("56, 57, 58: names each parallel call once, one a chunk", async () => {
    for (const model of [TINY, "gpt-5.4-pro"]) {
      const events = await stream("TTOOL2", { model, tools: [WEATHER] });
      const calls = deltas(events).flatMap((delta) => {
        assert((delta.tool_calls ?? []).length <= 1);
        return delta.tool_calls ?? [];
      });
      const found = new Map<number, { id: string; args: string }>();
      for (const call of calls) {
        const known = found.get(call.index);
        if (known === undefined) {
          assert(call.id && call.function?.name);
          assertEquals(call.type, "function");
          found.set(call.index, { id: call.id, args: "" });
        } else {
          assert(!("id" in call) && !("type" in call));
          assert(!("name" in (call.function ?? {})));
        }
        const entry = found.get(call.index);
        if (entry) entry.args += call.function?.arguments ?? "";
      }
      assertEquals([...found.keys()], [0, 1]);
      assertEquals(
        [...found.values()].map(({ args }) => JSON.parse(args).city),
        ["Paris", "Rome"],
      );
      assertEquals(reasons(events), ["tool_calls"]);
    }
  });

  it("60: keeps text before a tool call", async () => {
    const events = await stream("TTOOL", {
      model: "claude-haiku-4-5",
      tools: [WEATHER],
    });
    assertEquals(events.text, "Checking. ");
    assertEquals(reasons(events), ["tool_calls"]);
  });

  it("62: tells reasoning before content, never in one delta", async () => {
    const events = await stream("TREASON");
    assertEquals(events.reasoning, "Let me think.");
    assertEquals(events.text, SPOKEN);
    let contentSeen = false;
    for (const delta of deltas(events)) {
      assert(!(delta.content && delta.reasoning_content));
      contentSeen ||= Boolean(delta.content);
      if (contentSeen) assertEquals(delta.reasoning_content, undefined);
    }
  });

  it("63: has no error key in an ordinary chunk", async () => {
    for (const chunk of (await stream("TANYTHING")).chunks) {
      assert(!("error" in chunk));
    }
  });

  it("64: keeps a silent stream alive by comments alone", async () => {
    const quiet = await testGateway({ env: { KEEP_ALIVE_MS: "100" } });
    const response = await quiet.post("/v1/chat/completions", {
      model: TINY,
      stream: true,
      messages: [{ role: "user", content: "TCHUNKS:3 TDELAY:350" }],
    });
    const events = await readEvents(response);
    assert(events.comments >= 3);
    assertEquals(events.done, true);
    await quiet.close();
  });

  it("sends the head after a while although nothing has come", async () => {
    const slow = await testGateway({
      env: { HEAD_HOLD_MS: "60", KEEP_ALIVE_MS: "100" },
    });
    slow.simulator.faults.stallMs = 400;
    const response = await slow.post("/v1/chat/completions", {
      model: TINY,
      stream: true,
      messages: [{ role: "user", content: "T500" }],
    });
    assertEquals(response.status, 200);
    const events = await readEvents(response);
    assert(events.comments > 0);
    assertEquals(events.done, false);
    assertEquals(events.chunks.at(-1)?.error?.code, "service_unavailable");
    await slow.close();
  });

  it("65: streams a refusal as such", async () => {
    const events = await stream("TREFUSAL", { tools: [WEATHER] });
    const refusal = deltas(events).map((delta) => delta.refusal ?? "").join("");
    assert(refusal.length > 0);
    assertEquals(events.text, "");
  });

  it("ends the stream before a stop sequence spread over chunks", async () => {
    const events = await stream("TANYTHING", {
      stop: ["the fake up"],
      stream_options: { include_usage: true },
    });
    assertEquals(events.text, "Hello from ");
    assertEquals(reasons(events), ["stop"]);
    assertEquals(events.chunks.at(-1)?.usage?.completion_tokens, 7);
    const brief = await stream("TANYTHING", { stop: "Hello from the" });
    assertEquals(brief.text, "");
    assertEquals(brief.done, true);
  });

  it("streams several choices under their own index", async () => {
    const events = await stream("TANYTHING", { n: 2 });
    const indexes = events.chunks.flatMap((chunk) =>
      chunk.choices.map((choice) => choice.index)
    );
    assertEquals(new Set(indexes), new Set([0, 1]));
    assertEquals(reasons(events), ["stop", "stop"]);
  });
});
