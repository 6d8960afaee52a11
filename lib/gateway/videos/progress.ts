import { MAX_RUNNING_PROGRESS } from "./job_state.ts";

/** Ms after which a job of usual length has about two thirds behind it. */
const USUAL_MS = 90_000;

/**
 * About how much of a job is done, in percent. Puter tells nothing while it
 * works, so this is an estimate by time alone: it grows more and more slowly,
 * and never says that the job is done.
 */
export function estimateProgress(elapsedMs: number): number {
  const part = 1 - Math.exp(-Math.max(0, elapsedMs) / USUAL_MS);
  return Math.min(MAX_RUNNING_PROGRESS, Math.floor(100 * part));
}
