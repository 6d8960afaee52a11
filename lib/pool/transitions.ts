import { isEscalation, restMs } from "./backoff.ts";
import {
  EMPTY_SLOT,
  type Health,
  type Mark,
  mergeSlots,
  NEVER,
  type Provenance,
  type Slot,
  SLOT_NAMES,
  type SlotName,
  withPlan,
  withSlot,
} from "./health.ts";

/** Ms for which an account is not asked again for what its plan lacks. */
const PLAN_MARK_MS = 60 * 60 * 1000;

/** What an account's plan lacks is remembered for so many models. */
const MAX_PLAN_MARKS = 100;

/** Codes that an accepted `/whoami` disproves. */
const IDENTITY_CODES: ReadonlySet<string> = new Set([
  "token_rejected",
  "token_v1",
  "session_revoked",
  "session_expired",
  "reauth_required",
  "suspended",
  "email_confirmation_required",
  "phone_verification_required",
  "card_verification_required",
]);

/** Something that bears on an account. `at` and `begun` are Unix ms. */
export type HealthEvent =
  /** Puter refused it for a while: for `toldMs`, or for nobody knows how long. */
  | {
    type: "refused";
    at: number;
    code: string;
    /** When the refused call began. */
    begun: number;
    /** Length of a first rest. */
    baseMs: number;
    toldMs?: number;
    /** True for a call made to find out whether a rest may end. */
    isProbe?: boolean;
  }
  /** It serves nothing until its owner acts. */
  | { type: "disabled"; at: number; code: string; provenance: Provenance }
  /** Its credit was asked for, and is used up until `until`. */
  | { type: "credit_gone"; at: number; until: number; code: string }
  /** Its credit was asked for, and there is some. */
  | { type: "credit_seen"; at: number }
  /** Its plan lacks a model or an interface. */
  | { type: "plan_lacks"; at: number; scope: string; code: string }
  /** A call that began at `begun` was served. */
  | {
    type: "served";
    begun: number;
    model: string;
    route: string;
    /** True when the call cost nothing and so says nothing about credit. */
    isFree?: boolean;
  }
  /** Puter confirmed its token and waits for no act of its owner. */
  | { type: "confirmed"; at: number }
  /** What was guessed from `code` since `from` was not the account's fault. */
  | { type: "acquitted"; code: string; from: number }
  /** It has a new token. */
  | { type: "renewed"; at: number }
  | { type: "paused"; at: number }
  | { type: "resumed"; at: number };

/** The health after an event; the same object when nothing has changed. */
export function reduceHealth(health: Health, event: HealthEvent): Health {
  switch (event.type) {
    case "refused":
      return refused(health, event);
    case "disabled":
      return put(health, "disabled", endless(event));
    case "credit_gone": {
      const { at: since, until, code } = event;
      const mark = {
        since,
        until,
        code,
        provenance: "told",
        level: 0,
      } as const;
      return put(health, "exhausted", mark);
    }
    case "credit_seen":
      return clear(health, "exhausted", event.at);
    case "plan_lacks":
      return lacks(health, event);
    case "served":
      return served(health, event);
    case "confirmed": {
      const code = health.disabled.mark?.code;
      if (code === undefined || !IDENTITY_CODES.has(code)) return health;
      return clear(health, "disabled", event.at);
    }
    case "acquitted":
      return acquitted(health, event);
    case "renewed":
      return renewed(health, event.at);
    case "paused":
      return put(
        health,
        "paused",
        endless({ at: event.at, code: "paused_by_owner", provenance: "told" }),
      );
    case "resumed":
      return clear(health, "paused", event.at);
  }
}

function refused(
  health: Health,
  event: HealthEvent & { type: "refused" },
): Health {
  const { at, code, toldMs } = event;
  if (toldMs !== undefined) {
    const until = at + toldMs;
    const mark = { since: at, until, code, provenance: "told", level: 0 };
    return put(health, "told", mark as Mark);
  }
  const last = health.guessed.mark;
  const level = last === null
    ? 0
    : isEscalation(last, event)
    ? last.level + 1
    : event.begun <= last.until
    ? last.level
    : 0;
  const until = at + restMs(event.baseMs, level);
  return put(health, "guessed", {
    since: at,
    until,
    code,
    provenance: "guessed",
    level,
  });
}

function lacks(
  health: Health,
  { at, scope, code }: HealthEvent & { type: "plan_lacks" },
): Health {
  const mark: Mark = {
    since: at,
    until: at + PLAN_MARK_MS,
    code,
    provenance: "told",
    level: 0,
  };
  const pruned = withoutEndedPlans(health, at);
  const known = pruned.plan[scope] ?? EMPTY_SLOT;
  return withPlan(pruned, scope, mergeSlots(known, slotOf(mark)));
}

/** Clients choose the names of models, so that ended marks must not pile up. */
function withoutEndedPlans(health: Health, now: number): Health {
  const all = Object.entries(health.plan);
  const left = all
    .filter(([, { mark }]) => mark !== null && mark.until > now)
    .slice(-MAX_PLAN_MARKS);
  if (left.length === all.length) return health;
  return { ...health, plan: Object.fromEntries(left) };
}

function served(
  health: Health,
  event: HealthEvent & { type: "served" },
): Health {
  const { begun } = event;
  let next = clear(health, "told", begun);
  next = clear(next, "guessed", begun);
  next = clear(next, "disabled", begun);
  if (!event.isFree) next = clear(next, "exhausted", begun);
  next = clearPlan(next, event.route, begun);
  return clearPlan(next, event.model, begun);
}

function acquitted(
  health: Health,
  { code, from }: HealthEvent & { type: "acquitted" },
): Health {
  let next = health;
  for (const name of ["guessed", "disabled"] as const) {
    const { mark } = next[name];
    if (mark === null || mark.provenance !== "guessed") continue;
    if (mark.code !== code || mark.since < from) continue;
    next = clear(next, name, mark.since + 1);
  }
  return next;
}

function renewed(health: Health, at: number): Health {
  let next = health;
  for (const name of SLOT_NAMES) {
    if (name === "paused") continue;
    const slot = mergeSlots(next[name], { mark: null, clearedAt: at });
    next = withSlot(next, name, slot);
  }
  for (const scope of Object.keys(health.plan)) {
    next = clearPlan(next, scope, at);
  }
  return next;
}

function endless(
  { at, code, provenance }: {
    at: number;
    code: string;
    provenance: Provenance;
  },
): Mark {
  return { since: at, until: NEVER, code, provenance, level: 0 };
}

function slotOf(mark: Mark): Slot {
  return { mark, clearedAt: 0 };
}

function put(health: Health, name: SlotName, mark: Mark): Health {
  return withSlot(health, name, mergeSlots(health[name], slotOf(mark)));
}

/** Takes away a mark whose cause came before `at`; else changes nothing. */
function clear(health: Health, name: SlotName, at: number): Health {
  return withSlot(health, name, cleared(health[name], at));
}

function clearPlan(health: Health, scope: string, at: number): Health {
  const slot = health.plan[scope];
  if (slot === undefined) return health;
  return withPlan(health, scope, cleared(slot, at));
}

function cleared(slot: Slot, at: number): Slot {
  if (slot.mark === null || slot.mark.since >= at) return slot;
  return { mark: null, clearedAt: Math.max(slot.clearedAt, at) };
}
