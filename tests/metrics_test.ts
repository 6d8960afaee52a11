import { describe, it } from "@std/testing/bdd";
import { assert, assertEquals } from "@std/assert";
import { EXPOSITION_TYPE } from "../lib/http/exposition.ts";
import { type Family, parseExposition } from "./helpers/exposition.ts";
import { type TestGateway, testGateway } from "./helpers/gateway.ts";
import { usageRecord } from "./helpers/usage_records.ts";

async function scrape(
  gateway: TestGateway,
  key?: string,
): Promise<Map<string, Family>> {
  const res = await gateway.fetch("/metrics", key === undefined ? {} : { key });
  assertEquals(res.status, 200);
  assertEquals(res.headers.get("content-type"), EXPOSITION_TYPE);
  assertEquals(res.headers.get("cache-control"), "no-store");
  assertEquals(res.headers.get("access-control-allow-origin"), null);
  return parseExposition(await res.text());
}

function valueOf(
  families: Map<string, Family>,
  name: string,
  labels: Record<string, string> = {},
): number | undefined {
  for (const family of families.values()) {
    for (const sample of family.samples) {
      const isIt = sample.name === name &&
        Object.entries(labels).every(([label, value]) =>
          sample.labels.get(label) === value
        );
      if (isIt) return sample.value;
    }
  }
  return undefined;
}

describe("GET /metrics", () => {
  it("is correct before the first request", async () => {
    const gateway = await testGateway({ accounts: [] });
    const families = await scrape(gateway);
    assertEquals(valueOf(families, "puter2api_records_dropped_total"), 0);
    const start = valueOf(families, "process_start_time_seconds") ?? 0;
    assert(Math.abs(Date.now() / 1000 - start) < 3600);
    assert((valueOf(families, "process_resident_memory_bytes") ?? 0) > 1e6);
    await gateway.close();
  });

  it("counts requests, tokens, cost and times", async () => {
    const gateway = await testGateway();
    const { usage } = gateway.services;
    const model = 'odd "name"\\ of a\tmodel';
    usage.add(usageRecord());
    usage.add(usageRecord({ durationMs: 40_000 }));
    usage.add(usageRecord({ model, status: 502, blame: "model" }));
    const families = await scrape(gateway);
    const nano = { model: "gpt-5-nano" };
    const requests = "puter2api_requests_total";
    assertEquals(valueOf(families, requests, { ...nano, outcome: "ok" }), 2);
    assertEquals(
      valueOf(families, requests, {
        model: 'odd "name"\\ of a model',
        blame: "model",
      }),
      1,
    );
    const tokens = "puter2api_tokens_total";
    assertEquals(valueOf(families, tokens, { ...nano, type: "prompt" }), 20);
    assertEquals(valueOf(families, tokens, { ...nano, type: "cached" }), 8);
    assertEquals(
      valueOf(families, "puter2api_cost_dollars_total", nano),
      1400 / 1e8,
    );
    assertEquals(
      valueOf(families, "puter2api_key_requests_total", { key: "key-1" }),
      2,
    );
    const duration = "puter2api_request_duration_seconds";
    assertEquals(valueOf(families, `${duration}_count`, nano), 2);
    assertEquals(valueOf(families, `${duration}_sum`, nano), 41.2);
    const below = (seconds: number) =>
      families.get(duration)?.samples.findLast(({ name, labels }) =>
        name === `${duration}_bucket` &&
        labels.get("model") === nano.model &&
        Number(labels.get("le")) <= seconds
      )?.value;
    assertEquals([below(0.9), below(3), below(65)], [0, 1, 2]);
    await gateway.close();
  });

  it("tells the state of each account", async () => {
    const gateway = await testGateway({
      accounts: [{ tier: "paid" }, { tier: "free" }],
    });
    const families = await scrape(gateway);
    assertEquals(
      valueOf(families, "puter2api_accounts", { state: "ready" }),
      2,
    );
    assertEquals(
      valueOf(families, "puter2api_accounts", { state: "paused" }),
      0,
    );
    for (const name of ["account_ready", "account_in_flight"]) {
      assertEquals(families.get(`puter2api_${name}`)?.samples.length, 2);
    }
    await gateway.close();
  });

  it("stays small whatever names clients invent", async () => {
    const gateway = await testGateway({ accounts: [] });
    for (let n = 0; n < 5000; n++) {
      gateway.services.usage.add(usageRecord({ model: `invented-${n}` }));
    }
    const res = await gateway.fetch("/metrics");
    const text = await res.text();
    parseExposition(text);
    assert(text.length < 1_000_000, `${text.length} characters`);
    await gateway.close();
  });

  it("opens to its own key and to the owner's, and to nobody else", async () => {
    const key = "the key for metrics alone";
    const gateway = await testGateway({ env: { METRICS_KEY: key } });
    await scrape(gateway, key);
    await scrape(gateway);
    for (const wrong of ["", "another key"]) {
      const res = await gateway.fetch("/metrics", { key: wrong });
      assertEquals(res.status, 401);
      await res.body?.cancel();
    }
    const made = await gateway.post("/api/keys", { name: "client" });
    const client = (await made.json()).key;
    const refused = await gateway.fetch("/metrics", { key: client });
    assertEquals(refused.status, 403);
    await refused.body?.cancel();
    for (const path of ["/api/usage", "/api/keys", "/v1/models"]) {
      const res = await gateway.fetch(path, { key });
      assertEquals(res.status, 401, path);
      await res.body?.cancel();
    }
    await gateway.close();
  });
});
