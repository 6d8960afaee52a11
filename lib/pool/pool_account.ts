import { AccountCredit } from "./account_credit.ts";
import {
  type AccountState,
  hindranceOf,
  planMarksOf,
  stateOf,
} from "./account_state.ts";
import type { AccountView } from "./lease.ts";
import { CallWindow } from "./call_window.ts";
import { type Health, HEALTHY, mergeHealth } from "./health.ts";
import { PUTER_LIMITS, type Tier } from "./limits.ts";
import type { SkipReason } from "../store/requests/record.ts";
import { type HealthEvent, reduceHealth } from "./transitions.ts";

/** Ms after which an account whose running calls hold its credit is tried again. */
const HELD_MS = 10_000;

/** Ms for which a model is too dear after a refusal that nothing explains. */
const DEAR_MS = 5000;

/** Models that are remembered as too dear. */
const MAX_DEAR = 50;

/** What the pool needs to know of an account. Times are Unix ms. */
export interface AccountProfile {
  id: string;
  username: string;
  tier: Tier;
  /** The unsealed token; lives in memory only. */
  token: string;
  /** What is known against it, as stored. */
  health?: Health;
  /** Why its token cannot be used on this instance, and since when. */
  problem?: { code: string; since: number };
  /** When it got its token: what was known against it before is void. */
  renewedAt?: number;
  /** When Puter confirmed its token last, with nothing left for its owner. */
  confirmedAt?: number;
  /** When its owner paused or resumed it last. */
  pause?: { paused: boolean; at: number };
  /** Share of the calls under the strategy `weighted`; 1 when absent. */
  weight?: number;
  /** Its own reserve in micro-cents; the pool's when absent. */
  reserveMicroCents?: number;
  tokenExpiresAt?: number;
}

/** One account inside the pool. */
export class PoolAccount {
  #profile: AccountProfile;
  #health: Health = HEALTHY;
  #windows = new Map<string, CallWindow>();
  /** The window asked for last: nearly always the one wanted next. */
  #route = "";
  #window: CallWindow | undefined;
  #inFlight = 0;
  #heldUntil = 0;
  /** Until when calls to a model are too dear for what is left. */
  #dearUntil = new Map<string, number>();
  #blockedUntil = 0;
  #blockedBy: SkipReason = "cooling";
  #hasPlanMarks = false;
  /** Begin of the youngest call that was served. */
  #servedAt = 0;
  /** True once the account has left the pool. */
  isRemoved = false;
  /** When a call was begun here last. */
  usedAt = -Infinity;
  /** What it is owed under the strategy `weighted`. */
  turn = 0;
  readonly credit = new AccountCredit();

  constructor(profile: AccountProfile, now: number) {
    this.#profile = profile;
    this.update(profile, now);
  }

  get profile(): AccountProfile {
    return this.#profile;
  }

  get id(): string {
    return this.#profile.id;
  }

  get health(): Health {
    return this.#health;
  }

  /** Calls running now, over all interfaces. */
  get inFlight(): number {
    return this.#inFlight;
  }

