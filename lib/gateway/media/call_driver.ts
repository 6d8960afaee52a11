import {
  type DriverAnswer,
  driverCallBody,
  type DriverMethod,
  driverRoute,
  readDriverAnswer,
} from "../../puter/driver_call.ts";
import type { PuterModel } from "../../puter/models/models.ts";
import { callUpstream, type OpenCall } from "../attempts.ts";
import { onFirstAble } from "../models/fallback.ts";
import type { MediaJob } from "./job.ts";

/** A call of one of Puter's media drivers. */
export interface DriverCall extends DriverMethod {
  /**
   * The arguments for a model of the job's chain; payloads as placeholders.
   *
   * @throws {ApiError} 400 for what the model cannot take
   */
  args(model: PuterModel): Record<string, unknown>;
}

/**
 * Calls a driver on one account after the other, and on one model of the chain
 * after the other, until `open` takes an answer. The caller closes the call.
 *
 * @param open throws a `PuterError` for an answer that is none
 * @throws {ApiError} the last failure, in the client's words
 * @throws {ClientGone} when the job's scope is cancelled
 */
export function callDriver<Result>(
  job: MediaJob,
  call: DriverCall,
  open: (answer: DriverAnswer, model: PuterModel) => Result | Promise<Result>,
): Promise<OpenCall<Result>> {
  return onFirstAble(job, async ({ model, upstream }) => {
    const opened = await callUpstream(
      {
        transport: upstream.transport,
        pool: upstream.pool,
        route: driverRoute(call),
        model: model.id,
        modelName: job.modelName,
        budgetMs: job.budgetMs,
        body: job.payloads.splice(driverCallBody(call, call.args(model))),
        scope: job.scope,
        tracker: job.tracker,
      },
      async (answer) =>
        await open(await readDriverAnswer(answer, job.modelName), model),
    );
    job.tracker.firstEvent();
    return opened;
  });
}

/**
 * Calls a driver whose whole answer `open` reads.
 *
 * @throws {ApiError} the last failure, in the client's words
 * @throws {ClientGone} when the job's scope is cancelled
 */
export async function askDriver<Result>(
  job: MediaJob,
  call: DriverCall,
  open: (answer: DriverAnswer, model: PuterModel) => Result | Promise<Result>,
): Promise<Result> {
  const opened = await callDriver(job, call, open);
  opened.close();
  return opened.result;
}
