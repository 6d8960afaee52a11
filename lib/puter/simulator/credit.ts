import { numberOf } from "../record.ts";
import type { SimAccount } from "./account.ts";
import type { SimModel, VendorAnswer } from "./chat/types.ts";
import type { Charge } from "./metering.ts";
import { SimError } from "./reply.ts";

/** Credit set aside for a running call. */
export interface Hold {
  /** The call's `max_tokens`, lowered to what the credit can pay. */
  maxTokens?: number;
  /** Gives the credit back; a second call of it does nothing. */
  release(): void;
}

/** What a call may cost at most. Prices are micro-cents per token. */
export interface HoldOptions {
  promptTokens: number;
  model: SimModel;
  /** What the caller asked for. */
  maxTokens?: unknown;
}

/**
 * Sets the worst case of a call aside: its prompt, and all the tokens it may
 * answer. Without `max_tokens` that is the model's own ceiling, or all that is
 * left.
 *
 * @throws {SimError} 402 when not even one token can be paid
 */
export function holdCredit(account: SimAccount, options: HoldOptions): Hold {
  const { model, promptTokens } = options;
  const free = account.metering.remaining() - account.held;
  const prompt = promptTokens * priceOf(model, "prompt");
  if (free < 1 || prompt > free) throw noCredit();
  const price = priceOf(model, "completion");
  if (price === 0) return holdOf(account, { cost: prompt });
  const wanted = Math.min(
    numberOf(options.maxTokens) ?? model.max_tokens,
    model.max_tokens,
  );
  const maxTokens = Math.min(wanted, Math.floor((free - prompt) / price));
  if (maxTokens < 1) throw noCredit();
  return holdOf(account, { cost: prompt + maxTokens * price, maxTokens });
}

/** @throws {SimError} 402 when less than the cost, in micro-cents, is left */
export function requireCredit(account: SimAccount, cost = 0): void {
  const free = account.metering.remaining() - account.held;
  if (free < Math.max(1, cost)) throw noCredit();
}

/** What an answer is charged with. */
export interface Bill {
  charges: Charge[];
  /** US cents; null where the model has no price. */
  usdCents: number | null;
}

/** The bill of an answer whose vendor told what it used. */
export function billOf(
  model: SimModel,
  usage: NonNullable<VendorAnswer["usage"]>,
): Bill {
  const keys = usageKeys(model);
  const charges = ([
    [keys.prompt, usage.prompt, priceOf(model, "prompt")],
    [keys.completion, usage.completion, priceOf(model, "completion")],
    [keys.cached, usage.cached, priceOf(model, "cached")],
  ] as const).map(([key, units, price]) =>
    chargeOf(model, { key, units, price })
  );
  if (model.provider === "openrouter") {
    return billOfReseller(charges, { model, usage });
  }
  const cost = charges.reduce((sum, charge) => sum + charge.cost, 0);
  return { charges, usdCents: hasPrice(model) ? cost / 1_000_000 : null };
}

/** The bill of an answer that broke off before its usage was told. */
export function estimateBill(
  model: SimModel,
  tokens: { prompt: number; completion: number },
): Bill {
  const charges = ([
    ["estimated_input_tokens", tokens.prompt, priceOf(model, "prompt")],
    [
      "estimated_output_tokens",
      tokens.completion,
      priceOf(model, "completion"),
    ],
  ] as const).map(([key, units, price]) =>
    chargeOf(model, { key, units, price })
  );
  const cost = charges.reduce((sum, charge) => sum + charge.cost, 0);
  return { charges, usdCents: hasPrice(model) ? cost / 1_000_000 : null };
}

/** Micro-cents per token that this reseller takes, whatever its list says. */
const RESELLER_PRICE = 82;

/** OpenRouter sends a bill of its own, and the counts are then for nothing. */
function billOfReseller(
  charges: Charge[],
  { model, usage }: {
    model: SimModel;
    usage: NonNullable<VendorAnswer["usage"]>;
  },
): Bill {
  const billed = (usage.prompt + usage.completion) * RESELLER_PRICE;
  return {
    charges: [
      ...charges.map((charge) => ({ ...charge, cost: 0 })),
      chargeOf(model, { key: "request", units: 1, price: 0 }),
      chargeOf(model, { key: "billedUsage", units: 1, price: billed }),
    ],
    usdCents: billed / 100_000_000 * 100,
  };
}

function chargeOf(
  model: SimModel,
  { key, units, price }: { key: string; units: number; price: number },
): Charge {
  return {
    usageType: `${meterName(model)}:${key}`,
    units,
    cost: units * price,
  };
}

/** Such as `openai:gpt-4o`: who serves the model, and its id. */
export function meterName({ provider, id }: SimModel): string {
  const name = provider.replace(/^openai-.*/, "openai")
    .replace(/^(azure-openai)-.*/, "$1");
  return id.startsWith(`${name}:`) ? id : `${name}:${id}`;
}

/** How a provider calls its counts. */
function usageKeys({ provider, family }: SimModel) {
  if (family === "claude") {
    return {
      prompt: "input_tokens",
      cached: "cache_read_input_tokens",
      completion: "output_tokens",
    };
  }
  return ["openrouter", "infron", "ollama"].includes(provider)
    ? { prompt: "prompt", cached: "input_cache_read", completion: "completion" }
    : {
      prompt: "prompt_tokens",
      cached: "cached_tokens",
      completion: "completion_tokens",
    };
}

/** Cached tokens cost as much as others where no price is listed for them. */
function priceOf(
  model: SimModel,
  count: "prompt" | "cached" | "completion",
): number {
  const { costs } = model;
  if (count === "completion") return costs[model.output_cost_key] ?? 0;
  const prompt = costs[model.input_cost_key] ?? 0;
  return count === "prompt" ? prompt : costs[usageKeys(model).cached] ?? prompt;
}

function hasPrice(model: SimModel): boolean {
  return priceOf(model, "prompt") + priceOf(model, "completion") > 0;
}

function holdOf(
  account: SimAccount,
  { cost, maxTokens }: { cost: number; maxTokens?: number },
): Hold {
  account.held += cost;
  let released = false;
  return {
    maxTokens,
    release() {
      if (released) return;
      released = true;
      account.held -= cost;
    },
  };
}

function noCredit(): SimError {
  return new SimError("No usage left for request.", {
    status: 402,
    code: "insufficient_funds",
  });
}
