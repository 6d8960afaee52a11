import { PUTER_LIMITS, type Tier, WINDOW_MS } from "../../lib/pool/limits.ts";
import type {
  PuterAnswer,
  PuterCall,
  PuterExchange,
  PuterTransport,
} from "../../lib/puter/transport.ts";
import type { VirtualClock } from "./clock.ts";

/** What may be wrong with one account, and with no other. */
export const CAUSES = [
  "suspended",
  "email",
  "unknown_refusal",
  "rate_elsewhere",
  "told_to_wait",
  "busy_elsewhere",
  "held_elsewhere",
  "revoked",
  "drained",
] as const;

/** See `CAUSES`. */
export type Cause = typeof CAUSES[number];

/** What may be wrong with Puter, its vendors or the way to it. */
export const OUTAGES = ["auth", "overload", "vendor"] as const;

/** See `OUTAGES`. */
export type Outage = typeof OUTAGES[number];

/** A model only paid accounts may use. */
export const PAID_MODEL = "paid-only";

/** The model whose vendor fails in an outage. */
export const SHAKY_MODEL = "shaky";

/** An account as Puter knows it. */
export interface WorldAccount {
  id: string;
  tier: Tier;
  token: string;
  causes: Set<Cause>;
  /** When each cause began. */
  begunAt: Map<Cause, number>;
  /** When the gateways may be expected to have noticed its recovery. */
  wellAt: number;
  running: number;
  /** When calls of the last 10 s began, oldest first. */
  starts: number[];
  credit: number;
}

/** What a call was answered. */
export interface Reply {
  status: number;
  body: string;
  retryAfter?: string;
}

const ALLOWANCE = 50_000_000;
const COST = 5;

/** Pauses between questions grow with the time that a cause has lasted. */
const MIN_PATIENCE_MS = 65_000;

/** Whether there is credit again is asked every 10 minutes, about. */
const CREDIT_PATIENCE_MS = 12.5 * 60_000;

/** The Puter that all gateways call, which knows what is true. */
export class World {
  readonly accounts: WorldAccount[];
  readonly outages = new Set<Outage>();
  /** When each account was refused for a cause of its own, by code. */
  readonly refusals = new Map<string, number[]>();
  /** Requests and the accounts that serve them right now. */
  readonly serving = new Map<number, string>();
  doubles = 0;
  readonly #clock: VirtualClock;
  readonly #random: () => number;

  constructor(
    tiers: readonly Tier[],
    { clock, random }: { clock: VirtualClock; random: () => number },
  ) {
    this.#clock = clock;
    this.#random = random;
    this.accounts = tiers.map((tier, index) => ({
      id: `account-${String(index).padStart(2, "0")}`,
      tier,
      token: `token-${index}-0`,
      causes: new Set(),
      begunAt: new Map(),
      wellAt: 0,
      running: 0,
      starts: [],
      credit: ALLOWANCE,
    }));
  }

  /** Makes something wrong with an account, or right again. */
  set(account: WorldAccount, cause: Cause, isOn: boolean): void {
    const { now } = this.#clock;
    if (isOn) {
      account.causes.add(cause);
      account.begunAt.set(cause, now);
    } else {
      account.causes.delete(cause);
      const lasted = now - (account.begunAt.get(cause) ?? now);
      const patience = cause === "drained"
        ? CREDIT_PATIENCE_MS
        : Math.max(MIN_PATIENCE_MS, lasted);
      account.wellAt = Math.max(account.wellAt, now + patience);
    }
    if (cause === "drained") account.credit = isOn ? 0 : ALLOWANCE;
  }

  /** True when an account could serve such a call now. */
  couldServe(account: WorldAccount, model: string): boolean {
    if (account.causes.size > 0 || account.credit < ALLOWANCE / 1000) {
      return false;
    }
    if (model === PAID_MODEL && account.tier !== "paid") return false;
    const { perWindow, atOnce } = PUTER_LIMITS[account.tier];
    this.#forget(account);
    return account.running < atOnce && account.starts.length < perWindow;
  }

