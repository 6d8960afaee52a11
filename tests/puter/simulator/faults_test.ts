import { assert, assertEquals, assertRejects } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import {
  classifyHttp,
  classifyStreamError,
} from "../../../lib/puter/errors/classify.ts";
import {
  type Fault,
  FAULTS,
  Simulator,
} from "../../../lib/puter/simulator/mod.ts";
import { openBench, readAnswer } from "./helpers.ts";

/** What each fault is, as the client of Puter sees it. */
const ANSWERS: [Fault, status: number, outcome: string][] = [
  ["token_missing", 401, "token_missing"],
  ["token_auth_failed", 401, "token_rejected"],
  ["reauth_required", 401, "session_revoked"],
  ["session_expired", 401, "session_expired"],
  ["token_v1", 401, "token_v1"],
  ["suspended", 403, "suspended"],
  ["email_confirmation_required", 403, "email_pending"],
  ["phone_verification_required", 403, "phone_pending"],
  ["card_verification_required", 403, "card_pending"],
  ["app_blocked", 403, "app_blocked"],
  ["forbidden_scoped", 403, "scoped_token"],
  ["app_or_api_token_required", 403, "wrong_token_kind"],
  ["permission_denied_interface", 403, "interface_denied"],
  ["policy_veto", 403, "policy_veto"],
  ["subscribers_only", 403, "model_for_subscribers"],
  ["subscription_required", 402, "plan_required"],
  ["insufficient_funds", 402, "insufficient_funds"],
  ["too_many_requests", 429, "rate_limit"],
  ["too_many_concurrent", 429, "concurrency_limit"],
  ["upstream_rate_limited", 429, "vendor_rate_limit"],
  ["upstream_auth_failed", 500, "vendor_auth"],
  ["upstream_provider_unavailable", 400, "vendor_unavailable"],
  ["upstream_failed", 400, "vendor_failed"],
  ["upstream_bad_request", 400, "vendor_refused"],
  ["context_length", 400, "context_length"],
  ["model_not_found", 400, "model_not_found"],
  ["bad_arguments", 400, "bad_request"],
  ["moderation_flagged", 400, "answer_flagged"],
  ["disallowed_value", 400, "content_policy"],
  ["unknown_error", 400, "vendor_no_media"],
  ["file_too_large", 413, "too_large"],
  ["not_found", 404, "not_found"],
  ["db_unavailable", 503, "overloaded"],
  ["internal_error", 500, "upstream_fault"],
  ["address_refused", 403, "address_refused"],
  ["old_envelope", 200, "insufficient_funds"],
  ["old_usage_limited", 200, "insufficient_funds"],
];

const TORN: Fault[] = [
  "drop_before_head",
  "drop_mid_line",
  "drop_after_text",
  "drop_mid_character",
];

const LINES: Fault[] = [
  "no_usage",
  "error_line_first",
  "error_line_later",
  "old_stream_error_line",
];

