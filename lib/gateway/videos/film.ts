import {
  driverCallBody,
  driverRoute,
  readDriverAnswer,
} from "../../puter/driver_call.ts";
import type { PuterTransport } from "../../puter/transport.ts";
import {
  type Film,
  filmArguments,
  type FilmOrder,
  readFilm,
  VIDEO_METHOD,
} from "../../puter/media/video_call.ts";
import { callUpstream } from "../attempts.ts";
import type { CancelScope } from "../cancel_scope.ts";
import type { ResolvedModel } from "../models/models.ts";
import type { RequestTracker } from "../requests/tracker.ts";

/** One film to be made. */
export interface FilmJob {
  order: FilmOrder;
  target: ResolvedModel;
  /** The model as the client wrote it. */
  modelName: string;
  /** Accounts that cannot pay for it. */
  exclude: ReadonlySet<string>;
  /** Ms after the request's arrival when no further attempt begins. */
  budgetMs: number;
  scope: CancelScope;
  tracker: RequestTracker;
  /** Carries the calls where it is not the model's own transport. */
  transport?: PuterTransport;
}

const encoder = new TextEncoder();

/**
 * Has Puter make a film; takes minutes. Only a call that an account was refused
 * is sent again, on another account: whatever else fails may have been made and
 * charged.
 *
 * @throws {ApiError} the last failure, in the client's words
 * @throws {ClientGone} when the scope is cancelled
 */
export async function makeFilm(job: FilmJob): Promise<Film> {
  const { target: { model, upstream }, tracker, modelName } = job;
  tracker.upstream = upstream.transport.kind;
  const body = driverCallBody(VIDEO_METHOD, filmArguments(job.order, model));
  const opened = await callUpstream({
    transport: job.transport ?? upstream.transport,
    pool: upstream.pool,
    route: driverRoute(VIDEO_METHOD),
    model: model.id,
    modelName,
    body: [encoder.encode(body)],
    budgetMs: job.budgetMs,
    exclude: job.exclude,
    mayRepeat: (failure) => failure.otherAccount,
    scope: job.scope,
    tracker,
  }, async (answer) => {
    const read = await readDriverAnswer(answer, modelName);
    // From here on it is charged, also when there is no film in it.
    tracker.firstEvent();
    return await readFilm(read);
  });
  opened.close();
  tracker.servedModel = model.id;
  return opened.result;
}
