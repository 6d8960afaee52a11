import { lowestIdAt } from "../../lib/http/request_id.ts";
import { putRequests } from "../../lib/store/requests/requests.ts";
import type {
  AttemptRecord,
  RequestRecord,
} from "../../lib/store/requests/record.ts";
import type { Services } from "../../lib/gateway/services.ts";

/** How many records, over what time before when. */
export interface VariedOptions {
  count: number;
  spanMs: number;
  /** Unix ms; when the last one came. */
  end: number;
  /** Ids that records name, so that names are shown. */
  accounts?: readonly string[];
}

const MODELS = [
  ["gpt-5-nano", "gpt-5-nano-2025-08-07"],
  ["claude-sonnet-4-5", "claude-sonnet-4-5-20250929"],
  ["gemini-2.5-flash", "gemini-2.5-flash"],
  ["openrouter:mistralai/mistral-small-3.2-24b-instruct", undefined],
  ["smart", "gpt-5-mini-2025-08-07"],
  ["deepseek-chat", undefined],
] as const;

const SURFACES = [
  "chat_completions",
  "chat_completions",
  "chat_completions",
  "messages",
  "responses",
  "images",
];

const KEYS = ["LobeChat", "Cline on the laptop", "Guest", "Nightly jobs"];

/** Numbers that look random and are the same in each run. */
function noise(n: number): number {
  let x = (n + 0x9e3779b9) | 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return ((x ^ (x >>> 16)) >>> 0) / 2 ** 32;
}

/** Records of all kinds: good, retried, refused, left, broken off, queued. */
export function variedRecords(options: VariedOptions): RequestRecord[] {
  const { count, spanMs, end } = options;
  return Array.from({ length: count }, (_, n) => {
    const at = Math.floor(end - spanMs + (n + 1) * spanMs / count);
    return variedRecord(n, { ...options, at });
  });
}

/** Stores records, and counts them as if each had just ended then. */
export async function storeRecords(
  services: Services,
  records: readonly RequestRecord[],
): Promise<void> {
  const keepMs = 400 * 24 * 3_600_000;
  for (let from = 0; from < records.length; from += 50) {
    const part = records.slice(from, from + 50);
    await putRequests(services.store, part, { keepMs });
  }
}

function variedRecord(
  n: number,
  { at, accounts }: VariedOptions & { at: number },
): RequestRecord {
  const dice = (salt: number) => noise(n * 31 + salt);
  const pick = <Value>(values: readonly Value[], salt: number): Value =>
    values[Math.floor(dice(salt) * values.length)] as Value;
  const [model, servedModel] = pick(MODELS, 1);
  const accountId = pick(
    accounts ?? ["dd694a2d-e140-42bf-8c1e-000000000001"],
    2,
  );
  const key = Math.floor(dice(3) * KEYS.length);
  const ttftMs = Math.round(250 + dice(4) ** 3 * 4000);
  const durationMs = ttftMs + Math.round(dice(5) ** 2 * 20_000) + 40;
  const queuedMs = dice(6) > 0.8 ? Math.round(dice(7) * 900) : 0;
  const served: AttemptRecord = {
    accountId,
    status: 200,
    code: null,
    blame: null,
    ms: ttftMs - queuedMs > 0 ? ttftMs - queuedMs : ttftMs,
    atMs: queuedMs + 4,
  };
  const base: RequestRecord = {
    id: `${lowestIdAt(at)}${String(n).padStart(16, "0")}`,
    at,
    keyId: `key-${key}`,
    keyName: KEYS[key],
    surface: pick(SURFACES, 8),
    model,
    servedModel,
    accountId,
    attempts: [served],
    status: 200,
    ttftMs,
    overheadMs: queuedMs + 3,
    durationMs,
    promptTokens: Math.round(40 + dice(9) ** 3 * 60_000),
    completionTokens: Math.round(10 + dice(10) ** 2 * 3000),
    cachedTokens: Math.round(dice(11) * 40),
    reasoningTokens: dice(12) > 0.7 ? Math.round(dice(13) * 8) : 0,
    costMicroCents: 2000 + Math.round(dice(14) ** 3 * 4_000_000),
    stream: dice(15) > 0.3,
    upstream: "puter",
    choices: [{
      candidates: 3,
      skipped: dice(16) > 0.6 ? { cooling: 1, per_window: 1 } : {},
      queuedMs,
      rule: "least_in_flight",
      accountId,
    }],
  };
  return { ...base, ...endingOf(base, dice(17)) };
}

/** One in eight does not go as it should. */
function endingOf(
  { accountId = "", attempts, ttftMs = 0, durationMs, choices }: RequestRecord,
  dice: number,
): Partial<RequestRecord> {
  if (dice < 0.03) return { status: 499, completionTokens: undefined };
  if (dice < 0.06) {
    return {
      ...NOTHING_USED,
      status: 400,
      blame: "client",
      code: "context_length_exceeded",
      durationMs: 12,
      attempts: [],
    };
  }
  if (dice < 0.09) {
    const failed: AttemptRecord = {
      accountId,
      status: 429,
      code: "rate_limit_exceeded",
      blame: "account",
      ms: 320,
      atMs: 4,
      effect: "cool",
      next: "stop",
    };
    return {
      ...NOTHING_USED,
      status: 429,
      blame: "account",
      code: "rate_limit_exceeded",
      durationMs: 330,
      attempts: [failed],
    };
  }
  if (dice < 0.13) {
    const first: AttemptRecord = {
      accountId,
      status: 503,
      code: "upstream_unavailable",
      blame: "upstream",
      ms: 700,
      atMs: 4,
      next: "other_account",
    };
    const [then] = attempts;
    return {
      ttftMs: ttftMs + 720,
      durationMs: durationMs + 720,
      attempts: [first, ...(then ? [{ ...then, atMs: 720 }] : [])],
      choices: [...(choices ?? []), ...(choices ?? [])],
    };
  }
  return {};
}

const NOTHING_USED: Partial<RequestRecord> = {
  servedModel: undefined,
  ttftMs: undefined,
  promptTokens: undefined,
  completionTokens: undefined,
  cachedTokens: undefined,
  reasoningTokens: undefined,
  costMicroCents: undefined,
};
