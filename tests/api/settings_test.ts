import { describe, it } from "@std/testing/bdd";
import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { eventually, instances } from "../helpers/instances.ts";

function only<Value>(list: readonly Value[]): Value {
  const [first] = list;
  assert(first !== undefined);
  return first;
}

describe("/api/settings", () => {
  it("says what is in force, from where, and what the default is", async () => {
    await using cluster = await instances({
      env: { MAX_QUEUE_MS: "700", CORS_ORIGINS: "https://a.example" },
    });
    const { call } = only(cluster.all);
    await call("PATCH", "/api/settings", { body: { maxQueueMs: 900 } });
    const res = await call("GET", "/api/settings");
    assertEquals(res.status, 200);
    assertEquals(res.headers.get("cache-control"), "no-store");
    const { settings, changedAt } = await res.json();
    assert(Math.abs(Date.now() - changedAt) < 60_000);
    const { description, ...queue } = settings.maxQueueMs;
    assert(description.en.length > 10 && description.zh.length > 5);
    assertEquals(queue, {
      value: 900,
      source: "stored",
      variable: "MAX_QUEUE_MS",
      start: 700,
      default: 2000,
    });
    assertEquals(settings.corsOrigins.source, "environment");
    assertEquals(settings.corsOrigins.value, ["https://a.example"]);
    assertEquals(settings.strategy.source, "default");
    assertEquals(settings.aliases.variable, null);
  });

  it("gives a setting back to the environment for null", async () => {
    await using cluster = await instances({ env: { RECORD_DAYS: "7" } });
    const { call, services } = only(cluster.all);
    await call("PATCH", "/api/settings", { body: { recordDays: 90 } });
    assertEquals(services.settings.current.recordDays, 90);
    const res = await call("PATCH", "/api/settings", {
      body: { recordDays: null },
    });
    const { settings } = await res.json();
    assertEquals(settings.recordDays.source, "environment");
    assertEquals(services.settings.current.recordDays, 7);
  });

  it("is in force on another instance within a second", async () => {
    await using cluster = await instances({ count: 2 });
    const [a, b] = cluster.all;
    assert(a !== undefined && b !== undefined);
    const seen: string[] = [];
    b.services.settings.onChange((now, before) =>
      seen.push(`${before.strategy} > ${now.strategy}`)
    );
    await a.call("PATCH", "/api/settings", {
      body: { strategy: "round_robin" },
    });
    await eventually(() =>
      b.services.settings.current.strategy === "round_robin"
    );
    assertEquals(seen, ["least_in_flight > round_robin"]);
  });

  it("refuses a change based on settings that have changed", async () => {
    await using cluster = await instances({ count: 2 });
    const [a, b] = cluster.all;
    assert(a !== undefined && b !== undefined);
    const etag = (await a.call("GET", "/api/settings")).headers.get("etag");
    assert(etag !== null);
    const headers = { "if-match": etag };
    const first = await a.call("PATCH", "/api/settings", {
      headers,
      body: { affinity: true },
    });
    assertEquals(first.status, 200);
    assertNotEquals(first.headers.get("etag"), etag);
    const late = await b.call("PATCH", "/api/settings", {
      headers,
      body: { affinity: false },
    });
    assertEquals(late.status, 412);
    assertEquals((await late.json()).error.code, "settings_changed");
    assertEquals(a.services.settings.current.affinity, true);
  });

  it("keeps changes of different settings that are made at once", async () => {
    await using cluster = await instances({ count: 2 });
    const [a, b] = cluster.all;
    assert(a !== undefined && b !== undefined);
    const answers = await Promise.all([
      a.call("PATCH", "/api/settings", { body: { keepAliveMs: 5000 } }),
      b.call("PATCH", "/api/settings", { body: { bodyHours: 5 } }),
      a.call("PATCH", "/api/settings", { body: { recordDays: 5 } }),
    ]);
    assertEquals(answers.map((res) => res.status), [200, 200, 200]);
    await a.services.settings.load();
    const { keepAliveMs, bodyHours, recordDays } = a.services.settings.current;
    assertEquals([keepAliveMs, bodyHours, recordDays], [5000, 5, 5]);
  });

  it("names the setting that is of no use and changes none", async () => {
    await using cluster = await instances();
    const { call, services } = only(cluster.all);
    const before = services.settings.current;
    const bodies: [unknown, string | null][] = [
      [{ maxQueueMs: -1 }, "maxQueueMs"],
      [{ affinity: true, strategy: "best" }, "strategy"],
      [{ corsOrigins: ["*", "https://a.example"] }, "corsOrigins"],
      [{ corsOrigins: ["https://a.example/path"] }, "corsOrigins[0]"],
      [{ aliases: { "gpt-4o": [] } }, "aliases.gpt-4o"],
      [{ models: [{ id: "a" }, { id: "A" }] }, "models"],
      [{ unknown: 1 }, "unknown"],
    ];
    for (const [body, param] of bodies) {
      const res = await call("PATCH", "/api/settings", { body });
      assertEquals(res.status, 400);
      assertEquals((await res.json()).error.param, param);
    }
    assertEquals(services.settings.current, before);
  });

  it("ignores a stored value of another release", async () => {
    await using cluster = await instances({ count: 2 });
    const [a, b] = cluster.all;
    assert(a !== undefined && b !== undefined);
    const stranger = { strategy: "of_the_future", affinity: true };
    await a.services.settings.change(
      stranger as unknown as Parameters<typeof a.services.settings.change>[0],
    );
    await eventually(() => b.services.settings.current.affinity);
    assertEquals(b.services.settings.current.strategy, "least_in_flight");
  });
});

describe("/api/settings/models", () => {
  it("gives a list that another gateway takes as it is", async () => {
    const models = Array.from({ length: 1500 }, (_, i) => ({
      id: `vendor/model-${i}:free`,
      label: `模型 ${i}`,
      hidden: i % 2 === 0,
    }));
    let shared: string;
    {
      await using cluster = await instances();
      const { call } = only(cluster.all);
      const put = await call("PUT", "/api/settings/models", {
        body: { models },
      });
      assertEquals(put.status, 200);
      shared = await (await call("GET", "/api/settings/models")).text();
    }
    await using other = await instances();
    const { call, services } = only(other.all);
    const put = await call("PUT", "/api/settings/models", { body: shared });
    assertEquals(put.status, 200);
    assertEquals(services.settings.current.models, models);
  });

  it("refuses a list that does not fit into the database", async () => {
    await using cluster = await instances();
    const { call } = only(cluster.all);
    const models = Array.from({ length: 4000 }, () => ({
      id: `${crypto.randomUUID()}${crypto.randomUUID()}`,
    }));
    const res = await call("PUT", "/api/settings/models", { body: { models } });
    assertEquals(res.status, 400);
    assertEquals((await res.json()).error.code, "settings_too_large");
  });
});
