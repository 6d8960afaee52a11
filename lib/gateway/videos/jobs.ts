import { ulid } from "@std/ulid";
import { toApiError } from "../../http/errors.ts";
import { deleteBlob } from "../../store/blobs.ts";
import {
  changeVideo,
  createVideo,
  deleteVideo,
  getVideo,
  getVideoAsk,
  isClosed,
  listOpenVideos,
} from "../../store/video_jobs.ts";
import type { VideoRecord } from "../../store/video_record.ts";
import { admitKey } from "../keys/admission.ts";
import { resolveChain } from "../models/chain.ts";
import { namesOf } from "../models/models.ts";
import type { Services } from "../services.ts";
import { trackRequest } from "../requests/track.ts";
import type { UpkeepTask } from "../upkeep.ts";
import { clipCost } from "../../puter/media/video_clip.ts";
import { KEY_GONE } from "./job_failure.ts";
import { afterEvent, isWaiting, type VideoEvent } from "./job_state.ts";
import { unableAccounts } from "./means.ts";
import { pauseIn } from "./patience.ts";
import { type VideoTimes, type VideoWork, VideoWorker } from "./worker.ts";

/** How long jobs and what they have made can be asked for, in ms. */
export const KEEP_MS = 24 * 60 * 60 * 1000;

const TIMES: VideoTimes = {
  holdMs: 60_000,
  renewMs: 5000,
  waitMs: 11 * 60_000,
  now: Date.now,
  pause: pauseIn,
};

/** Jobs looked at in one run of upkeep. */
const SWEEP = 500;

/** What is known of a job before it is created. */
export type VideoDraft = Omit<
  VideoRecord,
  "id" | "createdAt" | "expiresAt" | "progress" | "state"
>;

/**
 * The video jobs of this instance: created here, or taken over from one that
 * died before it had asked Puter. One that died after that cannot be replaced,
 * as Puter has no name for what it is making: such jobs fail and say so.
 */
