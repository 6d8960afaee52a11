/** The last ms that a date can have; unlike `Infinity` it survives JSON. */
export const NEVER = 8_640_000_000_000_000;

/** Said by Puter, or concluded by the gateway. */
export type Provenance = "told" | "guessed";

/**
 * Something known against an account. Times are Unix ms. The clocks of all
 * instances are taken to agree: what is off by a second ends a second off.
 */
export interface Mark {
  /** When its last cause happened. */
  since: number;
  /** `NEVER` where only somebody's act, or a success, ends it. */
  until: number;
  /** Short stable word of the cause. */
  code: string;
  provenance: Provenance;
  /** How often in a row it came back; its length grows with it. */
  level: number;
}

/**
 * Place of one kind of mark. Slots of several instances merge in any order, and
 * any number of times, to the same: the last cause wins, and a clearing takes
 * away the causes before it.
 */
export interface Slot {
  mark: Mark | null;
  /** Causes before this time (Unix ms) are disproved. */
  clearedAt: number;
}

/** Slots that an account has once. */
export const SLOT_NAMES = [
  "paused",
  "disabled",
  "exhausted",
  "told",
  "guessed",
] as const;

/** Name of a slot that an account has once. */
export type SlotName = typeof SLOT_NAMES[number];

/** All that is known against an account; values are never changed in place. */
export interface Health extends Readonly<Record<SlotName, Slot>> {
  /** What its plan lacks, by model or by `interface:method`. */
  readonly plan: Readonly<Record<string, Slot>>;
}

/** A slot nothing was ever put into. */
export const EMPTY_SLOT: Slot = { mark: null, clearedAt: 0 };

/** The health of an account nothing is known against. */
export const HEALTHY: Health = {
  paused: EMPTY_SLOT,
  disabled: EMPTY_SLOT,
  exhausted: EMPTY_SLOT,
  told: EMPTY_SLOT,
  guessed: EMPTY_SLOT,
  plan: {},
};

/** Both slots as one; `a` itself when `b` adds nothing. */
export function mergeSlots(a: Slot, b: Slot): Slot {
  const clearedAt = Math.max(a.clearedAt, b.clearedAt);
  const last = laterMark(a.mark, b.mark);
  const mark = last === null || last.since < clearedAt ? null : last;
  return mark === a.mark && clearedAt === a.clearedAt ? a : { mark, clearedAt };
}

/** Both healths as one; `a` itself when `b` adds nothing. */
export function mergeHealth(a: Health, b: Health): Health {
  let merged = a;
  for (const name of SLOT_NAMES) {
    merged = withSlot(merged, name, mergeSlots(a[name], b[name]));
  }
  for (const [scope, slot] of Object.entries(b.plan)) {
    const known = a.plan[scope] ?? EMPTY_SLOT;
    merged = withPlan(merged, scope, mergeSlots(known, slot));
  }
  return merged;
}

/** A health as it was stored, or undefined when it is of another form. */
export function readHealth(stored: unknown): Health | undefined {
  if (typeof stored !== "object" || stored === null) return undefined;
  return "told" in stored && "plan" in stored
    ? { ...HEALTHY, ...stored as Health }
    : undefined;
}

/** The health with another slot; itself when the slot is the same. */
export function withSlot(health: Health, name: SlotName, slot: Slot): Health {
  return health[name] === slot ? health : { ...health, [name]: slot };
}

/** The health with another slot of its plan. */
export function withPlan(health: Health, scope: string, slot: Slot): Health {
  if ((health.plan[scope] ?? EMPTY_SLOT) === slot) return health;
  return { ...health, plan: { ...health.plan, [scope]: slot } };
}

/** The mark whose cause came last; equal marks are told apart the same way everywhere. */
function laterMark(a: Mark | null, b: Mark | null): Mark | null {
  if (a === null || b === null) return a ?? b;
  return compareMarks(a, b) >= 0 ? a : b;
}

function compareMarks(a: Mark, b: Mark): number {
  if (a.since !== b.since) return a.since - b.since;
  if (a.provenance !== b.provenance) return a.provenance === "told" ? 1 : -1;
  if (a.until !== b.until) return a.until > b.until ? 1 : -1;
  if (a.level !== b.level) return a.level - b.level;
  return a.code < b.code ? -1 : a.code > b.code ? 1 : 0;
}
