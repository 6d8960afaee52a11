import { ApiError } from "../../http/errors.ts";
import type { CancelScope } from "../cancel_scope.ts";
import type { ModelChain } from "./chain.ts";
import type { ResolvedModel } from "./models.ts";
import type { RequestTracker } from "../requests/tracker.ts";

/** A request that one of several models may answer. */
export interface ChainJob {
  /** What the client's name for the model stands for, in order. */
  chain: ModelChain;
  /** Ms after its arrival when no further attempt begins. */
  budgetMs: number;
  scope: CancelScope;
  tracker: RequestTracker;
}

/**
 * Runs a job on the first model of its chain, and on the next one when a model
 * or Puter itself fails before the answer has begun: what the client asked
 * wrongly, or accounts lack, another model does not mend.
 *
 * @throws {ApiError} the failure of the last model that was tried
 */
export async function onFirstAble<Job extends ChainJob, Result>(
  job: Job,
  run: (job: Job & ResolvedModel) => Promise<Result>,
): Promise<Result> {
  for (let index = 0;; index++) {
    const { model, upstream } = job.chain[index] ?? job.chain[0];
    try {
      job.tracker.upstream = upstream.transport.kind;
      const result = await run({ ...job, model, upstream });
      job.tracker.servedModel ??= model.id;
      return result;
    } catch (thrown) {
      const isLast = index + 1 >= job.chain.length;
      if (isLast || !mayFallBack(thrown, job)) throw thrown;
      noteNextModel(job);
    }
  }
}

function mayFallBack(thrown: unknown, job: ChainJob): boolean {
  return thrown instanceof ApiError && !job.scope.cancelled &&
    (thrown.blame === "model" || thrown.blame === "upstream") &&
    job.tracker.elapsedMs <= job.budgetMs;
}

function noteNextModel({ tracker }: ChainJob): void {
  const attempt = tracker.attempts.at(-1);
  if (attempt !== undefined) attempt.next = "other_model";
}
