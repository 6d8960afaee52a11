import { ApiError, toApiError } from "../../http/errors.ts";
import {
  deleteBlob,
  getBlobInfo,
  putBlob,
  readBlob,
} from "../../store/blobs.ts";
import type { Store } from "../../store/kv.ts";
import { changeVideo, type VideoAsk } from "../../store/video_jobs.ts";
import type { VideoRecord, VideoResult } from "../../store/video_record.ts";
import type { Film, FilmOrder } from "../../puter/media/video_call.ts";
import { CancelScope, ClientGone } from "../cancel_scope.ts";
import type { ResolvedModel } from "../models/models.ts";
import type { RequestTracker } from "../requests/tracker.ts";
import { makeFilm } from "./film.ts";
import { failureOfJob, SHUT_DOWN, TIMED_OUT } from "./job_failure.ts";
import { afterEvent, type VideoEvent } from "./job_state.ts";
import { pauseAfter } from "./patience.ts";
import { estimateProgress } from "./progress.ts";
import { startedTransport } from "./started_transport.ts";

/** How jobs are held, in ms. */
export interface VideoTimes {
  /** How long a claim holds without being renewed. */
  holdMs: number;
  /** Time between two renewals. */
  renewMs: number;
  /** How long Puter may take; its own limit is ten minutes. */
  waitMs: number;
  /** Clock in Unix ms. */
  now: () => number;
  /** Waits so many ms; ends early when the scope is cancelled. */
  pause: (ms: number, scope: CancelScope) => Promise<void>;
}

/** One job that this instance has claimed, and all that it takes. */
export interface VideoWork {
  record: VideoRecord;
  ask: VideoAsk;
  target: ResolvedModel;
  exclude: ReadonlySet<string>;
  budgetMs: number;
  /** Admitted. */
  tracker: RequestTracker;
}

/** Whom a worker works for. */
export interface WorkerContext {
  store: Store;
  instance: string;
  times: VideoTimes;
  report: (cause: unknown) => void;
}

/** Why a worker stops before its call has ended. */
type StopReason = "closing" | "lost" | "late";

/** Works on one job while its claim is renewed. */
export class VideoWorker {
  /** Resolves when nothing more is done; never rejects. */
  readonly done: Promise<void>;
  readonly #work: VideoWork;
  readonly #context: WorkerContext;
  readonly #scope = new CancelScope();
  #startedAt: number | undefined;
  #stopReason: StopReason | undefined;

  constructor(work: VideoWork, context: WorkerContext) {
    this.#work = work;
    this.#context = context;
    this.done = this.#run().catch((cause) => context.report(cause));
  }

  /** Stops waiting: the job goes to somebody else, or fails. */
  stop(reason: StopReason): void {
    this.#stopReason ??= reason;
    this.#scope.cancel();
  }

  async #run(): Promise<void> {
    const { times } = this.#context;
    const beat = setInterval(() => this.#renew(), times.renewMs);
    const late = setTimeout(() => this.stop("late"), times.waitMs);
    try {
      await this.#film();
    } catch (thrown) {
      await this.#fail(thrown);
    } finally {
      clearInterval(beat);
      clearTimeout(late);
    }
  }

  async #film(): Promise<void> {
    const { store, instance } = this.#context;
    const { tracker } = this.#work;
    const result = await this.#keep(await this.#madeFilm());
    const event: VideoEvent = { type: "complete", instance, result };
    if (await this.#change(event) !== null) return tracker.succeed(null);
    if (result.type === "file") await deleteBlob(store, result.fileId);
    tracker.abandon();
  }

