import { fill } from "../i18n/fill.ts";
import { type Language, wordsOf } from "../i18n/mod.ts";
import type { AccountState, PlanMark } from "./account_state.ts";
import type { Incident } from "./incidents.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** What the owner can do about an account that is disabled, by cause. */
const ACTS: Readonly<Record<string, Act>> = {
  token_rejected: "reconnect",
  token_v1: "reconnect",
  session_revoked: "reconnect",
  session_expired: "reconnect",
  reauth_required: "reconnect",
  wrong_account: "reconnect",
  suspended: "support",
  email_confirmation_required: "email",
  phone_verification_required: "phone",
  card_verification_required: "card",
  app_blocked: "fullAccess",
  scoped_token: "fullAccess",
  encryption_key_missing: "key",
  vault_key_mismatch: "key",
  sealed_token_damaged: "key",
};

type Words = ReturnType<typeof wordsOf>["accountStates"];
type Act = keyof Words["acts"];

/** Why an account is in its state and how that ends, for its owner. */
export function describeState(
  state: AccountState,
  now: number,
  language: Language,
): string {
  const words = wordsOf(language).accountStates;
  if (state.status === "ready") return words.ready;
  const cause = causeOf(words, state.code);
  switch (state.status) {
    case "cooling": {
      const time = spanOf(words, state.until - now);
      return fill(words.cooling[state.provenance], { cause, time });
    }
    case "exhausted": {
      const date = new Date(state.until).toISOString().slice(0, 10);
      return fill(words.exhausted, { cause, date });
    }
    case "disabled": {
      const act = state.provenance === "guessed"
        ? "wait"
        : ACTS[state.code] ?? "wait";
      return fill(words.disabled, { cause, act: words.acts[act] });
    }
    case "paused":
      return fill(words.paused, { cause });
  }
}

/** What an account's plan lacks, for its owner. */
export function describePlanMark(
  mark: PlanMark,
  now: number,
  language: Language,
): string {
  const words = wordsOf(language).accountStates;
  const { scope } = mark;
  const time = spanOf(words, mark.until - now);
  return fill(words.plan, { cause: causeOf(words, mark.code), scope, time });
}

/** What happens to several accounts at once, for the owner. */
export function describeIncident(
  incident: Incident,
  now: number,
  language: Language,
): string {
  const words = wordsOf(language).accountStates;
  const time = spanOf(words, incident.until - now);
  return fill(words.incident, { cause: causeOf(words, incident.code), time });
}

function causeOf({ causes }: Words, code: string): string {
  const text = Object.hasOwn(causes, code)
    ? causes[code as keyof Words["causes"]]
    : causes.unknown;
  return fill(text, { code });
}

/** A span in the largest unit that leaves at least 2 of it, rounded up. */
function spanOf({ time }: Words, ms: number): string {
  const [text, unit] = ms >= 2 * HOUR_MS
    ? [time.hours, HOUR_MS]
    : ms >= 2 * MINUTE_MS
    ? [time.minutes, MINUTE_MS]
    : [time.seconds, 1000];
  return fill(text, { n: String(Math.max(1, Math.ceil(ms / unit))) });
}
