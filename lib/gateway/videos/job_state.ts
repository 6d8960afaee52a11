import type { VideoRecord, VideoResult } from "../../store/video_record.ts";
import { isClosed } from "../../store/video_jobs.ts";

/** What happens to a job. `until` is Unix ms. */
export type VideoEvent =
  /** An instance wants to work on it. */
  | { type: "claim"; instance: string; until: number }
  /** Its worker is about to ask Puter. */
  | { type: "start"; instance: string }
  /** Its worker is still alive, and so far. */
  | { type: "renew"; instance: string; until: number; progress: number }
  /** Its worker goes; somebody else may take it. */
  | { type: "release"; instance: string }
  | { type: "complete"; instance: string; result: VideoResult }
  | { type: "fail"; instance: string; error: VideoFailure }
  /** Somebody looks whether its worker is still alive. */
  | { type: "inspect" };

/** Why a job failed, as its client reads it. */
export interface VideoFailure {
  code: string;
  message: string;
}

/** The most that a running job shows. */
export const MAX_RUNNING_PROGRESS = 99;

/** What is said of a job whose worker died after it had asked Puter. */
export const WORKER_LOST: VideoFailure = {
  code: "worker_lost",
  message: "The instance of the gateway that waited for this video is gone. " +
    "Puter cannot be asked for it again; it may have been charged.",
};

/**
 * The job after an event at `now` (Unix ms); null when the event does not
 * apply: its worker is another one, it has ended, or Puter may have been asked
 * already. The whole law of jobs is here: one worker at a time, asked once by
 * that worker alone, progress that never falls, ends that stay. The claim is
 * part of the job, so that who has lost it can change nothing any more.
 */
export function afterEvent(
  record: VideoRecord,
  event: VideoEvent,
  now: number,
): VideoRecord | null {
  if (isClosed(record) || record.expiresAt <= now) return null;
  switch (event.type) {
    case "claim":
      return claimed(record, event, now);
    case "inspect":
      return inspected(record, now);
    default:
      return isWorker(record, event.instance)
        ? worked(record, event, now)
        : null;
  }
}

/** True when a job waits for somebody to work on it. */
export function isWaiting({ state }: VideoRecord, now: number): boolean {
  return state.status === "queued" && (state.worker?.until ?? 0) <= now;
}

function claimed(
  record: VideoRecord,
  { instance, until }: Extract<VideoEvent, { type: "claim" }>,
  now: number,
): VideoRecord | null {
  if (!isWaiting(record, now)) return null;
  return {
    ...record,
    state: { status: "queued", worker: { instance, until } },
  };
}

function inspected(record: VideoRecord, now: number): VideoRecord | null {
  const { state } = record;
  if (state.status !== "in_progress" || state.worker.until > now) return null;
  return failed(record, WORKER_LOST, now);
}

function isWorker({ state }: VideoRecord, instance: string): boolean {
  return "worker" in state && state.worker?.instance === instance;
}

type WorkerEvent = Exclude<VideoEvent, { type: "claim" | "inspect" }>;

/** What the worker itself does. */
function worked(
  record: VideoRecord,
  event: WorkerEvent,
  now: number,
): VideoRecord | null {
  const { state } = record;
  if (!("worker" in state) || state.worker === undefined) return null;
  const { worker } = state;
  switch (event.type) {
    case "start":
      if (state.status === "in_progress") return record;
      return {
        ...record,
        state: { status: "in_progress", worker, startedAt: now },
      };
    case "renew":
      return {
        ...record,
        progress: raised(record.progress, event.progress),
        state: { ...state, worker: later(worker, event.until) },
      };
    case "release":
      if (state.status !== "queued") return null;
      return { ...record, state: { status: "queued" } };
    case "complete":
      if (state.status !== "in_progress") return null;
      return {
        ...record,
        progress: 100,
        state: { status: "completed", completedAt: now, result: event.result },
      };
    case "fail":
      return failed(record, event.error, now);
  }
}

function failed(
  record: VideoRecord,
  error: VideoFailure,
  now: number,
): VideoRecord {
  return { ...record, state: { status: "failed", completedAt: now, error } };
}

function later<Worker extends { until: number }>(
  worker: Worker,
  until: number,
): Worker {
  return { ...worker, until: Math.max(worker.until, until) };
}

function raised(progress: number, wanted: number): number {
  const whole = Math.floor(Math.min(wanted, MAX_RUNNING_PROGRESS));
  return Math.max(progress, whole);
}
