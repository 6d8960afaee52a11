import { assert, assertEquals } from "@std/assert";
import { after, before, describe, it } from "@std/testing/bdd";
import type { KeyChange } from "../../lib/auth/keys.ts";
import { type TestGateway, testGateway } from "../helpers/gateway.ts";

const CHAT = "/v1/chat/completions";
const TINY = "ollama:ollama/tiny:1b";

describe("limits of a client key", () => {
  let gateway: TestGateway;
  before(async () => {
    gateway = await testGateway();
  });
  after(() => gateway.close());

  async function keyWith(policy: KeyChange): Promise<string> {
    return (await gateway.services.keys.create({ name: "k", ...policy })).key;
  }

  function ask(
    key: string,
    text: string,
    fields: Record<string, unknown> = {},
  ) {
    const messages = [{ role: "user", content: text }];
    return gateway.post(CHAT, { model: TINY, messages, ...fields }, { key });
  }

  async function statusOf(answer: Promise<Response>): Promise<number> {
    const response = await answer;
    await response.text();
    return response.status;
  }

  it("refuses calls beyond those of a minute, and says until when", async () => {
    const key = await keyWith({ perMinute: 3 });
    for (const left of ["2", "1", "0"]) {
      const { status, headers, body } = await ask(key, "hi");
      assertEquals(status, 200);
      assertEquals(headers.get("x-ratelimit-limit-requests"), "3");
      assertEquals(headers.get("x-ratelimit-remaining-requests"), left);
      const reset = headers.get("x-ratelimit-reset-requests") ?? "";
      assert(/^[\d.]+s$|^1m0s$/.test(reset), reset);
      await body?.cancel();
    }
    const refused = await ask(key, "hi");
    assertEquals(refused.status, 429);
    const seconds = Number(refused.headers.get("retry-after"));
    assert(seconds > 55 && seconds <= 60, `${seconds}`);
    assertEquals(refused.headers.get("x-ratelimit-remaining-requests"), "0");
    assert(refused.headers.get("access-control-allow-origin") !== null);
    const { error } = await refused.json();
    assertEquals([error.type, error.code], [
      "rate_limit_error",
      "rate_limit_exceeded",
    ]);
    assert(error.message.includes(`try again in ${seconds}s`));
  });

  it("does not count what it refuses, nor what is no call", async () => {
    const key = await keyWith({ perMinute: 2, models: [TINY] });
    await statusOf(ask(key, "hi", { model: "gpt-4o" }));
    await statusOf(ask(key, "hi", { messages: 5 }));
    await statusOf(gateway.fetch("/v1/models", { key }));
    assertEquals(await statusOf(ask(key, "hi")), 200);
    assertEquals(await statusOf(ask(key, "hi", { stream: true })), 200);
    assertEquals(await statusOf(ask(key, "hi")), 429);
  });

  it("holds a stream's place until its end", async () => {
    const key = await keyWith({ atOnce: 1 });
    const stream = await ask(key, "TCHUNKS:3", { stream: true });
    assertEquals(stream.status, 200);
    const refused = await ask(key, "hi");
    assertEquals([refused.status, refused.headers.get("retry-after")], [
      429,
      "1",
    ]);
    assertEquals((await refused.json()).error.code, "rate_limit_exceeded");
    await stream.text();
    assertEquals(await statusOf(ask(key, "hi")), 200);
  });

  it("gives a place back once, however a call ends", async () => {
    const key = await keyWith({ atOnce: 1 });
    const ends: (() => Promise<unknown>)[] = [
      () => statusOf(ask(key, "hi")),
      () => statusOf(ask(key, "T429")),
      () => statusOf(ask(key, "TMIDERR", { stream: true })),
      () => statusOf(ask(key, "TBLOCKED", { model: "gpt-4o", stream: true })),
      () => statusOf(ask(key, "hi", { model: "no-such-model" })),
      async () => {
        const { body } = await ask(key, "TCHUNKS:9", { stream: true });
        const reader = body?.getReader();
        await reader?.read();
        await reader?.cancel();
      },
      async () => {
        const { body } = await ask(key, "TCHUNKS:9", { stream: true });
        await body?.cancel();
      },
    ];
    for (const [index, end] of [...ends, ...ends].entries()) {
      await end();
      const running = await ask(key, "TCHUNKS:9", { stream: true });
      assertEquals(running.status, 200, `after end ${index}`);
      assertEquals(await statusOf(ask(key, "hi")), 429, `after end ${index}`);
      await running.body?.cancel();
    }
  });

  it("counts the cost of every kind of answer against a budget", async () => {
    const kinds: [string, Record<string, unknown>][] = [
      ["hi", {}],
      ["hi", { stream: true }],
      ["TANYTHING TDELAY:20", { stream: true, stop: ["the fake"] }],
      ["hi", { n: 2 }],
      ["TTOOL", {
        stream: true,
        tools: [{ type: "function", function: { name: "f" } }],
      }],
    ];
    for (const [text, fields] of kinds) {
      const key = await keyWith({ dailyMicroCents: 1 });
      const kind = `${text} ${JSON.stringify(fields)}`;
      const model = "gpt-4o";
      assertEquals(await statusOf(ask(key, text, { model, ...fields })), 200);
      const refused = await ask(key, "hi");
      assertEquals(refused.status, 429, kind);
      assertEquals(refused.headers.get("x-should-retry"), "false");
      assertEquals((await refused.json()).error.code, "insufficient_quota");
    }
  });

  it("counts an estimate where a client does not wait for the cost", async () => {
    const leave: ((key: string) => Promise<void>)[] = [
      async (key) => {
        const text = "TCHUNKS:3 TDELAY:5000";
        const body = (await ask(key, text, { model: "gpt-4o", stream: true }))
          .body?.getReader();
        await body?.read();
        await body?.cancel();
      },
      async (key) => {
        gateway.simulator.faults.stallMs = 60_000;
        const abort = new AbortController();
        const messages = [{ role: "user", content: "hi" }];
        const body = { model: "gpt-4o", messages };
        const { signal } = abort;
        const answer = gateway.post(CHAT, body, { key, signal });
        await new Promise((resolve) => setTimeout(resolve, 20));
        abort.abort();
        await statusOf(answer);
        gateway.simulator.faults.stallMs = 0;
      },
      async (key) => {
        const fields = { model: "gpt-4o", stream: true };
        await statusOf(ask(key, "TMIDERR", fields));
      },
    ];
    for (const [index, left] of leave.entries()) {
      const key = await keyWith({ dailyMicroCents: 1 });
      await left(key);
      const refused = await ask(key, "hi");
      assertEquals(refused.status, 429, `way ${index}`);
      assertEquals((await refused.json()).error.code, "insufficient_quota");
    }
  });

  it("counts nothing for a call that Puter refused", async () => {
    const key = await keyWith({ dailyMicroCents: 1 });
    const fields = { model: "gpt-4o" };
    for (const text of ["T429", "T500", "TBLOCKED"]) {
      await statusOf(ask(key, text, fields));
    }
    assertEquals(await statusOf(ask(key, "hi", fields)), 200);
    assertEquals(await statusOf(ask(key, "hi", fields)), 429);
  });

  it("begins no more calls than a budget may pay for", async () => {
    const key = await keyWith({ dailyMicroCents: 1 });
    const fields = { model: "gpt-4o", stream: true };
    const running = await ask(key, "TCHUNKS:3 TDELAY:5000", fields);
    assertEquals(running.status, 200);
    const refused = await ask(key, "hi", fields);
    assertEquals([refused.status, refused.headers.get("x-should-retry")], [
      429,
      null,
    ]);
    assertEquals((await refused.json()).error.code, "rate_limit_exceeded");
    await running.body?.cancel();
  });

  it("keeps keys apart", async () => {
    const [one, other] = [
      await keyWith({ perMinute: 1 }),
      await keyWith({ perMinute: 1 }),
    ];
    assertEquals(await statusOf(ask(one, "hi")), 200);
    assertEquals(await statusOf(ask(one, "hi")), 429);
    assertEquals(await statusOf(ask(other, "hi")), 200);
  });
});
