import { ApiError } from "../../http/errors.ts";
import type { ChatJob, ModelJob } from "./job.ts";

/**
 * Runs a job on the first model of its chain, and on the next one when a model
 * or Puter itself fails before the answer has begun: what the client asked
 * wrongly, or accounts lack, another model does not mend.
 *
 * @throws {ApiError} the failure of the last model that was tried
 */
export async function onFirstAble<Result>(
  job: ChatJob,
  run: (job: ModelJob) => Promise<Result>,
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

function mayFallBack(thrown: unknown, job: ChatJob): boolean {
  return thrown instanceof ApiError && !job.scope.cancelled &&
    (thrown.blame === "model" || thrown.blame === "upstream") &&
    job.tracker.elapsedMs <= job.budgetMs;
}

function noteNextModel({ tracker }: ChatJob): void {
  const attempt = tracker.attempts.at(-1);
  if (attempt !== undefined) attempt.next = "other_model";
}