  /** Takes over what is stored of the account; running calls are kept. */
  update(profile: AccountProfile, now: number): void {
    if (profile.tier !== this.#profile.tier) {
      const limits = PUTER_LIMITS[profile.tier];
      for (const window of this.#windows.values()) window.limits = limits;
    }
    this.#profile = profile;
    this.merge(profile.health ?? HEALTHY, now);
    this.credit.setTerms(profile, now);
  }

  get weight(): number {
    return this.#profile.weight ?? 1;
  }

  /** Applies an event; true when it has changed anything. */
  apply(event: HealthEvent, now: number): boolean {
    return this.#set(reduceHealth(this.#health, event), now);
  }

  /** Adds what other instances know; true when anything is new. */
  merge(known: Health, now: number): boolean {
    let health = mergeHealth(this.#health, known);
    for (const event of this.#standingEvents()) {
      health = reduceHealth(health, event);
    }
    return this.#set(health, now);
  }

  /** A call that began at `begun` was served; true when that changed anything. */
  served(
    call: { begun: number; model: string; route: string; isFree?: boolean },
    now: number,
  ): boolean {
    if (call.begun > this.#servedAt) this.#servedAt = call.begun;
    if (this.#blockedUntil === 0 && !this.#hasPlanMarks) return false;
    return this.apply({ type: "served", ...call }, now);
  }

  /** The account's state as it is shown. */
  state(now: number): AccountState {
    const { problem } = this.#profile;
    if (problem === undefined) return stateOf(this.#health, now);
    const state = stateOf(this.#health, now);
    if (state.status === "paused") return state;
    return { status: "disabled", ...problem, provenance: "told" };
  }

  /** Why a call may not begin now although it would be welcome; else null. */
  skipReason(model: string, route: string, now: number): SkipReason | null {
    if (this.#blockedUntil > now) return this.#blockedBy;
    if (this.#hasPlanMarks && this.planOpensAt(model, route) > now) {
      return "plan";
    }
    if (this.credit.isReserved(now)) return "reserve";
    if (this.#heldUntil > now || this.isTooDear(model, now)) return "at_once";
    const window = this.window(route);
    if (window.hasRoom(now)) return null;
    return window.inFlight >= window.atOnce(now) ? "at_once" : "per_window";
  }

  /** True when nothing but its load keeps the account from a call at `now`. */
  isEligible(model: string, route: string, now: number): boolean {
    if (this.#blockedUntil > now) return false;
    return !this.#hasPlanMarks || this.planOpensAt(model, route) <= now;
  }

  /** When the account's state lets calls begin; may lie in the past. */
  get blockedUntil(): number {
    return this.#blockedUntil;
  }

  /** The account as its owner sees it. */
  view(now: number): AccountView {
    const { id, username, tier } = this.#profile;
    return {
      id,
      username,
      tier,
      state: this.state(now),
      planMarks: planMarksOf(this.#health, now),
      inFlight: this.#inFlight,
      limits: PUTER_LIMITS[tier],
      windows: Array.from(this.#windows, ([route, window]) => ({
        route,
        inFlight: window.inFlight,
        atOnce: window.atOnce(now),
        used: window.used(now),
        perWindow: window.limits.perWindow,
      })),
      credit: this.credit.view(now),
      weight: this.weight,
      usedAt: this.usedAt === -Infinity ? null : this.usedAt,
    };
  }

  /** When time alone may next let a call on `route` begin; else `Infinity`. */
  nextOpening(route: string, now: number): number {
    const window = this.window(route);
    let next = Infinity;
    const look = (at: number) => {
      if (at > now && at < next) next = at;
    };
    look(this.#blockedUntil);
    look(this.#heldUntil);
    look(window.opensAt);
    look(window.loweredUntil);
    for (const until of this.#dearUntil.values()) look(until);
    return next;
  }

  /** True when a call on `route` may begin by `limit`, should others end. */
  mayOpenBy(limit: number, route: string): boolean {
    return this.window(route).opensAt <= limit &&
      (this.#heldUntil <= limit || this.#inFlight > 0);
  }

  /** When a call on `route` may begin by rate and credit alone. */
  opensAt(route: string): number {
    return Math.max(this.#heldUntil, this.window(route).opensAt);
  }

  /** The call window of `interface:method`. */
  window(route: string): CallWindow {
    if (this.#route === route && this.#window !== undefined) {
      return this.#window;
    }
    let window = this.#windows.get(route);
    if (window === undefined) {
      window = new CallWindow(PUTER_LIMITS[this.#profile.tier]);
      this.#windows.set(route, window);
    }
    this.#route = route;
    this.#window = window;
    return window;
  }

  /** Counts a call that begins now. */
  enter(route: string, now: number): void {
    this.window(route).enter(now);
    this.#inFlight++;
    this.usedAt = now;
  }

  /** Counts a call that ended; one that Puter refused has freed nothing. */
  leave(route: string, wasRefused: boolean): void {
    this.window(route).leave(wasRefused);
    this.#inFlight--;
    if (!wasRefused || this.#inFlight === 0) this.#heldUntil = 0;
  }

  /** Takes no call until one of its own gives its credit back, or a while. */
  waitForOwnCall(now: number): void {
    this.#heldUntil = now + HELD_MS;
  }

  /**
   * A call to a model costs more than is left, while other calls may pass: what
   * holds the credit is not known here.
   */
  markTooDear(model: string, now: number): void {
    if (this.#dearUntil.size >= MAX_DEAR) this.#dearUntil.clear();
    this.#dearUntil.set(model, now + DEAR_MS);
  }

  isTooDear(model: string, now: number): boolean {
    return this.#dearUntil.size > 0 && (this.#dearUntil.get(model) ?? 0) > now;
  }

  /** When the account is asked again for what its plan lacks; may be past. */
  planOpensAt(model: string, route: string): number {
    const { plan } = this.#health;
    return Math.max(
      plan[model]?.mark?.until ?? 0,
      plan[route]?.mark?.until ?? 0,
    );
  }

  /** Events that the stored account implies, whenever they are applied. */
  *#standingEvents(): Generator<HealthEvent> {
    const { renewedAt, confirmedAt, pause } = this.#profile;
    if (renewedAt !== undefined) yield { type: "renewed", at: renewedAt };
    if (confirmedAt !== undefined) yield { type: "confirmed", at: confirmedAt };
    if (this.#servedAt > 0) {
      const call = { begun: this.#servedAt, model: "", route: "" };
      yield { type: "served", ...call, isFree: true };
    }
    if (pause !== undefined) {
      yield { type: pause.paused ? "paused" : "resumed", at: pause.at };
    }
  }

  #set(health: Health, now: number): boolean {
    const hasChanged = health !== this.#health;
    this.#health = health;
    const hindrance = this.#profile.problem === undefined
      ? hindranceOf(health, now)
      : { until: Infinity, status: "disabled" as const };
    this.#blockedUntil = hindrance?.until ?? (isBlank(health) ? 0 : now);
    this.#blockedBy = hindrance?.status ?? "cooling";
    this.#hasPlanMarks = Object.keys(health.plan).length > 0;
    return hasChanged;
  }
}

/** True when a success has nothing to disprove. */
function isBlank({ told, guessed, disabled, exhausted }: Health): boolean {
  return told.mark === null && guessed.mark === null &&
    disabled.mark === null && exhausted.mark === null;
}
