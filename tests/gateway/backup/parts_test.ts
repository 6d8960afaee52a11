import { describe, it } from "@std/testing/bdd";
import { assert, assertEquals } from "@std/assert";
import { partOf } from "../../../lib/store/backup_parts.ts";
import { testGateway } from "../../helpers/gateway.ts";
import { dump } from "../../helpers/kv_tools.ts";

/** What a deployment does without after a restore, and why. */
const LEFT_OUT = new Map([
  ["req_log", "records of requests: large, and exported by themselves"],
  ["req_by", "their indexes"],
  ["req_tail", "the live tail"],
  ["req_head", "the live tail"],
  ["req_body", "bodies: private, sealed for this deployment, short-lived"],
  ["model_cache", "fetched again"],
  ["key_live", "calls running now"],
  ["account_incident", "a matter of seconds"],
  ["claims", "work under way"],
  ["restore", "a restore under way"],
]);

describe("what a backup holds", () => {
  it("is everything a gateway stores, but what is left out on purpose", async () => {
    const gateway = await testGateway();
    const made = await gateway.post("/api/keys", {
      name: "Laptop",
      perMinute: 100,
      dailyMicroCents: 1e9,
      bodies: "all",
    });
    const { key } = await made.json();
    const { accounts } = await (await gateway.fetch("/api/accounts")).json();
    const patch = (path: string, body: unknown) =>
      gateway.fetch(path, { method: "PATCH", body: JSON.stringify(body) });
    await patch(`/api/accounts/${accounts[0].id}`, { paused: true });
    await patch(`/api/accounts/${accounts[0].id}`, { paused: false });
    await patch("/api/settings", { affinity: true });
    await gateway.fetch("/api/settings/companion", {
      method: "PUT",
      body: JSON.stringify({ baseUrl: "https://a.example/v1", apiKey: "k" }),
    });
    const models = await (await gateway.fetch("/v1/models")).json();
    const answer = await gateway.fetch("/v1/chat/completions", {
      method: "POST",
      key,
      body: JSON.stringify({
        model: models.data[0].id,
        messages: [{ role: "user", content: "Hello" }],
      }),
    });
    assertEquals(answer.status, 200, await answer.text());
    await gateway.fetch(`/api/accounts/${accounts[0].id}/probe`, {
      method: "POST",
    });
    const { recorder, usage, audit, bodies, store } = gateway.services;
    await Promise.all([recorder, usage, audit, bodies].map((x) => x.flush()));
    const kinds = new Set<string>();
    for (const [entry] of await dump(await store.kv())) {
      const kind = String(entry[0]);
      kinds.add(kind);
      const isLeftOut = LEFT_OUT.has(kind);
      assert(
        (partOf(entry) !== undefined) !== isLeftOut,
        `Is ${kind} part of a backup? See lib/store/backup_parts.ts`,
      );
    }
    for (
      const kind of [
        "settings",
        "companion",
        "keys",
        "accounts",
        "audit",
        "usage",
      ]
    ) {
      assert(kinds.has(kind), kind);
    }
    await gateway.close();
  });
});
