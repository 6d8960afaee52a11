import { assert, assertEquals, assertMatch } from "@std/assert";
import { afterEach, beforeEach, describe, it } from "@std/testing/bdd";
import type { Fault } from "../../lib/puter/simulator/faults.ts";
import type { RequestRecord } from "../../lib/store/requests/record.ts";
import { type TestGateway, testGateway } from "../helpers/gateway.ts";
import { readEvents } from "../helpers/sse.ts";

const FIRST = "gpt-4o";
const SECOND = "claude-sonnet-4-5";

describe("a name that stands for several models", () => {
  let gateway: TestGateway;

  beforeEach(async () => {
    gateway = await testGateway({
      accounts: [{ tier: "paid" }, { tier: "paid" }],
    });
    await gateway.services.settings.change({
      aliases: { best: [FIRST, SECOND], lost: ["no-such-model"] },
    });
  });
  afterEach(() => gateway.close());

  function ask(stream: boolean, model = "best"): Promise<Response> {
    return gateway.post("/v1/chat/completions", {
      model,
      stream,
      messages: [{ role: "user", content: "TTEXT" }],
    });
  }

  /** Says what Puter answers to the calls for the first model. */
  function fail(fault: Fault): void {
    gateway.simulator.faults.next(fault, 2);
  }

  async function record(response: Response): Promise<RequestRecord> {
    const id = response.headers.get("x-request-id");
    const found = await gateway.fetch(`/api/requests/${id}`);
    assertEquals(found.status, 200);
    return await found.json();
  }

  for (const stream of [false, true]) {
    const form = stream ? "streamed" : "whole";

    it(`serves the first one while it works, ${form}`, async () => {
      const response = await ask(stream);
      const text = await response.text();
      assertEquals(response.status, 200, text);
      assertMatch(response.headers.get("x-puter2api-model") ?? "", /gpt-4o/);
      assert(text.includes('"model":"best"'), text);
    });

    it(`serves the next one when the vendor fails, ${form}`, async () => {
      fail("upstream_provider_unavailable");
      const response = await ask(stream);
      const text = await response.text();
      assertEquals(response.status, 200, text);
      assertMatch(response.headers.get("x-puter2api-model") ?? "", /claude/);
      const { attempts, accountId, servedModel } = await record(response);
      assertEquals(attempts.map(({ next }) => next), [
        "same_account",
        "other_model",
        undefined,
      ]);
      assertEquals(attempts[0]?.model, FIRST);
      assertMatch(attempts.at(-1)?.model ?? "", /claude/);
      assertEquals(attempts.at(-1)?.accountId, accountId);
      assertMatch(servedModel ?? "", /claude/);
    });

    it(`does not try another for the client's mistake, ${form}`, async () => {
      gateway.simulator.faults.next("context_length");
      const response = await ask(stream);
      const { error } = await response.json();
      assertEquals(response.status, 400, JSON.stringify(error));
      assertEquals((await record(response)).attempts.length, 1);
    });
  }

  it("never tries another once an answer has begun", async () => {
    gateway.simulator.faults.next("drop_after_text");
    const response = await ask(true);
    assertEquals(response.status, 200);
    const events = await readEvents(response);
    assert(events.chunks.at(-1)?.error?.code !== undefined);
    const { attempts } = await record(response);
    assertEquals(attempts.length, 1);
    assertEquals(attempts[0]?.next, "stop");
    assert((attempts[0]?.bytes ?? 0) > 0);
    assert(attempts[0]?.blame !== null);
  });

  it("is unknown when nobody serves any of them", async () => {
    const response = await ask(false, "lost");
    const { error } = await response.json();
    assertEquals(response.status, 404);
    assertEquals(error.code, "model_not_found");
    assertEquals(error.message.includes("lost"), true);
  });

  it("is refused with the last failure when all fail", async () => {
    gateway.simulator.faults.next("upstream_provider_unavailable", 9);
    const response = await ask(false);
    await response.body?.cancel();
    assert(response.status >= 500);
    const { attempts } = await record(response);
    assertEquals(attempts.map(({ next }) => next), [
      "same_account",
      "other_model",
      "same_account",
      "stop",
    ]);
  });
});

