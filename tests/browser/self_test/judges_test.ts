import { assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import {
  eventsOf,
  type Exchange,
  readExchange,
} from "../../../lib/browser/self_test/exchange.ts";
import {
  judgeEnd,
  judgeError,
  judgeFlow,
  judgeModels,
  judgeRole,
  judgeUsage,
  judgeWhole,
} from "../../../lib/browser/self_test/judges/chat.ts";
import { judgeCors } from "../../../lib/browser/self_test/judges/cors.ts";
import {
  judgeGemini,
  judgeMessage,
  judgeResponse,
} from "../../../lib/browser/self_test/judges/protocols.ts";
import {
  callCount,
  judgeTools,
} from "../../../lib/browser/self_test/judges/tools.ts";

type Json = Record<string, unknown>;

function exchange(change: Partial<Exchange>): Exchange {
  return {
    status: 200,
    type: "text/event-stream",
    requestId: "req_1",
    text: "",
    arrivals: [0, 5, 10],
    ...change,
  };
}

function sse(events: unknown[], { done = true } = {}): Exchange {
  const lines = events.map((event) => `data: ${JSON.stringify(event)}\n\n`);
  return exchange({ text: lines.join("") + (done ? "data: [DONE]\n\n" : "") });
}

function named(events: Json[]): Exchange {
  return exchange({
    text: events.map((event) =>
      `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`
    ).join(""),
  });
}

function json(value: unknown, status = 200): Exchange {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return exchange({ status, type: "application/json", text });
}

const chunk = (delta: Json, finish_reason: string | null = null) => ({
  choices: [{ index: 0, delta, finish_reason }],
});

const ROLE = chunk({ role: "assistant", content: "" });
const TEXT = chunk({ content: "hello" });
const STOP = chunk({}, "stop");
const USAGE = { choices: [], usage: { total_tokens: 9 } };

const HTML = exchange({ type: "text/html", text: "<html>" });
const BAD_GATEWAY = exchange({ status: 502, type: "text/html" });

/** The problem a judge finds; null for none. */
const problemOf = (fault: { problem: string } | null) => fault?.problem ?? null;

describe("the judge of roles", () => {
  const judge = (...events: unknown[]) => problemOf(judgeRole(sse(events)));

  it("passes the role first and once", () => {
    assertEquals(judge(ROLE, TEXT, STOP), null);
  });

  it("fails every other stream", () => {
    assertEquals(judge(TEXT, STOP), "noRole");
    assertEquals(judge(TEXT, ROLE), "noRole");
    assertEquals(judge(ROLE, ROLE, STOP), "roleRepeated");
    assertEquals(judge(), "noRole");
    assertEquals(problemOf(judgeRole(HTML)), "notEventStream");
    assertEquals(problemOf(judgeRole(BAD_GATEWAY)), "status");
    const broken = exchange({ text: "data: {\n\n" });
    assertEquals(problemOf(judgeRole(broken)), "notJson");
  });
});

describe("the judge of ends", () => {
  it("passes one reason and the mark", () => {
    assertEquals(judgeEnd(sse([ROLE, TEXT, STOP])), null);
  });

  it("fails without either", () => {
    const unmarked = sse([ROLE, STOP], { done: false });
    assertEquals(problemOf(judgeEnd(unmarked)), "noDone");
    assertEquals(problemOf(judgeEnd(sse([ROLE, TEXT]))), "noFinish");
    assertEquals(problemOf(judgeEnd(sse([ROLE, STOP, STOP]))), "noFinish");
  });
});

describe("the judge of usage", () => {
  const plain = sse([ROLE, TEXT, STOP]);
  const told = sse([ROLE, TEXT, STOP, USAGE]);

  it("passes usage where it was asked for, and there alone", () => {
    assertEquals(judgeUsage(told, plain), null);
  });

  it("fails where it is missing, unasked, or beside a choice", () => {
    assertEquals(problemOf(judgeUsage(plain, plain)), "usageMissing");
    assertEquals(problemOf(judgeUsage(told, told)), "usageUnasked");
    const beside = sse([ROLE, { ...STOP, usage: { total_tokens: 9 } }]);
    assertEquals(problemOf(judgeUsage(beside, plain)), "usageMissing");
  });
});

describe("the judge of flow", () => {
  it("passes parts over time, and fails what came at once", () => {
    assertEquals(judgeFlow(exchange({ arrivals: [1, 4, 9] })), null);
    const problem = (arrivals: number[]) =>
      problemOf(judgeFlow(exchange({ arrivals })));
    assertEquals(problem([1]), "buffered");
    assertEquals(problem([1, 1, 1]), "buffered");
    assertEquals(problem([]), "buffered");
  });
});

describe("the judge of tool calls", () => {
  const part = (index: number | undefined, call: Json) =>
    chunk({ tool_calls: [{ index, ...call }] });
  const begin = (index: number, id = `call_${index}`) =>
    part(index, {
      id,
      type: "function",
      function: { name: "get_weather", arguments: "" },
    });
  const more = (index: number, text: string) =>
    part(index, { function: { arguments: text } });
  const END = chunk({}, "tool_calls");
  const judge = (...events: unknown[]) => problemOf(judgeTools(sse(events)));

  it("passes one call in parts, and two apart", () => {
    assertEquals(
      judge(ROLE, begin(0), more(0, '{"city":'), more(0, '"Paris"}'), END),
      null,
    );
    const two = sse([
      ROLE,
      begin(0),
      more(0, "{}"),
      begin(1),
      more(1, "{}"),
      END,
    ]);
    assertEquals(judgeTools(two), null);
    assertEquals(callCount(two), 2);
  });

  it("fails what clients would put together wrongly", () => {
    const again = part(0, { id: "call_0", function: { arguments: "{}" } });
    assertEquals(judge(ROLE, begin(0), again, END), "toolIdRepeated");
    const name = part(0, { function: { name: "a", arguments: "{}" } });
    assertEquals(judge(ROLE, begin(0), name, END), "toolNameRepeated");
    assertEquals(judge(ROLE, begin(0), more(0, "{"), END), "toolArguments");
    assertEquals(judge(ROLE, begin(1), more(1, "{}"), END), "toolIndex");
    const nowhere = part(undefined, { id: "a" });
    assertEquals(judge(ROLE, nowhere, END), "toolIndex");
    assertEquals(judge(ROLE, begin(0), more(0, "{}"), STOP), "toolFinish");
    assertEquals(judge(ROLE, TEXT, STOP), "noToolCall");
    assertEquals(
      judge(ROLE, begin(0, "a"), more(0, "{}"), begin(1, "a"), more(1, "{}")),
      "toolIdRepeated",
    );
  });
});

describe("the judges of whole answers", () => {
  const model = { id: "a", object: "model", created: 1, owned_by: "b" };
  const answer = {
    id: "chatcmpl-1",
    object: "chat.completion",
    choices: [{
      message: { role: "assistant", content: "hello" },
      finish_reason: "stop",
    }],
    usage: { total_tokens: 9 },
  };

  it("pass a list of models, and no other thing", () => {
    assertEquals(judgeModels(json({ object: "list", data: [model] })), null);
    assertEquals(problemOf(judgeModels(json("<html>"))), "notJson");
    assertEquals(problemOf(judgeModels(json({ data: [model] }))), "shape");
    const nameless = { object: "list", data: [{ ...model, id: 1 }] };
    assertEquals(problemOf(judgeModels(json(nameless))), "shape");
    assertEquals(problemOf(judgeModels(json({}, 500))), "status");
  });

  it("pass an answer, and name the field that is wrong", () => {
    assertEquals(judgeWhole(json(answer)), null);
    assertEquals(
      judgeWhole(json({ ...answer, usage: undefined }))?.values,
      { field: "usage.total_tokens" },
    );
    assertEquals(
      judgeWhole(json({ ...answer, choices: [] }))?.values,
      { field: "choices[0].message.role" },
    );
    assertEquals(problemOf(judgeWhole(json("", 200))), "notJson");
  });

  it("pass an error of the right status, code and field", () => {
    const error = {
      message: "no",
      type: "invalid_request_error",
      code: "invalid_type",
      param: "messages",
    };
    const expected = { status: 400, param: "messages" };
    assertEquals(judgeError(json({ error }, 400), expected), null);
    assertEquals(
      problemOf(judgeError(json({ error }, 422), expected)),
      "status",
    );
    const other = { error: { ...error, param: null } };
    assertEquals(problemOf(judgeError(json(other, 400), expected)), "param");
    assertEquals(
      problemOf(judgeError(json({ error: "no" }, 400), expected)),
      "shape",
    );
    assertEquals(
      problemOf(judgeError(json({ error }, 400), { status: 400, code: "x" })),
      "shape",
    );
  });
});

describe("the judge of responses", () => {
  const events = [
    { type: "response.created" },
    { type: "response.output_item.added" },
    { type: "response.content_part.added" },
    { type: "response.output_text.delta" },
    { type: "response.output_text.done" },
    { type: "response.output_item.done" },
    { type: "response.completed", response: { id: "resp_1", usage: {} } },
  ].map((event, sequence_number): Json => ({ ...event, sequence_number }));

  it("passes events in their order", () => {
    assertEquals(judgeResponse(named(events)), null);
  });

  it("fails events that are missing, early, unnamed or not numbered", () => {
    for (let at = 0; at < events.length; at++) {
      const rest = events.filter((_, index) => index !== at);
      assertEquals(problemOf(judgeResponse(named(rest))), "eventOrder");
    }
    const early = [...events.slice(1), events[0] as Json];
    assertEquals(problemOf(judgeResponse(named(early))), "eventOrder");
    const marked = exchange({ text: `${named(events).text}data: [DONE]\n\n` });
    assertEquals(problemOf(judgeResponse(marked)), "notJson");
    const unnamed = sse(events, { done: false });
    assertEquals(problemOf(judgeResponse(unnamed)), "eventName");
    const unnumbered = events.map((event) => ({
      ...event,
      sequence_number: 1,
    }));
    assertEquals(problemOf(judgeResponse(named(unnumbered))), "shape");
  });
});

describe("the judge of messages", () => {
  const events: Json[] = [
    { type: "message_start" },
    { type: "content_block_start" },
    { type: "ping" },
    { type: "content_block_delta" },
    { type: "content_block_stop" },
    { type: "message_delta", delta: { stop_reason: "end_turn" } },
    { type: "message_stop" },
  ];

  it("passes events in their order, pings among them", () => {
    assertEquals(judgeMessage(named(events)), null);
  });

  it("fails a lost event and a missing reason", () => {
    const lost = events.filter(({ type }) => type !== "content_block_stop");
    assertEquals(problemOf(judgeMessage(named(lost))), "eventOrder");
    const silent = events.map(({ type }) => ({ type }));
    assertEquals(problemOf(judgeMessage(named(silent))), "shape");
  });
});

describe("the judge of Gemini's streams", () => {
  const text = {
    candidates: [{ content: { parts: [{ text: "hello" }] } }],
  };
  const last = {
    candidates: [{ content: { parts: [] }, finishReason: "STOP" }],
    usageMetadata: {},
  };
  const judge = (...events: unknown[]) =>
    problemOf(judgeGemini(sse(events, { done: false })));

  it("passes text that ends with a reason and usage", () => {
    assertEquals(judge(text, last), null);
  });

  it("fails without either", () => {
    assertEquals(judge(last), "shape");
    assertEquals(judge(text), "noFinish");
    assertEquals(
      judge(text, { ...last, usageMetadata: undefined }),
      "usageMissing",
    );
    assertEquals(problemOf(judgeGemini(sse([text, last]))), "notJson");
  });
});

describe("the judge of preflights", () => {
  const good = {
    origin: "https://client.example",
    status: 204,
    allowOrigin: "*",
    allowHeaders:
      "authorization, content-type, x-stainless-lang, anthropic-version",
    allowMethods: "POST",
  };

  it("passes what lets the SDKs of pages in", () => {
    assertEquals(judgeCors(good), { state: "pass" });
  });

  it("fails a closed door, and skips one that is closed on purpose", () => {
    assertEquals(judgeCors({ ...good, allowOrigin: null }).state, "fail");
    assertEquals(judgeCors({ ...good, status: 401 }).state, "fail");
    const verdict = judgeCors({ ...good, allowHeaders: "authorization" });
    assertEquals(verdict, {
      state: "fail",
      problem: "corsHeaders",
      values: { names: "content-type, x-stainless-lang, anthropic-version" },
    });
    assertEquals(judgeCors({ ...good, origin: null }).state, "skip");
  });
});

describe("reading an exchange", () => {
  it("keeps the times of its chunks, and joins letters that were cut", async () => {
    const bytes = new TextEncoder().encode("data: é\r\n\r\n: ping\n\n");
    const body = ReadableStream.from([bytes.slice(0, 7), bytes.slice(7)]);
    let time = 0;
    const headers = {
      "content-type": "text/event-stream; charset=utf-8",
      "x-request-id": "req_9",
    };
    const read = await readExchange(
      new Response(body, { headers }),
      () => time++,
    );
    assertEquals(read.type, "text/event-stream");
    assertEquals(read.requestId, "req_9");
    assertEquals(read.arrivals, [1, 2]);
    assertEquals(eventsOf(read.text), [{ name: null, data: "é" }]);
  });
});
