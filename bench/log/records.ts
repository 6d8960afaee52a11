import { lowestIdAt } from "../../lib/http/request_id.ts";
import type { RequestRecord } from "../../lib/store/requests/record.ts";

/** How many requests there are, and over what time they come. */
export interface Shape {
  total: number;
  spanMs: number;
}

/** When the made-up requests begin. */
export const BEGIN = Date.UTC(2026, 0, 1);

const MODELS = [
  "gpt-5-nano",
  "gpt-5-mini",
  "claude-sonnet-4-5",
  "claude-haiku-4-5",
  "gemini-2.5-flash",
  "deepseek-chat",
  "grok-4-fast",
  "openrouter:mistralai/mistral-small-3.2-24b-instruct",
];

/** Ids of accounts, as long as Puter's own. */
const ACCOUNTS = Array.from(
  { length: 50 },
  (_, n) => `dd694a2d-e140-42bf-8c1e-${String(n).padStart(12, "0")}`,
);

/** Ids of keys: the first ones are used most. */
export const KEYS = Array.from(
  { length: 20 },
  (_, n) => `01KB${String(n).padStart(22, "0")}`,
);

/** Used by seven requests among all, however many they are. */
export const RARE_KEY = "01KBRAREKEY0000000000000000".slice(0, 26);

/** Two values, each in an eighth of all records, that never meet. */
export const NEVER = { key: KEYS[1] ?? "", model: MODELS[0] ?? "" };

/** Numbers that look random and are the same in each run. */
function noise(n: number): number {
  let x = (n + 0x9e3779b9) | 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}

/** When request `n` comes. */
export function timeOf(n: number, { total, spanMs }: Shape): number {
  return BEGIN + Math.floor(n * spanMs / total);
}

/** Request `n` of all. */
export function madeRecord(n: number, shape: Shape): RequestRecord {
  const { total } = shape;
  const at = timeOf(n, shape);
  const dice = noise(n);
  const isRare = n % Math.ceil(total / 7) === 3;
  const hasFailed = isRare ? dice % 2 === 0 : dice % 16 === 0;
  const keyId = isRare ? RARE_KEY : keyOf(dice >>> 4);
  const isNever = keyId === NEVER.key && MODELS[dice % 8] === NEVER.model;
  const accountId = ACCOUNTS[(dice >>> 8) % ACCOUNTS.length] ?? "";
  return {
    id: `${lowestIdAt(at)}${String(n).padStart(16, "0")}`,
    at,
    keyId,
    keyName: "A key of some name",
    surface: dice % 10 === 0 ? "images" : "chat_completions",
    model: MODELS[isNever ? 3 : dice % 8] ?? "",
    servedModel: "gpt-5-nano-2025-08-07",
    accountId,
    attempts: [{
      accountId,
      status: hasFailed ? 429 : 200,
      code: hasFailed ? "too_many_requests" : null,
      blame: hasFailed ? "account" : null,
      ms: 812,
    }],
    status: hasFailed ? 429 : dice % 97 === 0 ? 499 : 200,
    ...(hasFailed
      ? { blame: "account" as const, code: "rate_limit_exceeded" }
      : {}),
    ttftMs: 640,
    durationMs: 4213,
    promptTokens: 1834,
    completionTokens: 412,
    cachedTokens: 1024,
    reasoningTokens: 0,
    costMicroCents: 71_204,
    stream: true,
    upstream: "puter",
    choices: [{
      candidates: 50,
      skipped: { cooling: 2, per_window: 1 },
      queuedMs: 0,
      rule: "least_in_flight",
      accountId,
    }],
  };
}

/** Half of the requests use the first key, a quarter the second, … */
function keyOf(dice: number): string {
  const place = Math.min(KEYS.length - 1, Math.clz32(dice << 4));
  return KEYS[place] ?? "";
}
