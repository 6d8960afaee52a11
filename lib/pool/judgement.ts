import type { PuterFailure } from "../puter/errors/failure.ts";
import type { HealthEvent } from "./transitions.ts";

/** Codes Puter gives whatever the account: their end has to be guessed. */
const GUESSED_DISABLED: ReadonlySet<string> = new Set([
  "token_rejected",
  "reauth_required",
]);

/** Refusals whose length Puter's published limits tell. */
const BY_LAW: ReadonlySet<string> = new Set(["rate_limit"]);

/** A call whose failure is judged. */
export interface JudgedCall {
  route: string;
  model: string;
  /** Unix ms. */
  begun: number;
  isProbe?: boolean;
}

/** What a failed call asks of the pool. */
export type Verdict =
  | { type: "none" }
  /** `isGuessed`: void when other accounts fail alike. */
  | { type: "event"; event: HealthEvent; isGuessed: boolean }
  /** One of its running calls has to end first, on one route or on all. */
  | { type: "wait"; on: "route" | "account" }
  /** Only its credit tells what the refusal means. */
  | { type: "ask_credit" };

const NONE: Verdict = { type: "none" };

/**
 * What a failure says about the account it happened on. "No usage left" has
 * two meanings: the account's other running calls hold its credit, or it is
 * used up; `otherCalls` is how many of them run here.
 */
export function judge(
  failure: PuterFailure,
  call: JudgedCall,
  { now, otherCalls }: { now: number; otherCalls: number },
): Verdict {
  const { action, code } = failure;
  switch (action.type) {
    case "none":
      return NONE;
    case "disable": {
      const isGuessed = GUESSED_DISABLED.has(action.reason);
      const provenance = isGuessed ? "guessed" : "told";
      const event = { at: now, code: action.reason, provenance } as const;
      return {
        type: "event",
        event: { type: "disabled", ...event },
        isGuessed,
      };
    }
    case "cool": {
      const toldMs = failure.retryAfterMs ??
        (BY_LAW.has(code) ? action.ms : undefined);
      const { begun, isProbe = false } = call;
      const cause = { at: now, code, begun, baseMs: action.ms, isProbe };
      const event = toldMs === undefined ? cause : { ...cause, toldMs };
      return {
        type: "event",
        event: { type: "refused", ...event },
        isGuessed: toldMs === undefined,
      };
    }
    case "wrong_kind":
      return lacks(call.route, code, now);
    case "mark_plan":
      return lacks(
        action.scope === "model" ? call.model : call.route,
        code,
        now,
      );
    case "wait_for_own_call":
      return { type: "wait", on: "route" };
    case "check_credit":
      return otherCalls > 0
        ? { type: "wait", on: "account" }
        : { type: "ask_credit" };
  }
}

function lacks(scope: string, code: string, now: number): Verdict {
  const event = { type: "plan_lacks", at: now, scope, code } as const;
  return { type: "event", event, isGuessed: false };
}
