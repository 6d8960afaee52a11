import { UsageMeter } from "../../lib/gateway/usage/meter.ts";
import type { RequestRecord } from "../../lib/store/requests/record.ts";
import { rollUpUsage } from "../../lib/store/usage/rollup.ts";
import type { TestGateway } from "./gateway.ts";
import { usageRecord } from "./usage_records.ts";

const HOUR_MS = 60 * 60 * 1000;

const MODELS = [
  "gpt-5-nano",
  "claude-sonnet-4-5",
  "gemini-2.5-flash",
  "gpt-4o-mini",
  "deepseek-chat",
  "grok-4",
  "mistral-large",
  "openai/gpt-oss-120b",
];

const FAULTS: Partial<RequestRecord>[] = [
  { status: 429, blame: "account" },
  { status: 400, blame: "client" },
  { status: 502, blame: "upstream" },
  { status: 504, blame: "network" },
  { status: 499, blame: "client" },
];

/** Stores the figures of varied requests, hour by hour, up to now. */
export async function fillUsage(
  { services }: TestGateway,
  { hours, keys, accounts }: {
    hours: number;
    keys: string[];
    accounts: string[];
  },
): Promise<void> {
  const clock = { now: 0 };
  const { store } = services;
  const meter = new UsageMeter({ store, now: () => clock.now });
  const now = Date.now();
  let n = 0;
  for (let hour = hours - 1; hour >= 0; hour--) {
    clock.now = now - hour * HOUR_MS;
    const count = Math.round(9 + 6 * Math.sin(hour / 4) + hours / (hour + 12));
    for (let i = 0; i < count; i++) {
      meter.add(recordOf(n++, { at: clock.now, keys, accounts }));
    }
    await meter.flush();
  }
  await meter.close();
  await rollUpUsage(store, now);
}

function recordOf(
  n: number,
  { at, keys, accounts }: { at: number; keys: string[]; accounts: string[] },
): RequestRecord {
  // Unlike steps through the lists make a mix that is the same each time.
  const skew = (n * 7919) % 97;
  const model = Math.floor(MODELS.length * (skew / 97) ** 2);
  const ttftMs = 180 + 60 * model + (skew > 92 ? 40 * skew : 4 * skew);
  const fault = n % 17 === 0 ? FAULTS[(n / 17) % FAULTS.length] : undefined;
  const completionTokens = 60 + 9 * skew;
  return usageRecord({
    at,
    model: MODELS[model],
    accountId: accounts[n % 5 % accounts.length],
    keyId: keys[n % 3 % keys.length],
    surface: ["chat_completions", "messages", "responses"][n % 7 % 3],
    ttftMs,
    durationMs: ttftMs + completionTokens * (12 + 3 * model),
    promptTokens: 400 + 30 * skew,
    completionTokens,
    cachedTokens: skew % 2 * 200,
    reasoningTokens: skew,
    costMicroCents: 20_000 + 3000 * skew,
    ...(fault && {
      ...fault,
      ttftMs: undefined,
      promptTokens: undefined,
      completionTokens: undefined,
      cachedTokens: undefined,
      reasoningTokens: undefined,
      costMicroCents: undefined,
    }),
  });
}
