import { assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import type { SimTier } from "../../../lib/puter/simulator/mod.ts";
import { readCapture } from "./captures.ts";
import { type Answer, openBench, question } from "./helpers.ts";

const START = Date.UTC(2026, 10, 23);

function assertRefused(answer: Answer, name: string): void {
  const { response } = readCapture("limits", name);
  assertEquals(answer.status, response.status);
  assertEquals(JSON.parse(answer.text), response.body);
}

describe("calls of an account in ten seconds", () => {
  const tiers: [SimTier, number][] = [
    ["paid", 200],
    ["free", 30],
    ["temporary", 20],
  ];
  for (const [tier, limit] of tiers) {
    it(`are at most ${limit} when it is ${tier}`, async () => {
      let now = START;
      const { ask } = openBench({ now: () => now, account: { tier } });
      for (let i = 0; i < limit; i++) {
        assertEquals((await ask()).status, 200);
        if (i === 0) now += 4000;
      }
      assertRefused(await ask(), "too many per 10 s");
      now = START + 9999;
      assertEquals((await ask()).status, 429);
      // The first call leaves the window, and only that one.
      now = START + 10_000;
      assertEquals((await ask()).status, 200);
      assertEquals((await ask()).status, 429);
      now = START + 14_000;
      assertEquals((await ask()).status, 200);
    });
  }

  it("are counted for all its tokens together", async () => {
    const { tokens, ask } = openBench({
      now: () => START,
      account: { tier: "temporary" },
    });
    for (let i = 0; i < 10; i++) {
      assertEquals((await ask({}, tokens.app)).status, 200);
      assertEquals((await ask({}, tokens.session)).status, 200);
    }
    assertEquals((await ask()).status, 429);
  });

  it("are counted apart from another account's", async () => {
    const { simulator, ask } = openBench({
      now: () => START,
      account: { tier: "temporary" },
    });
    for (let i = 0; i < 20; i++) await ask();
    assertEquals((await ask()).status, 429);
    const other = simulator.addAccount({ tier: "temporary" });
    assertEquals((await ask({}, other.token)).status, 200);
  });

  it("count only for the minute when they name no driver", async () => {
    const { simulator, accountId, ask, call } = openBench({
      now: () => START,
      account: { tier: "temporary" },
    });
    for (let i = 0; i < 7999; i++) {
      assertEquals((await call("nope", "complete", {})).status, 404);
    }
    assertEquals((await ask()).status, 200);
    assertRefused(await ask(), "too many per 10 s");
    assertRefused(await call("nope", "complete", {}), "too many per 10 s");
    assertEquals(simulator.inFlight(accountId), 0);
  });
});

describe("calls of an account at once", () => {
  const tiers: [SimTier, number][] = [
    ["paid", 20],
    ["free", 3],
    ["temporary", 2],
  ];
  for (const [tier, limit] of tiers) {
    it(`are at most ${limit} when it is ${tier}`, async () => {
      const { simulator, accountId, chat, ask } = openBench({
        account: { tier },
      });
      const running = Array.from(
        { length: limit },
        () => chat({ stream: true }),
      );
      for (const exchange of running) await exchange.answer;
      assertEquals(simulator.inFlight(accountId), limit);
      assertRefused(await ask(), "too many at once");
      running[0]?.cancel();
      assertEquals(simulator.inFlight(accountId), limit - 1);
      assertEquals((await ask()).status, 200);
      for (const exchange of running) exchange.cancel();
      assertEquals(simulator.inFlight(accountId), 0);
    });
  }

  it("end with their last line, however they go", async () => {
    const { simulator, accountId, ask } = openBench();
    const texts = ["TTEXT", "TCUT", "TMIDERR", "TEMPTY", "T429", "T400"];
    for (const text of texts) {
      for (const stream of [true, false]) {
        await ask({ ...question(text), stream });
        assertEquals(simulator.inFlight(accountId), 0, text);
        assertEquals(simulator.account(accountId).held, 0, text);
      }
    }
  });
});

describe("other endpoints", () => {
  it("have limits a minute", async () => {
    let now = START;
    const { get } = openBench({ now: () => now });
    const limits: [string, number][] = [
      ["/metering/usage", 120],
      ["/drivers/list-interfaces", 60],
    ];
    for (const [path, limit] of limits) {
      for (let i = 0; i < limit; i++) {
        assertEquals((await get(path)).status, 200);
      }
      assertEquals((await get(path)).code, "too_many_requests");
    }
    assertEquals((await get("/whoami")).status, 200);
    now += 60_000;
    assertEquals((await get("/metering/usage")).status, 200);
  });

  it("take bodies of up to 50 MB", async () => {
    const { simulator, tokens } = openBench();
    const capture = readCapture("limits", "body over 50 MB");
    const piece = new Uint8Array(1024 * 1024);
    const reply = await simulator.exchange({
      method: "POST",
      host: "api.puter.localhost",
      path: "/drivers/call",
      header: (name) => name === "authorization" ? tokens.app : null,
      body: Array.from(
        { length: Math.ceil((capture.bodyBytes ?? 0) / piece.byteLength) },
        () => piece,
      ),
    }, new AbortController().signal);
    assertEquals(reply.status, 413);
    assertEquals(reply.headers["x-needs-upgrade"], "true");
    const bytes = await reply.body.pull() ?? new Uint8Array();
    assertEquals(
      JSON.parse(new TextDecoder().decode(bytes)),
      capture.response.body,
    );
  });
});
