import { describe, it } from "@std/testing/bdd";
import { assert, assertEquals } from "@std/assert";
import { UsageAnswer } from "../../lib/gateway/api_schemas/usage.ts";
import { testGateway } from "../helpers/gateway.ts";

describe("usage of the public API", () => {
  it("counts each request once, however it ends", async () => {
    const gateway = await testGateway();
    const models = await (await gateway.fetch("/v1/models")).json();
    const model = models.data[0].id;
    const messages = [{ role: "user", content: "Hello" }];
    for (const stream of [true, false]) {
      const body = { model, messages, stream };
      const res = await gateway.post("/v1/chat/completions", body);
      assertEquals(res.status, 200);
      await res.text();
    }
    const bad = await gateway.post("/v1/chat/completions", { model });
    assertEquals(bad.status, 400);
    await bad.body?.cancel();
    const res = await gateway.fetch("/api/usage?by=outcome");
    const { totals, groups } = UsageAnswer.parse(await res.json());
    assertEquals([totals.requests, totals.ok], [3, 2]);
    assert(totals.completionTokens > 0);
    assertEquals(totals.costMicroCents, 0, "simulated answers cost nothing");
    assertEquals(groups?.map(({ value }) => value), ["ok", "failed"]);
    await gateway.close();
  });
});