describe("what is kept of a request", () => {
  let gateway: TestGateway;

  beforeEach(async () => {
    gateway = await testGateway({
      accounts: [{ tier: "paid" }, { tier: "paid" }],
    });
  });
  afterEach(() => gateway.close());

  async function ask(fields: Record<string, unknown> = {}) {
    const response = await gateway.post("/v1/chat/completions", {
      model: FIRST,
      messages: [{ role: "user", content: "TTEXT" }],
      ...fields,
    });
    const text = await response.text();
    const id = response.headers.get("x-request-id");
    const found = await gateway.fetch(`/api/requests/${id}`);
    const record: RequestRecord = await found.json();
    return { response, text, record };
  }

  it("tells how its account was chosen", async () => {
    const { response, record } = await ask();
    assertEquals(response.status, 200);
    assertEquals(record.choices?.length, 1);
    const [choice] = record.choices ?? [];
    assertEquals(choice?.candidates, 2);
    assertEquals(choice?.rule, "least_in_flight");
    assertEquals(choice?.accountId, record.accountId);
  });

  it("tells each attempt, its blame, its effect and what came next", async () => {
    gateway.simulator.faults.next("token_auth_failed");
    const { response, record } = await ask();
    assertEquals(response.status, 200);
    assertEquals(record.attempts.length, 2);
    const [failed, served] = record.attempts;
    assertEquals(failed?.status, 401);
    assertEquals(failed?.blame, "account");
    assertEquals(failed?.effect, "disable");
    assertEquals(failed?.next, "other_account");
    assertEquals(served?.code, null);
    assert((served?.atMs ?? -1) >= (failed?.atMs ?? 0));
    assertEquals(record.choices?.[1]?.accountId, served?.accountId);
  });

  it("tells why there was no account, when there was none", async () => {
    for (const { id } of gateway.services.puter.pool.view()) {
      const response = await gateway.fetch(`/api/accounts/${id}`, {
        method: "PATCH",
        body: JSON.stringify({ paused: true }),
      });
      assertEquals(response.status, 200, await response.text());
    }
    const { response, record } = await ask();
    assertEquals(response.status, 503);
    assertEquals(record.attempts, []);
    assertEquals(record.choices?.[0]?.skipped, { paused: 2 });
    assertEquals(record.choices?.[0]?.accountId, undefined);
  });

  it("says what the gateway itself took", async () => {
    gateway.simulator.faults.stallMs = 60;
    for (const stream of [true, false]) {
      const { response, record } = await ask({ stream });
      const header = response.headers.get("x-puter2api-overhead-ms") ?? "";
      assertMatch(header, /^\d+\.\d$/);
      assert(Number(header) < record.durationMs - 50, header);
      // Both are rounded, to a tenth and to a whole.
      const apart = Math.abs((record.overheadMs ?? NaN) - Number(header));
      assert(apart <= 0.56, `${record.overheadMs} ${header}`);
    }
  });

  it("names the account to clients only where its owner allows it", async () => {
    const before = await ask();
    assertEquals(before.response.headers.has("x-puter2api-account"), false);
    await gateway.services.settings.change({ exposeAccount: true });
    const { response, record } = await ask();
    assertEquals(
      response.headers.get("x-puter2api-account"),
      record.accountId,
    );
  });

  it("takes a few hundred bytes", async () => {
    gateway.simulator.faults.next("token_auth_failed");
    const { record } = await ask();
    const bytes = JSON.stringify(record).length;
    assert(bytes < 1500, `${bytes} bytes: ${JSON.stringify(record)}`);
  });
});

describe("the time an answer may take to begin", () => {
  async function slowGateway(headHoldMs: number): Promise<TestGateway> {
    const gateway = await testGateway({
      env: { HEAD_HOLD_MS: `${headHoldMs}`, REQUEST_BUDGET_MS: "1000" },
    });
    // The list of models is not to be what takes long.
    await (await gateway.fetch("/v1/models")).body?.cancel();
    gateway.simulator.faults.stallMs = 60_000;
    return gateway;
  }

  function ask(gateway: TestGateway): Promise<Response> {
    return gateway.post("/v1/chat/completions", {
      model: FIRST,
      stream: true,
      messages: [{ role: "user", content: "TTEXT" }],
    });
  }

  it("ends a stream with 504 and frees the account", async () => {
    const gateway = await slowGateway(5000);
    const response = await ask(gateway);
    const { error } = await response.json();
    assertEquals(response.status, 504);
    assertEquals(error.code, "upstream_timeout");
    const [account] = gateway.services.puter.pool.view();
    assertEquals(account?.inFlight, 0);
    assertEquals(account?.state.status, "ready");
    await gateway.close();
  });

  it("ends it in the stream when its head has left", async () => {
    const gateway = await slowGateway(100);
    const response = await ask(gateway);
    assertEquals(response.status, 200);
    const last = (await readEvents(response)).chunks.at(-1);
    assertEquals(last?.error?.code, "upstream_timeout");
    assertEquals(gateway.services.puter.pool.view()[0]?.inFlight, 0);
    await gateway.close();
  });
});