export class VideoJobs {
  /** Looks after jobs whose worker died. */
  readonly upkeep: UpkeepTask = {
    name: "video jobs",
    run: async (_now, signal) => {
      const { store } = this.#services;
      for (const id of await listOpenVideos(store, SWEEP)) {
        if (signal.aborted) return;
        const record = await getVideo(store, id, this.#times.now());
        if (record !== null) await this.#inspect(record);
      }
    },
  };
  readonly #services: Services;
  readonly #times: VideoTimes;
  readonly #workers = new Map<string, VideoWorker>();
  #isClosing = false;

  constructor(services: Services, times: Partial<VideoTimes> = {}) {
    this.#services = services;
    this.#times = { ...TIMES, ...times };
  }

  /** A new id and when what has it ends, in Unix ms. */
  newId(): { id: string; createdAt: number; expiresAt: number } {
    const createdAt = this.#times.now();
    const id = `video_${ulid(createdAt)}`;
    return { id, createdAt, expiresAt: createdAt + KEEP_MS };
  }

  /** Stores a new job and begins to work on it. */
  async create(
    draft: VideoDraft & ReturnType<VideoJobs["newId"]>,
    work: Omit<VideoWork, "record">,
  ): Promise<VideoRecord> {
    const until = this.#times.now() + this.#times.holdMs;
    const worker = { instance: this.#instance, until };
    const record: VideoRecord = {
      ...draft,
      progress: 0,
      state: { status: "queued", worker },
    };
    await createVideo(this.#services.store, record, work.ask);
    this.#work({ ...work, record });
    return record;
  }

  /** A job of a key as it is now; null when it has no such job. */
  async get(id: string, keyId: string): Promise<VideoRecord | null> {
    const { store } = this.#services;
    const record = await getVideo(store, id, this.#times.now());
    return record?.keyId === keyId ? await this.#inspect(record) : null;
  }

  /** Deletes a job of a key; false when it has no such job. */
  async delete(id: string, keyId: string): Promise<boolean> {
    const { store } = this.#services;
    const record = await getVideo(store, id, this.#times.now());
    if (record?.keyId !== keyId) return false;
    const ask = await getVideoAsk(store, id);
    const deleted = await deleteVideo(store, id);
    // What another instance waits for, it gives up at its next renewal.
    this.#workers.get(id)?.stop("lost");
    if (ask?.inputId !== undefined) await deleteBlob(store, ask.inputId);
    await deleteBlob(store, id);
    return deleted !== null;
  }

  /** Gives up what waits, fails what runs, and waits for both. */
  async close(): Promise<void> {
    this.#isClosing = true;
    const workers = [...this.#workers.values()];
    for (const worker of workers) worker.stop("closing");
    await Promise.all(workers.map(({ done }) => done));
  }

  get #instance(): string {
    return this.#services.usage.instance;
  }

  /** The job, after what is due has been done about its worker. */
  async #inspect(record: VideoRecord): Promise<VideoRecord> {
    if (isClosed(record) || this.#isClosing) return record;
    const now = this.#times.now();
    if (!isWaiting(record, now)) {
      return await this.#change(record.id, { type: "inspect" }) ?? record;
    }
    const instance = this.#instance;
    const until = now + this.#times.holdMs;
    const event: VideoEvent = { type: "claim", instance, until };
    const claimed = await this.#change(record.id, event);
    if (claimed === null) return record;
    await this.#adopt(claimed);
    return claimed;
  }

  /** Begins to work on a job that another instance has created. */
  async #adopt(record: VideoRecord): Promise<void> {
    const services = this.#services;
    const instance = this.#instance;
    const caller = services.keys.callerOf(record.keyId);
    const ask = await getVideoAsk(services.store, record.id);
    if (caller === undefined || ask === null) {
      const error = KEY_GONE;
      await this.#change(record.id, { type: "fail", instance, error });
      return;
    }
    const { requestId, model, seconds, size } = record;
    const tracker = trackRequest({ services, caller, requestId }, "videos");
    tracker.model = model;
    try {
      const { policy } = caller;
      const [target] = await resolveChain(services, model, policy, "video");
      const cost = clipCost(target.model, { seconds, size });
      await admitKey({ services, caller, headers: [] }, {
        tracker,
        models: namesOf(model, target.model),
        holdMicroCents: () => cost ?? 0,
      });
      const exclude = unableAccounts(target, cost);
      const budgetMs = services.settings.current.requestBudgetMs;
      this.#work({ record, ask, target, exclude, budgetMs, tracker });
    } catch (thrown) {
      const error = toApiError(thrown);
      // There may be room for it later.
      if (error.retryAfter !== undefined) {
        await this.#change(record.id, { type: "release", instance });
        return;
      }
      tracker.fail(error);
      const { code, message } = error;
      const failure = { code: code ?? "generation_failed", message };
      await this.#change(record.id, { type: "fail", instance, error: failure });
    }
  }

  #work(work: VideoWork): void {
    const { id } = work.record;
    const worker = new VideoWorker(work, {
      store: this.#services.store,
      instance: this.#instance,
      times: this.#times,
      report: (cause) => this.#services.report(cause, id),
    });
    this.#workers.set(id, worker);
    worker.done.finally(() => {
      this.#workers.delete(id);
      this.#readCredit(work);
    });
    if (this.#isClosing) worker.stop("closing");
  }

  /** Puter does not say what a film has cost; what is left it does. */
  #readCredit({ tracker }: VideoWork): void {
    const { accountId, upstream } = tracker;
    if (this.#isClosing || accountId === undefined) return;
    if (upstream !== "puter") return;
    this.#services.readCredit(accountId).catch(() => {
      // It is asked again before long.
    });
  }

  #change(id: string, event: VideoEvent): Promise<VideoRecord | null> {
    return changeVideo(
      this.#services.store,
      id,
      (record) => afterEvent(record, event, this.#times.now()),
    );
  }
}
