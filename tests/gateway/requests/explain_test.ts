import { assert, assertEquals } from "@std/assert";
import { afterEach, beforeEach, describe, it } from "@std/testing/bdd";
import type { Fault } from "../../../lib/puter/simulator/faults.ts";
import type { ExplainedRequest } from "../../../lib/gateway/requests/explain.ts";
import { type TestGateway, testGateway } from "../../helpers/gateway.ts";

/** A failure as owners meet it, and words that its explanation must hold. */
interface Failure {
  name: string;
  faults?: Fault[];
  fields?: Record<string, unknown>;
  status: number;
  says: RegExp[];
}

const FAILURES: Failure[] = [
  {
    name: "an invalid token, served by another account",
    faults: ["token_auth_failed"],
    status: 200,
    says: [/answered 401/, /out of use until/, /Another account was tried/],
  },
  {
    name: "a rate limit of the account",
    faults: ["too_many_requests"],
    status: 200,
    says: [/answered 429/, /Cause: the account\./, /rests for a while/],
  },
  {
    name: "too many calls at once",
    faults: ["too_many_concurrent"],
    status: 200,
    says: [/takes no further call until one of its own ends/],
  },
  {
    name: "used up credit",
    faults: ["insufficient_funds"],
    status: 200,
    says: [/answered 402/, /what credit the account has left/],
  },
  {
    name: "a model for subscribers only",
    faults: ["subscribers_only", "subscribers_only"],
    status: 403,
    says: [/the account's plan/, /not asked for this again/],
  },
  {
    name: "an outage of the vendor",
    faults: [
      "upstream_provider_unavailable",
      "upstream_provider_unavailable",
      "upstream_provider_unavailable",
    ],
    status: 503,
    says: [/the model's vendor/, /The same call was made once more/],
  },
  {
    name: "a fault of Puter itself",
    faults: ["internal_error", "internal_error", "internal_error"],
    status: 502,
    says: [/Cause: Puter\./, /The client was told 502/],
  },
  {
    name: "a dropped connection",
    faults: ["drop_before_head", "drop_before_head", "drop_before_head"],
    status: 502,
    says: [/Puter gave no answer/],
  },
  {
    name: "a prompt that is too long",
    faults: ["context_length"],
    status: 400,
    says: [/what the client sent or did/, /context_length_exceeded/],
  },
  {
    name: "an unknown model",
    fields: { model: "no-such-model" },
    status: 404,
    says: [/The client was told 404 model_not_found/],
  },
];

describe("the explanation of a request", () => {
  let gateway: TestGateway;

  beforeEach(async () => {
    gateway = await testGateway({
      accounts: [{ tier: "paid" }, { tier: "paid" }],
    });
  });
  afterEach(() => gateway.close());

  async function ask(
    fields: Record<string, unknown> = {},
  ): Promise<{ status: number; record: ExplainedRequest }> {
    const response = await gateway.post("/v1/chat/completions", {
      model: "gpt-4o",
      messages: [{ role: "user", content: "TTEXT" }],
      ...fields,
    });
    await response.text();
    const id = response.headers.get("x-request-id");
    const found = await gateway.fetch(`/api/requests/${id}`);
    assertEquals(found.status, 200);
    return { status: response.status, record: await found.json() };
  }

  for (const { name, faults, fields, status, says } of FAILURES) {
    it(`tells of ${name}`, async () => {
      for (const fault of faults ?? []) gateway.simulator.faults.next(fault);
      const answer = await ask(fields);
      const { en, zh } = answer.record.explanation;
      assertEquals(answer.status, status, JSON.stringify(en));
      for (const words of says) {
        assert(en.some((text) => words.test(text)), `${words}: ${en}`);
      }
      assertEquals(zh.length, en.length);
      for (const text of [...en, ...zh]) assert(!/[{}]/.test(text), text);
      assert(zh.every((text) => /[\u4e00-\u9fff]/.test(text)), zh.join());
    });
  }

  it("tells where an answer broke off", async () => {
    gateway.simulator.faults.next("drop_after_text");
    const { record } = await ask({ stream: true });
    const { en } = record.explanation;
    assert(en.some((text) => /broke off after \d+ bytes/.test(text)), `${en}`);
  });

  it("names accounts as their owner knows them, not by token", async () => {
    const { record } = await ask();
    const [account] = gateway.services.puter.pool.view()
      .filter(({ id }) => id === record.accountId);
    const { en } = record.explanation;
    assert(en.some((text) => text.includes(account?.username ?? "?")), `${en}`);
  });

  it("tells of the wait and of why no account was left", async () => {
    await gateway.services.settings.change({ maxQueueMs: 20 });
    for (const { id } of gateway.services.puter.pool.view()) {
      const response = await gateway.fetch(`/api/accounts/${id}`, {
        method: "PATCH",
        body: JSON.stringify({ paused: true }),
      });
      await response.body?.cancel();
    }
    const { status, record } = await ask();
    assertEquals(status, 503);
    assert(
      record.explanation.en.some((text) => text.includes("2 paused by you")),
      `${record.explanation.en}`,
    );
  });
});
