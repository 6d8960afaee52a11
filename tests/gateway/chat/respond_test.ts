import { assertEquals } from "@std/assert";
import { after, before, describe, it } from "@std/testing/bdd";
import { type TestGateway, testGateway } from "../../helpers/gateway.ts";

describe("respondChat()", () => {
  let gateway: TestGateway;
  before(async () => {
    gateway = await testGateway();
    // Later calls find the models known.
    await (await ask("hi", {})).body?.cancel();
  });
  after(() => gateway.close());

  function ask(text: string, fields: Record<string, unknown>, init = {}) {
    const messages = [{ role: "user", content: text }];
    const body = { model: "gpt-4o", messages, ...fields };
    return gateway.post("/v1/chat/completions", body, init);
  }

  function inFlight(): number {
    return gateway.services.puter.pool.view()
      .reduce((sum, account) => sum + account.inFlight, 0);
  }

  for (const stream of [false, true]) {
    const kind = stream ? "stream" : "whole answer";
    it(`troubles no one when the client of a ${kind} leaves`, async () => {
      const abort = new AbortController();
      gateway.simulator.faults.stallMs = 60_000;
      const answer = ask("hi", { stream }, { signal: abort.signal });
      while (inFlight() === 0) await new Promise((go) => setTimeout(go, 1));
      abort.abort();
      await (await answer).body?.cancel();
      assertEquals(inFlight(), 0);
      assertEquals(gateway.log, []);
      await gateway.services.recorder.flush();
      const list = await gateway.fetch("/api/requests?limit=1");
      const { requests: [record] } = await list.json();
      assertEquals([record.status, record.code, record.blame, record.stream], [
        499,
        "client_closed",
        "client",
        stream,
      ]);
      gateway.simulator.faults.stallMs = 0;
    });
  }
});
