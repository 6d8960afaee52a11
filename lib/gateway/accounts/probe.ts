import { deadline } from "@std/async/deadline";
import type { Pool } from "../../pool/pool.ts";
import {
  CHAT_ROUTE,
  chatCallBody,
  readWholeChat,
} from "../../puter/chat/chat_call.ts";
import { networkFailure } from "../../puter/errors/classify.ts";
import { PuterError, type PuterFailure } from "../../puter/errors/failure.ts";
import { whoami } from "../../puter/identity.ts";
import type { PuterTransport } from "../../puter/transport.ts";

/** What one question to Puter about an account has shown. */
export interface ProbeResult {
  /** True when Puter served it. */
  ok: boolean;
  /** Short word of the failure. */
  code: string | null;
  /** Ms it took. */
  ms: number;
}

/** Puter's own model: it answers nonsense, costs nothing and is always there. */
const FREE_MODEL = "fake";

/** A probe is given up after this many ms. */
const TIMEOUT_MS = 20_000;

const PENDING_CODES = {
  email: "email_confirmation_required",
  phone: "phone_verification_required",
  card: "card_verification_required",
};

/** Whom to ask about which accounts. */
export interface ProbeTarget {
  transport: PuterTransport;
  pool: Pool;
  /** Unix ms. */
  now?: () => number;
}

/** Asks Puter whom an account's token belongs to, and tells the pool. */
export function probeIdentity(
  target: ProbeTarget,
  accountId: string,
): Promise<ProbeResult> {
  const { transport, pool } = target;
  return probed(target, accountId, {
    route: "whoami",
    async ask(token, at) {
      const { pending } = await whoami(transport, token);
      if (pending === null) {
        pool.apply(accountId, { type: "confirmed", at });
        return;
      }
      const code = PENDING_CODES[pending];
      const event = { type: "disabled", at, code, provenance: "told" } as const;
      pool.apply(accountId, event);
    },
  });
}

/** Makes a chat call that costs nothing, and tells the pool what came of it. */
export function probeCall(
  target: ProbeTarget,
  accountId: string,
): Promise<ProbeResult> {
  const { transport, pool } = target;
  return probed(target, accountId, {
    route: CHAT_ROUTE,
    async ask(token, begun) {
      await callFreeModel(transport, token);
      pool.probeServed(accountId, begun);
    },
  });
}

/** Does something else with an account's token, and judges its failure. */
export function probeWith(
  target: ProbeTarget,
  accountId: string,
  ask: () => Promise<void>,
): Promise<ProbeResult> {
  return probed(target, accountId, { route: "other", ask });
}

async function probed(
  { pool, now = Date.now }: ProbeTarget,
  accountId: string,
  { route, ask }: {
    route: string;
    ask: (token: string, begun: number) => Promise<void>;
  },
): Promise<ProbeResult> {
  const begun = now();
  const token = pool.profile(accountId)?.token ?? "";
  if (token === "") return { ok: false, code: "no_token", ms: 0 };
  try {
    await deadline(ask(token, begun), TIMEOUT_MS);
    return { ok: true, code: null, ms: now() - begun };
  } catch (thrown) {
    const failure = failureOf(thrown);
    pool.probeFailed(accountId, failure, { route, begun });
    return { ok: false, code: failure.code, ms: now() - begun };
  }
}

async function callFreeModel(
  transport: PuterTransport,
  token: string,
): Promise<void> {
  const args = {
    model: FREE_MODEL,
    messages: [{ role: "user", content: "ping" }],
    max_tokens: 16,
  };
  const body = [new TextEncoder().encode(chatCallBody(args))];
  const call = { method: "POST", path: "/drivers/call", token, body } as const;
  const exchange = transport.send(call);
  const timer = setTimeout(() => exchange.cancel(), TIMEOUT_MS);
  try {
    await readWholeChat(await exchange.answer, FREE_MODEL);
  } finally {
    clearTimeout(timer);
    exchange.cancel();
  }
}

function failureOf(thrown: unknown): PuterFailure {
  return thrown instanceof PuterError
    ? thrown.failure
    : networkFailure(thrown, { model: FREE_MODEL });
}
