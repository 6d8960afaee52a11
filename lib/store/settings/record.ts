import type { SimulatorMode } from "../../config.ts";

/** How the pool may choose among the accounts that can take a call. */
export const STRATEGIES = [
  "least_in_flight",
  "round_robin",
  "weighted",
  "fill_first",
  "most_credit",
  "spend_first_what_expires_first",
] as const;

/** One way to choose. */
export type Strategy = typeof STRATEGIES[number];

/** What the owner says of one model of the list. */
export interface ModelNote {
  id: string;
  /** Shown in place of the catalogue's name. */
  label?: string;
  /** Not listed; still served to those who name it. */
  hidden?: boolean;
  /** Offered although Puter does not list it: Puter is asked by this id. */
  extra?: boolean;
}

/** Everything that can be changed while the gateway runs. */
export interface Settings {
  /** Served when a client names none; null refuses such a request. */
  defaultModel: string | null;
  /** What a client's model name stands for: tried in this order. */
  aliases: Record<string, string[]>;
  strategy: Strategy;
  /** True to keep a conversation on one account where that is healthy. */
  affinity: boolean;
  /** Longest wait for a place on an account, in ms. */
  maxQueueMs: number;
  /** Time for all attempts until the first event, in ms. */
  requestBudgetMs: number;
  /** Credit that no call may touch, of each account, in micro-cents. */
  reserveMicroCents: number;
  /** Limit of an answer in tokens when the client sets none. */
  defaultMaxTokens: number;
  /** Silence on a stream after which a comment keeps it open, in ms. */
  keepAliveMs: number;
  /** Days a request's record is kept. */
  recordDays: number;
  /** Hours the bodies of requests are kept, where they are. */
  bodyHours: number;
  /** Days a stored response is kept; 0 to store none. */
  responseDays: number;
  /** Days the events of the audit log are kept. */
  auditDays: number;
  /** Origins that browsers may call from; `*` is any. */
  corsOrigins: string[];
  simulator: SimulatorMode;
  /** True to name in answers the account that served them. */
  exposeAccount: boolean;
  /** The owner's changes to the list of models. */
  models: ModelNote[];
}
