import {
  classifyHttp,
  networkFailure,
  PuterError,
  unreadableAnswer,
} from "./errors/classify.ts";
import { readText } from "./read_body.ts";
import { isRecord, numberOf, parseJson, textOf } from "./record.ts";
import type { PuterTransport } from "./transport.ts";

/** How many calls Puter allows an account; see the pool's limits. */
export type Tier = "paid" | "free" | "temporary";

/** A paid plan, as far as Puter tells. */
export interface Subscription {
  active: boolean;
  name?: string;
}

/** The account behind a token. */
export interface Identity {
  accountId: string;
  username: string;
  isTemporary: boolean;
  emailConfirmed: boolean;
  /** The check its owner has to pass before calls are accepted. */
  pending: null | "email" | "phone" | "card";
  subscription?: Subscription;
}

/** The credit of an account in the current calendar month (UTC). */
export interface MeteringUsage {
  /** Rest of the allowance, bought credit included. */
  remaining: number;
  /** The month's allowance. */
  allowance: number;
  /** The part of `remaining` that was bought and outlives the month. */
  bought: number;
  /** `credits` have no known scale: only ratios mean anything then. */
  unit: "micro_cents" | "credits";
}

/** The built-in allowance of a free account with an e-mail, in micro-cents. */
const FREE_ALLOWANCE = 50_000_000;

/** Plans of Puter's own that cost nothing. */
const FREE_PLAN = /free|temp|none|default/i;

/**
 * Asks whom a token belongs to. Puter charges about 2 kB for it.
 *
 * @throws {PuterError} when Puter refuses the token or cannot be reached
 */
export async function whoami(
  transport: PuterTransport,
  token: string,
): Promise<Identity> {
  const body = await getJson(transport, "/whoami", token);
  const accountId = textOf(body.uuid);
  const username = textOf(body.username);
  if (accountId === undefined || username === undefined) throw unreadable();
  return {
    accountId,
    username,
    isTemporary: body.is_temp === true,
    emailConfirmed: body.email_confirmed === true,
    pending: pendingOf(body),
    subscription: subscriptionOf(body.subscription),
  };
}

/**
 * Asks for the credit of an account. The numbers lag some seconds behind and
 * do not show what running calls hold.
 *
 * @throws {PuterError} when Puter refuses the token or cannot be reached
 */
export async function meteringUsage(
  transport: PuterTransport,
  token: string,
): Promise<MeteringUsage> {
  const body = await getJson(transport, "/metering/usage", token);
  const info = isRecord(body.allowanceInfo) ? body.allowanceInfo : {};
  const remaining = numberOf(info.remaining);
  const allowance = numberOf(info.monthUsageAllowance);
  if (remaining === undefined || allowance === undefined) throw unreadable();
  const unit = info.unit === undefined ? "micro_cents" : "credits";
  return { remaining, allowance, bought: boughtOf(info, remaining), unit };
}

function boughtOf(info: Record<string, unknown>, remaining: number): number {
  const addons = isRecord(info.addons) ? info.addons : {};
  const bought = numberOf(addons.purchasedCredits) ?? 0;
  const consumed = numberOf(addons.consumedPurchaseCredits) ?? 0;
  return Math.max(0, Math.min(bought - consumed, remaining));
}

/**
 * The tier of an account: paid when Puter names a plan or grants more than any
 * account gets for nothing.
 */
export function tierOf(identity: Identity, usage?: MeteringUsage): Tier {
  if (identity.subscription?.active) return "paid";
  if (usage !== undefined && isPaidAllowance(usage)) return "paid";
  return identity.isTemporary ? "temporary" : "free";
}

/** True for an allowance that no account gets for nothing. */
export function isPaidAllowance(
  { unit, allowance }: Pick<MeteringUsage, "unit" | "allowance">,
): boolean {
  return unit === "micro_cents" && allowance > FREE_ALLOWANCE;
}

function pendingOf(body: Record<string, unknown>): Identity["pending"] {
  if (body.requires_email_confirmation === true && !body.email_confirmed) {
    return "email";
  }
  if (body.requires_phone_verification === true) return "phone";
  return body.requires_card_verification === true ? "card" : null;
}

/** A name, a flag or an object: only the hosted service sends it. */
function subscriptionOf(value: unknown): Subscription | undefined {
  if (value === true) return { active: true };
  const name = isRecord(value)
    ? textOf(value.tier) ?? textOf(value.name) ?? textOf(value.id)
    : textOf(value);
  if (!isRecord(value) && name === undefined) return undefined;
  const told = isRecord(value) && typeof value.active === "boolean"
    ? value.active
    : name !== undefined;
  const active = told && !(name !== undefined && FREE_PLAN.test(name));
  return name === undefined ? { active } : { active, name };
}

async function getJson(
  transport: PuterTransport,
  path: string,
  token: string,
): Promise<Record<string, unknown>> {
  const { status, contentType, text } = await get(transport, path, token);
  if (status !== 200) {
    throw new PuterError(classifyHttp(status, contentType, text, NO_MODEL));
  }
  const body = parseJson(text);
  if (!isRecord(body)) throw unreadable();
  return body;
}

const NO_MODEL = { model: "" };

async function get(transport: PuterTransport, path: string, token: string) {
  try {
    const answer = await transport.send({ method: "GET", path, token }).answer;
    const text = await readText(answer);
    return { status: answer.status, contentType: answer.contentType, text };
  } catch (cause) {
    throw new PuterError(networkFailure(cause, NO_MODEL));
  }
}

function unreadable(): PuterError {
  return new PuterError(unreadableAnswer(NO_MODEL));
}
