import { ACCOUNT_OUTCOMES } from "./account_outcomes.ts";
import { CLIENT_OUTCOMES } from "./client_outcomes.ts";
import { MODEL_OUTCOMES } from "./model_outcomes.ts";
import { UPSTREAM_OUTCOMES } from "./upstream_outcomes.ts";

/** What follows from every kind of failure, by the word traces show for it. */
export const OUTCOMES = {
  ...ACCOUNT_OUTCOMES,
  ...CLIENT_OUTCOMES,
  ...MODEL_OUTCOMES,
  ...UPSTREAM_OUTCOMES,
};

/** The word of one kind of failure. */
export type OutcomeName = keyof typeof OUTCOMES;