describe("a fault on demand", () => {
  for (const [fault, status, outcome] of ANSWERS) {
    it(`answers one call with ${fault}, streamed or not`, async () => {
      const { simulator, accountId, ask } = openBench();
      for (const stream of [false, true]) {
        simulator.faults.next(fault);
        const answer = await ask({ stream });
        assertEquals(answer.status, status);
        const { contentType, text } = answer;
        const context = { model: "m" };
        const failure = classifyHttp(status, contentType, text, context);
        assertEquals(failure.code, outcome);
        assertEquals((await ask({ stream })).status, 200);
      }
      assertEquals(simulator.inFlight(accountId), 0);
      assertEquals(simulator.account(accountId).held, 0);
    });
  }

  it("covers every name", () => {
    const tested = [...ANSWERS.map(([fault]) => fault), ...TORN, ...LINES];
    assertEquals(tested.concat("stall").sort(), [...FAULTS].sort());
  });

  it("asks to come back later when Puter is overloaded", async () => {
    const { simulator, chat } = openBench();
    simulator.faults.next("db_unavailable");
    const answer = await chat().answer;
    assertEquals(answer.header("retry-after"), "5");
  });

  for (const fault of TORN) {
    it(`breaks the connection with ${fault}`, async () => {
      const { simulator, accountId, chat } = openBench();
      for (const stream of [false, true]) {
        simulator.faults.next(fault);
        await assertRejects(() => readAnswer(chat({ stream })), TypeError);
      }
      assertEquals(simulator.inFlight(accountId), 0);
      assertEquals(simulator.account(accountId).held, 0);
    });
  }

  it("tears a line or a character apart, and nothing before", async () => {
    const { simulator, chat, ask } = openBench();
    const whole = (await ask({ stream: true })).text;
    for (const fault of TORN.slice(1)) {
      simulator.faults.next(fault);
      const bytes = await readUntilBroken(chat({ stream: true }));
      const text = new TextDecoder().decode(bytes, { stream: true });
      assert(whole.startsWith(text), fault);
      assertEquals(text.endsWith("\n"), fault === "drop_after_text");
      assert(!text.includes('"usage"'), fault);
      const torn = new TextDecoder().decode(bytes) !== text;
      assertEquals(torn, fault === "drop_mid_character");
    }
  });

  it("leaves the usage line out", async () => {
    const { simulator, ask } = openBench();
    simulator.faults.next("no_usage");
    const lines = linesOf((await ask({ stream: true })).text);
    assert(lines.length > 1);
    assert(lines.every(({ type }) => type === "text"));
  });

  it("puts an error line first, or later", async () => {
    const { simulator, ask } = openBench();
    simulator.faults.next("error_line_first");
    const [first, ...none] = linesOf((await ask({ stream: true })).text);
    assertEquals(none, []);
    const failure = classifyStreamError(first?.message, { model: "m" });
    assertEquals(failure.code, "vendor_unavailable");
    simulator.faults.next("error_line_later");
    const later = linesOf((await ask({ stream: true })).text);
    assertEquals(later.map(({ type }) => type), ["text", "error"]);
    simulator.faults.next("old_stream_error_line");
    const [old] = linesOf((await ask({ stream: true })).text);
    const { code } = classifyStreamError(old, { model: "m" });
    assertEquals(code, "insufficient_funds");
  });

  it("makes an HTTP error of an error line that cannot be sent", async () => {
    const { simulator, ask } = openBench();
    const forms: [Fault, string][] = [
      ["error_line_first", "upstream_provider_unavailable"],
      ["error_line_later", "upstream_failed"],
      ["old_stream_error_line", "insufficient_funds"],
    ];
    for (const [fault, code] of forms) {
      simulator.faults.next(fault);
      assertEquals((await ask()).code, code);
    }
  });

  it("stalls until the caller goes", async () => {
    const { simulator, accountId, chat } = openBench();
    simulator.faults.next("stall");
    const exchange = chat();
    const first = await Promise.race([
      exchange.answer.then(() => "answered"),
      new Promise((resolve) => setTimeout(() => resolve("silent"), 5)),
    ]);
    assertEquals(first, "silent");
    exchange.cancel();
    await assertRejects(() => exchange.answer);
    assertEquals(simulator.inFlight(accountId), 0);
  });

  it("comes as often as asked for", async () => {
    const { simulator, ask } = openBench();
    simulator.faults.next("internal_error", 2);
    simulator.faults.next("suspended");
    const statuses = [];
    for (let i = 0; i < 4; i++) statuses.push((await ask()).status);
    assertEquals(statuses, [500, 500, 403, 200]);
  });

  it("is spared for driver calls", async () => {
    const { simulator, get, ask } = openBench();
    simulator.faults.next("internal_error");
    assertEquals((await get("/puterai/chat/models")).status, 200);
    assertEquals((await ask()).status, 500);
  });

  it("breaks an image off as well", async () => {
    const { simulator, tokens } = openBench();
    simulator.faults.next("drop_mid_line");
    const response = await simulator.handler(
      new Request("http://api.puter.localhost/drivers/call", {
        method: "POST",
        headers: {
          "authorization": `Bearer ${tokens.app}`,
          "content-type": "application/json",
        },
        body: JSON.stringify({
          interface: "puter-image-generation",
          method: "generate",
          args: { prompt: "a cat", test_mode: true },
        }),
      }),
    );
    assertEquals(response.status, 200);
    await assertRejects(() => response.text(), TypeError);
  });
});

describe("faults by chance", () => {
  async function draw(seed: number, probability: number): Promise<string> {
    const { simulator, ask } = openBench({ seed, account: { tier: "paid" } });
    simulator.faults.randomly(probability, ["internal_error", "suspended"]);
    let drawn = "";
    for (let i = 0; i < 60; i++) drawn += `${(await ask()).status} `;
    return drawn;
  }

  it("come alike for the same seed", async () => {
    assertEquals(await draw(7, 0.5), await draw(7, 0.5));
    assert(await draw(7, 0.5) !== await draw(8, 0.5));
  });

  it("come as often as likely", async () => {
    const failed = (await draw(7, 0.3)).split(" ").filter((one) =>
      one === "500" || one === "403"
    );
    assert(failed.length > 6 && failed.length < 36, `${failed.length}`);
    assert(failed.includes("500") && failed.includes("403"));
  });

  it("never come when they were cleared", async () => {
    const simulator = new Simulator();
    simulator.faults.randomly(1, ["suspended"]);
    simulator.faults.next("suspended");
    simulator.faults.clear();
    assertEquals(simulator.faults.take(), undefined);
    assertEquals(await draw(7, 0), "200 ".repeat(60));
  });
});

function linesOf(text: string): { type?: string; message?: string }[] {
  return text.trim().split("\n").map((line) => JSON.parse(line));
}

async function readUntilBroken(
  exchange: ReturnType<ReturnType<typeof openBench>["chat"]>,
): Promise<Uint8Array> {
  const answer = await exchange.answer;
  const bytes: number[] = [];
  try {
    for (;;) {
      const chunk = await answer.read();
      if (chunk === null) throw new Error("The connection did not break");
      bytes.push(...chunk);
    }
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
  }
  return new Uint8Array(bytes);
}
