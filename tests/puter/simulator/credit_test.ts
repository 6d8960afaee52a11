import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { meteringUsage } from "../../../lib/puter/identity.ts";
import { simulatorTransport } from "../../../lib/puter/simulator/mod.ts";
import { openBench, question, readAnswer, TINY } from "./helpers.ts";

const DEAR = { model: "gpt-5.5", ...question("hi") };
const START = Date.UTC(2026, 10, 23);

describe("the credit of an account", () => {
  it("is held by a running call whose answer has no limit", async () => {
    const { simulator, tokens, chat, ask } = openBench({
      account: { tier: "temporary" },
    });
    const transport = simulatorTransport(simulator);
    const before = await meteringUsage(transport, tokens.full_access);
    assertEquals(before.allowance, 25_000_000);
    const first = chat({ ...DEAR, stream: true });
    assertEquals((await first.answer).status, 200);
    const during = await meteringUsage(transport, tokens.full_access);
    assert(before.remaining - during.remaining < 100, "holds are invisible");
    const second = await ask(DEAR);
    assertEquals([second.status, second.code], [402, "insufficient_funds"]);
    await readAnswer(first);
    assertEquals((await ask(DEAR)).status, 200);
  });

  it("is held for what was asked, so calls with a limit run together", async () => {
    const { simulator, accountId, chat, ask } = openBench({
      account: { tier: "temporary" },
    });
    const limited = { ...DEAR, max_tokens: 500 };
    const first = chat({ ...limited, stream: true });
    await first.answer;
    assertEquals(simulator.account(accountId).held, 500 * 3000 + 500);
    assertEquals((await ask(limited)).status, 200);
    first.cancel();
    assertEquals(simulator.account(accountId).held, 0);
  });

  it("shortens answers without a word when it runs low", async () => {
    const { simulator, ask } = openBench({ account: { allowance: 30_000 } });
    const { status } = await ask({ ...DEAR, max_tokens: 500 });
    assertEquals(status, 200);
    const request = JSON.stringify(simulator.lastVendorRequest);
    assert(request.includes('"max_completion_tokens":9'), request);
  });

  it("must exist even for a model without a price", async () => {
    const { ask } = openBench({ account: { allowance: 0 } });
    const { status, code } = await ask({ model: TINY });
    assertEquals([status, code], [402, "insufficient_funds"]);
  });

  it("is charged for tokens and for every byte", async () => {
    const { simulator, accountId, ask } = openBench();
    const { text } = await ask({ model: "gpt-4o" });
    const { metering } = simulator.account(accountId);
    const bytes = new TextEncoder().encode(text).byteLength;
    const egress = bytes * 12_000_000 / 2 ** 30;
    assertAlmostEquals(
      metering.remaining(),
      metering.allowance - 9500 - egress,
      1e-6,
    );
  });

  it("is charged in full although the caller has gone", async () => {
    const { simulator, accountId, chat } = openBench();
    const exchange = chat({ model: "gpt-4o", stream: true });
    await (await exchange.answer).read();
    exchange.cancel();
    const { metering } = simulator.account(accountId);
    assert(metering.allowance - metering.remaining() >= 9500);
  });

  it("is booked under names without dots", async () => {
    const { ask, get } = openBench();
    await ask({ ...DEAR, max_tokens: 5 });
    const { usage } = JSON.parse((await get("/metering/usage")).text);
    const name = "openai:gpt-5_dot_5-2026-04-23:prompt_tokens";
    assertEquals(usage[name], { units: 8, cost: 4000, count: 1 });
  });

  it("is not charged for what a vendor refused", async () => {
    const { simulator, accountId, ask } = openBench();
    assertEquals(
      (await ask({ model: "gpt-4o", ...question("T429") })).status,
      429,
    );
    const { metering } = simulator.account(accountId);
    assert(metering.allowance - metering.remaining() < 100);
  });

  it("is charged on an estimate when an answer breaks off", async () => {
    const { simulator, accountId, ask, get } = openBench();
    await ask({ model: "gpt-4o", ...question("TCUT"), stream: true });
    const { usage } = JSON.parse((await get("/metering/usage")).text);
    assert(usage["azure-openai:gpt-4o:estimated_output_tokens"].cost > 0);
    assertEquals(simulator.account(accountId).held, 0);
  });

  it("pays for images by their list, but not for samples", async () => {
    const { simulator, accountId, call } = openBench({
      account: { allowance: 6_000_000 },
    });
    const { metering } = simulator.account(accountId);
    const image = (args: Record<string, unknown>) =>
      call("puter-image-generation", "generate", { prompt: "cat", ...args });
    const model = "gpt-image-1";
    const sample = await image({ model, quality: "high", test_mode: true });
    assertEquals(sample.status, 200);
    assert(metering.remaining() > 5_990_000);
    assertEquals((await image({ model, quality: "medium" })).status, 200);
    assert(metering.remaining() < 1_800_000);
    assertEquals((await image({ model, quality: "medium" })).status, 402);
    assertEquals((await image({ model, quality: "low" })).status, 200);
    assertEquals(simulator.inFlight(accountId), 0);
  });

  it("comes back with the next month", async () => {
    let now = Date.UTC(2026, 10, 30, 23, 59, 59);
    const { simulator, accountId, ask } = openBench({
      now: () => now,
      account: { allowance: 5000 },
    });
    assertEquals((await ask({ model: "gpt-4o", max_tokens: 4 })).status, 200);
    assertEquals((await ask({ model: "gpt-4o" })).status, 402);
    now += 1000;
    assertEquals(simulator.account(accountId).metering.remaining(), 5000);
  });
});

describe("prices in an answer", () => {
  const prices: [string, number | null][] = [
    ["gpt-4o", 0.0095],
    ["gpt-5.5", 0.0252],
    ["gpt-5.4-pro", 0.162],
    ["claude-haiku-4-5", 0.0047],
    ["openrouter:acme/router-1", 0.0012300000000000002],
    [TINY, null],
  ];
  for (const [model, cents] of prices) {
    it(`are ${cents} cents for ${model}`, async () => {
      const { ask } = openBench({ now: () => START });
      const { text } = await ask({ model, ...question("hi") });
      assertEquals(JSON.parse(text).result.usage.usd_cents, cents);
    });
  }
});
