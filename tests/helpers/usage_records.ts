import fc from "fast-check";
import type { RequestRecord } from "../../lib/store/requests/record.ts";

/** A record of a good stream, changed where a test says so. */
export function usageRecord(
  more: Partial<RequestRecord> = {},
): RequestRecord {
  return {
    id: "req_1",
    at: 0,
    keyId: "key-1",
    surface: "chat_completions",
    model: "gpt-5-nano",
    accountId: "account-1",
    attempts: [],
    status: 200,
    ttftMs: 200,
    durationMs: 1200,
    promptTokens: 10,
    completionTokens: 50,
    cachedTokens: 4,
    reasoningTokens: 3,
    costMicroCents: 700,
    stream: true,
    upstream: "puter",
    ...more,
  };
}

/** Records of every kind: good, failed, refused, left, simulated. */
export function anyRecord(): fc.Arbitrary<RequestRecord> {
  return fc.record({
    model: fc.constantFrom("gpt-5-nano", "claude-sonnet-4-5", "o4", ""),
    keyId: fc.constantFrom("key-1", "key-2"),
    accountId: fc.constantFrom("account-1", "account-2", undefined),
    surface: fc.constantFrom("chat_completions", "responses"),
    status: fc.constantFrom(200, 400, 429, 499, 503),
    blame: fc.constantFrom("client", "account", undefined),
    ttftMs: fc.option(fc.nat(5000), { nil: undefined }),
    durationMs: fc.nat(100_000),
    promptTokens: fc.option(fc.nat(200_000), { nil: undefined }),
    completionTokens: fc.option(fc.nat(20_000), { nil: undefined }),
    costMicroCents: fc.option(fc.nat(1e9), { nil: undefined }),
    upstream: fc.constantFrom("puter", "simulator"),
  }).map((some) => usageRecord(some as Partial<RequestRecord>));
}
