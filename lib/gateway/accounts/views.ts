import type { AccountState, PlanMark } from "../../pool/account_state.ts";
import type { CreditView } from "../../pool/credit.ts";
import {
  describeIncident,
  describePlanMark,
  describeState,
} from "../../pool/describe_state.ts";
import type { Incident } from "../../pool/incidents.ts";
import type { WindowView } from "../../pool/lease.ts";
import { type CallLimits, PUTER_LIMITS } from "../../pool/limits.ts";
import { type AccountInfo, choicesOf } from "./record.ts";
import type { Services } from "../services.ts";

/** A sentence for the owner in each language of the cockpit. */
export interface Sentence {
  en: string;
  zh: string;
}

/** An account as the owner sees it: what is stored, and how it does now. */
export interface AccountView
  extends Omit<AccountInfo, "pause" | "weight" | "reserveMicroCents"> {
  /** Null while this instance has not loaded the account. */
  state: AccountState | null;
  /** Why it is in its state, and how that ends. */
  sentence: Sentence | null;
  /** What its plan is known to lack. */
  planMarks: (PlanMark & { sentence: Sentence })[];
  /** Calls running now, on this instance. */
  inFlight: number;
  /** What its tier grants for each interface and method. */
  limits: CallLimits;
  /** The interfaces it was called on since this instance started. */
  windows: WindowView[];
  /** Null before Puter was asked. */
  credit: CreditView | null;
  paused: boolean;
  /** Share of the calls under the strategy `weighted`. */
  weight: number;
  /** Its own reserve; null where that of the settings holds. */
  reserveMicroCents: number | null;
}

/** A fault that is put down to no account. */
export interface IncidentView extends Incident {
  sentence: Sentence;
}

/** All accounts with their present state. */
export async function accountViews(
  services: Services,
): Promise<AccountView[]> {
  await services.ready();
  const infos = await services.accounts.list();
  return infos.map((info) => accountView(services, info));
}

/** What several accounts are refused with now, for no fault of theirs. */
export function incidentViews(services: Services): IncidentView[] {
  const now = Date.now();
  return services.puter.pool.incidents().map((incident) => ({
    ...incident,
    sentence: inBoth((language) => describeIncident(incident, now, language)),
  }));
}

/** One account with its present state. */
export function accountView(
  services: Services,
  { pause, ...info }: AccountInfo,
): AccountView {
  const known = services.puter.pool.viewOne(info.id);
  const now = Date.now();
  const { paused, weight, reserveMicroCents } = choicesOf({ pause, ...info });
  const state = known?.state ?? null;
  return {
    ...info,
    state,
    sentence: state &&
      inBoth((language) => describeState(state, now, language)),
    planMarks: (known?.planMarks ?? []).map((mark) => ({
      ...mark,
      sentence: inBoth((language) => describePlanMark(mark, now, language)),
    })),
    inFlight: known?.inFlight ?? 0,
    limits: known?.limits ?? PUTER_LIMITS[info.tier],
    windows: known?.windows ?? [],
    credit: known?.credit ?? null,
    paused,
    weight,
    reserveMicroCents,
  };
}

function inBoth(write: (language: "en" | "zh") => string): Sentence {
  return { en: write("en"), zh: write("zh") };
}