  /** The film, as soon as an account has room for it. */
  async #madeFilm(): Promise<Film> {
    const { ask, budgetMs, exclude, record, target, tracker } = this.#work;
    const { times } = this.#context;
    const order = await this.#order(ask);
    const transport = startedTransport(
      target.upstream.transport,
      () => this.#start(),
    );
    for (let lastMs = 0;;) {
      try {
        return await makeFilm({
          order,
          target,
          modelName: record.model,
          exclude,
          budgetMs: tracker.elapsedMs + budgetMs,
          scope: this.#scope,
          tracker,
          transport,
        });
      } catch (thrown) {
        const { elapsedMs } = tracker;
        const pauseMs = pauseAfter(thrown, { lastMs, elapsedMs });
        if (pauseMs === null) throw thrown;
        await times.pause(pauseMs, this.#scope);
        this.#scope.check();
        lastMs = pauseMs;
      }
    }
  }

  async #order({ prompt, extras, inputId }: VideoAsk): Promise<FilmOrder> {
    const { seconds, size } = this.#work.record;
    const order: FilmOrder = { prompt, extras, clip: { seconds, size } };
    if (inputId === undefined) return order;
    const { store, times } = this.#context;
    const info = await getBlobInfo(store, inputId, times.now());
    if (info === null) throw inputGone();
    const whole = { start: 0, end: info.size };
    const body = new Response(readBlob(store, inputId, whole) as BodyInit);
    const { mediaType } = info;
    return { ...order, input: { mediaType, bytes: await body.bytes() } };
  }

  /** Written down before anything is sent: so that nobody sends it again. */
  async #start(): Promise<void> {
    const { instance, times } = this.#context;
    const started = await this.#change({ type: "start", instance });
    if (started === null) {
      this.stop("lost");
      throw new ClientGone();
    }
    this.#startedAt ??= times.now();
  }

  async #keep(film: Film): Promise<VideoResult> {
    if (film.type === "url") return film;
    const { id, expiresAt } = this.#work.record;
    const { mediaType, bytes } = film;
    await putBlob(this.#context.store, id, { mediaType, bytes, expiresAt });
    return { type: "file", fileId: id };
  }

  async #renew(): Promise<void> {
    const { instance, report, times } = this.#context;
    const now = times.now();
    const progress = this.#startedAt === undefined
      ? 0
      : estimateProgress(now - this.#startedAt);
    const until = now + times.holdMs;
    try {
      const event: VideoEvent = { type: "renew", instance, until, progress };
      // It was deleted, or somebody has taken this instance for dead.
      if (await this.#change(event) === null) this.stop("lost");
    } catch (cause) {
      // The claim holds a while longer than the time between two renewals.
      report(cause);
    }
  }

  async #fail(thrown: unknown): Promise<void> {
    const { tracker } = this.#work;
    const { instance } = this.#context;
    if (this.#stopReason === "lost") return tracker.abandon();
    if (this.#stopReason === "closing") {
      const released = await this.#change({ type: "release", instance });
      // Whoever takes it over records the request.
      if (released !== null) return;
    }
    const error = errorOf(thrown, this.#stopReason);
    const failure = this.#stopReason === "closing"
      ? SHUT_DOWN
      : this.#stopReason === "late"
      ? TIMED_OUT
      : failureOfJob(error, this.#startedAt !== undefined);
    tracker.fail(error);
    await this.#change({ type: "fail", instance, error: failure });
  }

  #change(event: VideoEvent): Promise<VideoRecord | null> {
    const { store, times } = this.#context;
    return changeVideo(
      store,
      this.#work.record.id,
      (record) => afterEvent(record, event, times.now()),
    );
  }
}

function errorOf(thrown: unknown, reason: StopReason | undefined): ApiError {
  if (reason === undefined) return toApiError(thrown);
  const { code, message } = reason === "late" ? TIMED_OUT : SHUT_DOWN;
  return new ApiError(message, {
    status: reason === "late" ? 504 : 503,
    code,
    blame: reason === "late" ? "upstream" : "gateway",
  });
}

function inputGone(): ApiError {
  return new ApiError("The picture to begin with is not there any more", {
    status: 500,
    code: "input_missing",
  });
}
