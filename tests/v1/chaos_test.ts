import { assert, assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { type TestGateway, testGateway } from "../helpers/gateway.ts";
import { parseEvents } from "../helpers/sse.ts";

const REQUESTS = 10_000;
const AT_ONCE = 40;
const ACCOUNTS = 60;

/** A small generator with a seed, so that a failing run can be repeated. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function wordsOf(count: number): string {
  return Array.from({ length: count }, (_, index) => ` word${index}`).join("");
}

interface Tally {
  whole: number;
  refused: number;
  broken: number;
}

/** Checks one answer; anything but right, refused or broken off throws. */
async function checkAnswer(
  response: Response,
  expected: string,
  stream: boolean,
  tally: Tally,
): Promise<void> {
  const body = await response.text();
  if (response.status !== 200) {
    const { error } = JSON.parse(body);
    assert(response.status >= 400 && response.status < 600);
    assert(error.message.length > 0);
    tally.refused++;
    return;
  }
  if (!stream) {
    const { choices: [choice] } = JSON.parse(body);
    assertEquals(choice.message.content, expected);
    assertEquals(choice.finish_reason, "stop");
    tally.whole++;
    return;
  }
  const events = parseEvents(body);
  const reasons = events.chunks.flatMap((chunk) =>
    (chunk.choices ?? []).flatMap((choice) => choice.finish_reason ?? [])
  );
  if (events.done) {
    assertEquals(events.text, expected);
    assertEquals(reasons, ["stop"]);
    tally.whole++;
  } else {
    assert(events.chunks.at(-1)?.error?.message);
    assertEquals(reasons, []);
    assert(expected.startsWith(events.text), "text that was never made");
    tally.broken++;
  }
}

async function run(gateway: TestGateway, tally: Tally): Promise<void> {
  const random = randomOf(20261123);
  let next = 0;
  async function work(): Promise<void> {
    while (next < REQUESTS) {
      next++;
      const count = 1 + Math.floor(random() * 30);
      const stream = random() < 0.6;
      gateway.simulator.faults.chunking = random() < 0.3
        ? { bytes: 1 + Math.floor(random() * 40) }
        : null;
      const response = await gateway.post("/v1/chat/completions", {
        model: "gpt-4o",
        stream,
        messages: [{ role: "user", content: `TCHUNKS:${count}` }],
      });
      await checkAnswer(response, wordsOf(count), stream, tally);
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

describe("10,000 requests under random faults", () => {
  it("are each answered rightly, refused, or visibly broken off", async () => {
    // Puter's clock runs fast here, so that its rate limits do not slow a test.
    let now = Date.UTC(2026, 10, 23);
    const gateway = await testGateway({
      accounts: Array.from({ length: ACCOUNTS }, () => ({
        tier: "paid" as const,
        allowance: 1e15,
      })),
      simulator: {
        now: () => now += 20,
        delay: () => Promise.resolve(),
        seed: 7,
      },
      env: { MAX_QUEUE_MS: "50" },
    });
    gateway.simulator.faults.randomly(0.2, [
      "too_many_requests",
      "too_many_concurrent",
      "upstream_rate_limited",
      "upstream_auth_failed",
      "upstream_failed",
      "internal_error",
      "db_unavailable",
      "address_refused",
      "old_envelope",
      "drop_before_head",
      "drop_mid_line",
      "drop_after_text",
      "drop_mid_character",
      "error_line_first",
      "error_line_later",
      "old_stream_error_line",
    ]);
    const tally: Tally = { whole: 0, refused: 0, broken: 0 };
    await run(gateway, tally);
    assertEquals(tally.whole + tally.refused + tally.broken, REQUESTS);
    assert(tally.whole > REQUESTS / 4, JSON.stringify(tally));
    assert(tally.refused > 0 && tally.broken > 0, JSON.stringify(tally));
    for (const account of gateway.services.puter.pool.view()) {
      assertEquals(account.inFlight, 0);
      assert(account.state.status !== "disabled", JSON.stringify(account));
    }
    await gateway.services.recorder.flush();
    const records = await countRecords(gateway);
    assertEquals(records, REQUESTS);
    await gateway.close();
  });
});

async function countRecords(gateway: TestGateway): Promise<number> {
  const ids = new Set<string>();
  let cursor = "";
  do {
    const response = await gateway.fetch(
      `/api/requests?limit=200${cursor === "" ? "" : `&cursor=${cursor}`}`,
    );
    const page = await response.json();
    for (const { id } of page.requests) ids.add(id);
    cursor = page.cursor ?? "";
  } while (cursor !== "");
  return ids.size;
}
