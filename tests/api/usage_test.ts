import { describe, it } from "@std/testing/bdd";
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { UsageAnswer } from "../../lib/gateway/api_schemas/usage.ts";
import { usageRecord } from "../helpers/usage_records.ts";
import { type OwnerApp, ownerApp } from "./owner_app.ts";

async function ask(app: OwnerApp, query = "") {
  const res = await app.call("GET", `/api/usage${query}`);
  assertEquals(res.status, 200, await res.clone().text());
  assertEquals(res.headers.get("cache-control"), "no-store");
  return UsageAnswer.parse(await res.json());
}

async function refusal(app: OwnerApp, query: string) {
  const res = await app.call("GET", `/api/usage${query}`);
  assertEquals(res.status, 400, query);
  return (await res.json()).error;
}

function fill(app: OwnerApp): void {
  const { usage } = app.services;
  for (let n = 1; n <= 100; n++) {
    usage.add(usageRecord({ durationMs: 200 + 10 * n, accountId: "a" }));
  }
  for (let n = 1; n <= 10; n++) {
    usage.add(usageRecord({
      model: "claude-sonnet-4-5",
      accountId: n % 2 === 0 ? "a" : "b",
      keyId: "key-2",
    }));
  }
  usage.add(usageRecord({
    status: 429,
    blame: "account",
    accountId: "b",
    ttftMs: undefined,
    promptTokens: undefined,
    completionTokens: undefined,
    costMicroCents: undefined,
  }));
}

describe("GET /api/usage", () => {
  it("tells totals, percentiles and a series of what has just happened", async () => {
    await using app = await ownerApp();
    fill(app);
    const answer = await ask(app);
    assertEquals(answer.step, "hour");
    const { totals } = answer;
    assertEquals([totals.requests, totals.ok], [111, 110]);
    assertEquals(totals.promptTokens, 1100);
    assertEquals(totals.completionTokens, 5500);
    assertEquals(totals.cachedTokens, 440);
    assertEquals(totals.reasoningTokens, 330);
    assertEquals([totals.costMicroCents, totals.withCost], [77_000, 110]);
    assertEquals(totals.ttftMs?.count, 110);
    assert(answer.percentileError <= 0.05);
    const sum = answer.series.reduce((all, point) => all + point.requests, 0);
    assertEquals(sum, 111);
    assertEquals(answer.before?.totals.requests, 0);
    assert(answer.unflushedSeconds >= 10);
    assert(Math.abs(answer.asOf - Date.now()) < 60_000);
  });

  it("gives percentiles within the stated error", async () => {
    await using app = await ownerApp();
    fill(app);
    const { totals, percentileError } = await ask(
      app,
      "?model=gpt-5-nano&outcome=ok&step=minute",
    );
    assertEquals(totals.requests, 100);
    const exact = { p50: 700, p90: 1100, p95: 1150, p99: 1190 };
    for (const [name, right] of Object.entries(exact)) {
      const found = totals.durationMs?.[name as keyof typeof exact] ?? NaN;
      assertAlmostEquals(found, right, right * percentileError, name);
    }
    assertAlmostEquals(totals.durationMs?.mean ?? NaN, 705, 1);
  });

  it("groups by each dimension, the most used first", async () => {
    await using app = await ownerApp();
    fill(app);
    const groupsBy = async (by: string, more = "") => {
      const { groups } = await ask(app, `?by=${by}${more}`);
      return groups?.map(({ value, totals }) => [value, totals.requests]);
    };
    assertEquals(await groupsBy("model"), [
      ["gpt-5-nano", 101],
      ["claude-sonnet-4-5", 10],
    ]);
    assertEquals(await groupsBy("account"), [["a", 105], ["b", 6]]);
    assertEquals(await groupsBy("key"), [["key-1", 101], ["key-2", 10]]);
    assertEquals(await groupsBy("surface"), [["chat_completions", 111]]);
    assertEquals(await groupsBy("outcome"), [["ok", 110], ["failed", 1]]);
    assertEquals(await groupsBy("blame"), [["(none)", 110], ["account", 1]]);
    const bare = await ask(app, "?by=model&series=none");
    assertEquals([bare.series, bare.groups?.[0]?.series], [[], []]);
    const some = await ask(app, "?by=model&limit=1&series=total");
    assertEquals([some.series.length, some.groups?.[0]?.series], [1, []]);
    assertEquals([some.groups?.length, some.moreGroups], [1, 1]);
    assertEquals(some.totals.requests, 111);
  });

  it("filters by one thing while it groups by another", async () => {
    await using app = await ownerApp();
    fill(app);
    const answer = await ask(app, "?by=model&account=b");
    assertEquals(answer.totals.requests, 6);
    assertEquals(
      answer.groups?.map(({ value, totals }) => [value, totals.requests]),
      [["claude-sonnet-4-5", 5], ["gpt-5-nano", 1]],
    );
    const both = await ask(app, "?account=b&account=a&key=key-2");
    assertEquals(both.totals.requests, 10);
    const same = await ask(app, "?by=model&model=gpt-5-nano");
    assertEquals(same.groups?.length, 1);
    assertEquals((await ask(app, "?model=none-such")).totals.requests, 0);
  });

  it("says what is possible when a question cannot be answered", async () => {
    await using app = await ownerApp();
    const three = await refusal(app, "?by=model&account=a&key=k");
    assertEquals(three.code, "unsupported_combination");
    assert(/at most 2 of model, account, key/.test(three.message));
    const cases: [string, string][] = [
      ["?by=colour", "by"],
      ["?step=second", "step"],
      ["?from=yesterday", "from"],
      ["?from=2000&to=1000", "from"],
      ["?step=minute&from=2020-01-01T00:00:00Z", "step"],
      ["?step=hour&from=2020-01-01T00:00:00Z", "step"],
      ["?step=day&from=0", "step"],
      ["?by=model&limit=101", "limit"],
      [`?by=model&limit=100&step=hour&from=${Date.now() - 9e8}`, "limit"],
    ];
    for (const [query, param] of cases) {
      assertEquals((await refusal(app, query)).param, param, query);
    }
    assert(/modle/.test((await refusal(app, "?modle=gpt")).message));
  });

  it("aligns periods with its steps and chooses steps by itself", async () => {
    await using app = await ownerApp();
    const now = Date.now();
    const stepFor = async (ms: number) =>
      (await ask(app, `?from=${now - ms}&to=${now}`)).step;
    assertEquals(await stepFor(3600e3), "minute");
    assertEquals(await stepFor(2 * 86400e3), "hour");
    assertEquals(await stepFor(60 * 86400e3), "day");
    const { from, to, before } = await ask(
      app,
      `?step=day&from=2026-01-02T03:00:00%2B02:00&to=2026-01-03T00:00:01Z`,
    );
    assertEquals(new Date(from).toISOString(), "2026-01-02T00:00:00.000Z");
    assertEquals(new Date(to).toISOString(), "2026-01-04T00:00:00.000Z");
    assertEquals([before?.from, before?.to], [from - (to - from), from]);
  });
});
