import { assert, assertEquals, assertRejects } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import {
  Simulator,
  simulatorTransport,
} from "../../../lib/puter/simulator/mod.ts";
import { openBench, question, readAnswer } from "./helpers.ts";

describe("an exchange with the simulator", () => {
  it("is marked as simulated", () => {
    assertEquals(simulatorTransport(new Simulator()).kind, "simulator");
  });

  it("rejects when it is cancelled before the head", async () => {
    const { simulator, accountId, chat } = openBench();
    const exchange = chat({ stream: true });
    exchange.cancel();
    await assertRejects(() => exchange.answer);
    assertEquals(simulator.inFlight(accountId), 0);
    assertEquals(simulator.account(accountId).held, 0);
  });

  it("rejects when it is cancelled while the head is held up", async () => {
    const { simulator, accountId, chat } = openBench();
    simulator.faults.stallMs = 60_000;
    const stalled = chat();
    await Promise.resolve();
    stalled.cancel();
    await assertRejects(() => stalled.answer);
    simulator.faults.stallMs = 0;
    const slow = chat(question("TDELAY:60000"));
    await new Promise((resolve) => setTimeout(resolve, 1));
    assertEquals(simulator.inFlight(accountId), 1);
    slow.cancel();
    await assertRejects(() => slow.answer);
    assertEquals(simulator.inFlight(accountId), 0);
    assertEquals(simulator.account(accountId).held, 0);
  });

  it("rejects when its request is aborted before the head", async () => {
    const { simulator, accountId, tokens } = openBench();
    const abort = new AbortController();
    const call = {
      method: "POST",
      host: "api.puter.localhost",
      path: "/drivers/call",
      header: (name: string) =>
        name === "authorization" ? tokens.app : "application/json",
      body: [
        new TextEncoder().encode(JSON.stringify({
          interface: "puter-chat-completion",
          method: "complete",
          args: { model: "gpt-4o", stream: true, ...question("TTEXT") },
        })),
      ],
    };
    const reply = simulator.exchange(call, abort.signal);
    assertEquals(simulator.inFlight(accountId), 1);
    abort.abort();
    await assertRejects(() => reply);
    assertEquals(simulator.inFlight(accountId), 0);
  });

  it("frees its place when it is cancelled between two lines", async () => {
    const { simulator, accountId, chat } = openBench();
    const exchange = chat({ ...question("TDELAY:60000"), stream: true });
    const answer = await exchange.answer;
    assert(await answer.read() !== null);
    const pending = answer.read();
    assertEquals(simulator.inFlight(accountId), 1);
    exchange.cancel();
    assertEquals(simulator.inFlight(accountId), 0);
    await assertRejects(() => pending);
    await assertRejects(() => answer.read());
    exchange.cancel();
  });

  it("frees its place with the last line, before the end is read", async () => {
    const { simulator, accountId, chat } = openBench();
    const answer = await chat({ stream: true }).answer;
    let text = "";
    while (!text.includes('"usage"')) {
      assertEquals(simulator.inFlight(accountId), 1);
      const chunk = await answer.read();
      text += new TextDecoder().decode(chunk ?? new Uint8Array());
    }
    assertEquals(simulator.inFlight(accountId), 0);
    assertEquals(await answer.read(), null);
  });

  it("makes no line before it is asked for", async () => {
    const waits: number[] = [];
    const { simulator, tokens } = openBench({
      delay: (ms) => {
        waits.push(ms);
        return Promise.resolve();
      },
    });
    const response = await simulator.handler(
      new Request("http://api.puter.localhost/drivers/call", {
        method: "POST",
        headers: {
          "authorization": `Bearer ${tokens.app}`,
          "content-type": "application/json",
        },
        body: JSON.stringify({
          interface: "puter-chat-completion",
          method: "complete",
          args: {
            model: "gpt-4o",
            stream: true,
            ...question("TCHUNKS:500 TDELAY:7"),
          },
        }),
      }),
    );
    await new Promise((resolve) => setTimeout(resolve, 2));
    assertEquals(waits, []);
    const reader = response.body?.getReader();
    for (let i = 0; i < 4; i++) await reader?.read();
    await new Promise((resolve) => setTimeout(resolve, 2));
    assertEquals(waits, [7, 7, 7]);
    await reader?.cancel();
  });

  it("waits before a whole answer as long as its stream would take", async () => {
    const waits: number[] = [];
    const { ask } = openBench({
      delay: (ms) => {
        waits.push(ms);
        return Promise.resolve();
      },
    });
    await ask(question("TCHUNKS:5 TDELAY:10"));
    assertEquals(waits, [50]);
  });

  it("comes in pieces of any size, out of one buffer", async () => {
    const { simulator, chat, ask } = openBench();
    const whole = (await ask({ stream: true })).text;
    for (const bytes of [1, 2, 3, 7, 64, 100_000]) {
      simulator.faults.chunking = { bytes };
      const answer = await chat({ stream: true }).answer;
      const buffers = new Set<ArrayBufferLike>();
      const decoder = new TextDecoder();
      let text = "";
      for (let chunk = await answer.read(); chunk !== null;) {
        assert(chunk.byteLength <= bytes && chunk.byteLength > 0);
        buffers.add(chunk.buffer);
        text += decoder.decode(chunk, { stream: true });
        chunk = await answer.read();
      }
      assertEquals(text, whole);
      assertEquals(buffers.size, 1);
    }
  });

  it("answers 304 to a list that is known", async () => {
    const transport = simulatorTransport(new Simulator());
    const call = {
      method: "GET" as const,
      path: "/puterai/chat/models/details",
    };
    const first = await transport.send(call).answer;
    const etag = first.header("etag") ?? "";
    assert(/^W\/"[\da-f]+-.{27}"$/.test(etag), etag);
    const known = await transport.send({ ...call, etag }).answer;
    assertEquals(known.status, 304);
    assertEquals(await known.read(), null);
    const stale = await transport.send({ ...call, etag: 'W/"0"' }).answer;
    assertEquals(stale.status, 200);
  });

  it("needs no token for the lists", async () => {
    const transport = simulatorTransport(new Simulator());
    for (const kind of ["chat", "image", "video"]) {
      const paths = [
        `/puterai/${kind}/models`,
        `/puterai/${kind}/models/details`,
      ];
      for (const path of paths) {
        const answer = await readAnswer(
          transport.send({ method: "GET", path }),
        );
        assertEquals(answer.status, 200);
        assert(JSON.parse(answer.text).models.length > 0, path);
      }
    }
  });
});

describe("what a simulator remembers", () => {
  it("is what was called and what the vendor was asked", async () => {
    const { simulator, accountId, ask, tokens } = openBench({ now: () => 5 });
    await ask(question("TTEXT"));
    await ask({ model: "nope" });
    await ask({}, tokens.scoped);
    const common = {
      accountId,
      interface: "puter-chat-completion",
      method: "complete",
      at: 5,
    };
    const tiny = "ollama:ollama/tiny:1b";
    assertEquals(simulator.calls, [
      { ...common, model: tiny, status: 200 },
      { ...common, model: "nope", status: 400 },
      { ...common, model: tiny, status: 403 },
    ]);
    assert(JSON.stringify(simulator.lastVendorRequest).includes("TTEXT"));
    assert(simulator.modelIds().includes("azure:openai/gpt-4o"));
  });
});