  /**
   * True when some account could serve such a call now. Without `isStrict`, one
   * that has just recovered counts once its gateways must have noticed.
   */
  isServable(model: string, isStrict: boolean): boolean {
    if (this.outages.has("auth") || this.outages.has("overload")) return false;
    if (model === SHAKY_MODEL && this.outages.has("vendor")) return false;
    return this.accounts.some((account) =>
      this.couldServe(account, model) &&
      (isStrict || account.wellAt <= this.#clock.now)
    );
  }

  /** One call of a request. Resolves when it has ended. */
  async call(
    request: number,
    token: string,
    model: string,
  ): Promise<Reply | "broken"> {
    const account = this.accounts.find((one) => one.token === token) ??
      this.accounts.find((one) => token.startsWith(prefixOf(one)));
    if (account === undefined) throw new Error("Unknown token");
    if (this.#random() < 0.003) return "broken";
    if (this.#random() < 0.01) return answer(400, "bad_request");
    const refusal = this.#refusal(account, token, model);
    if (refusal !== null) {
      await this.#clock.sleep(20 + this.#random() * 60);
      return refusal;
    }
    if (this.serving.has(request)) this.doubles++;
    this.serving.set(request, account.id);
    account.running++;
    account.starts.push(this.#clock.now);
    await this.#clock.sleep(200 + this.#random() ** 3 * 5000);
    account.running--;
    account.credit -= COST;
    this.serving.delete(request);
    if (model === SHAKY_MODEL && this.outages.has("vendor")) {
      return answer(400, "upstream_provider_unavailable");
    }
    return this.#random() < 0.002
      ? answer(500, "internal_error")
      : { status: 200, body: "{}" };
  }

  /** Puter for the questions a gateway asks by itself; it answers at once. */
  readonly transport: PuterTransport = {
    kind: "puter",
    send: (call) => this.#exchange(call),
  };

  #refusal(
    account: WorldAccount,
    token: string,
    model: string,
  ): Reply | null {
    if (this.outages.has("overload")) return answer(503, "db_unavailable");
    if (this.outages.has("auth")) return answer(401, "token_auth_failed");
    const own = (code: string, reply: Reply): Reply => {
      this.#note(account, code);
      return reply;
    };
    if (token !== account.token || account.causes.has("revoked")) {
      return own("session_revoked", REVOKED);
    }
    for (const [cause, code, reply] of REFUSALS) {
      if (account.causes.has(cause)) return own(code, reply);
    }
    if (model === PAID_MODEL && account.tier !== "paid") {
      return own("model_for_subscribers", answer(403, "permission_denied"));
    }
    return this.#limit(account, own);
  }

  #note({ id }: WorldAccount, code: string): void {
    const key = `${id} ${code}`;
    const times = this.refusals.get(key) ?? [];
    times.push(this.#clock.now);
    this.refusals.set(key, times);
  }

  #limit(
    account: WorldAccount,
    own: (code: string, reply: Reply) => Reply,
  ): Reply | null {
    const { perWindow, atOnce } = PUTER_LIMITS[account.tier];
    this.#forget(account);
    if (
      account.causes.has("rate_elsewhere") || account.starts.length >= perWindow
    ) {
      return own("rate_limit", TOO_MANY);
    }
    if (account.causes.has("told_to_wait")) {
      return own("rate_limit", { ...TOO_MANY, retryAfter: "7" });
    }
    if (account.causes.has("busy_elsewhere") || account.running >= atOnce) {
      return own("concurrency_limit", TOO_MANY_AT_ONCE);
    }
    if (account.causes.has("held_elsewhere") || account.credit <= 0) {
      return own("insufficient_funds", answer(402, "insufficient_funds"));
    }
    return null;
  }

  #forget({ starts }: WorldAccount): void {
    const since = this.#clock.now - WINDOW_MS;
    let gone = 0;
    while (gone < starts.length && (starts[gone] as number) <= since) gone++;
    if (gone > 0) starts.splice(0, gone);
  }

  #exchange(call: PuterCall): PuterExchange {
    const token = call.token ?? "";
    const account = this.accounts.find((one) =>
      token.startsWith(prefixOf(one))
    );
    if (account === undefined) throw new Error("Unknown token");
    const reply = this.#question(account, token, call.path);
    return { answer: Promise.resolve(toAnswer(reply)), cancel() {} };
  }

  #question(account: WorldAccount, token: string, path: string): Reply {
    const refusal = this.#refusal(account, token, "fake");
    if (path === "/drivers/call") return refusal ?? FREE_ANSWER;
    // Puter says in its answer what it waits for.
    if (account.causes.has("email")) this.#note(account, EMAIL);
    const body = JSON.parse(refusal?.body ?? "{}");
    const isAboutCalls = [402, 429].includes(refusal?.status ?? 0) ||
      body.code === "who_knows" || account.causes.has("email");
    if (refusal !== null && !isAboutCalls) return refusal;
    return {
      status: 200,
      body: JSON.stringify(
        path === "/whoami" ? identityOf(account) : {
          allowanceInfo: {
            remaining: account.credit,
            monthUsageAllowance: account.tier === "paid"
              ? ALLOWANCE * 10
              : ALLOWANCE,
          },
        },
      ),
    };
  }
}

const REVOKED: Reply = {
  status: 401,
  body: JSON.stringify({
    code: "reauth_required",
    reason: "session_revoked",
    message: "No",
  }),
};

const TOO_MANY = answer(429, "too_many_requests", "Too many requests.");

const TOO_MANY_AT_ONCE = answer(
  429,
  "too_many_requests",
  "Too many concurrent requests.",
);

const EMAIL = "email_confirmation_required";

const REFUSALS: readonly [Cause, string, Reply][] = [
  ["suspended", "suspended", answer(403, "forbidden", "Account suspended")],
  ["email", EMAIL, answer(403, EMAIL)],
  ["unknown_refusal", "token_refused", answer(403, "who_knows")],
];

const FREE_ANSWER: Reply = {
  status: 200,
  body: JSON.stringify({
    success: true,
    service: { name: "ai-chat" },
    metadata: { service_used: "fake-chat", providerUsed: "fake" },
    result: {
      message: { role: "assistant", content: [{ type: "text", text: "Hi" }] },
      usage: { input_tokens: 1, output_tokens: 1 },
      finish_reason: "stop",
    },
  }),
};

function identityOf({ id, causes, tier }: WorldAccount) {
  const isPending = causes.has("email");
  return {
    uuid: id,
    username: id,
    is_temp: tier === "temporary",
    email_confirmed: !isPending,
    requires_email_confirmation: isPending,
  };
}

/** Tokens of an account begin alike, and end with how often it was renewed. */
function prefixOf({ token }: WorldAccount): string {
  return token.slice(0, token.lastIndexOf("-") + 1);
}

function answer(status: number, code: string, message = "No"): Reply {
  return { status, body: JSON.stringify({ error: message, message, code }) };
}

function toAnswer({ status, body, retryAfter }: Reply): PuterAnswer {
  let bytes: Uint8Array | null = new TextEncoder().encode(body);
  return {
    status,
    contentType: "application/json",
    header: (name) => name === "retry-after" ? retryAfter ?? null : null,
    read() {
      const chunk = bytes;
      bytes = null;
      return Promise.resolve(chunk);
    },
  };
}
