import { ApiError } from "../../http/errors.ts";
import type { Store } from "../../store/kv.ts";
import { getVideoAsks, isClosed } from "../../store/video_jobs.ts";
import type { VideoRecord } from "../../store/video_record.ts";
import { type VideoFacts, videoObject } from "../../surfaces/videos/write.ts";

/** Bounds of what clients are told to wait between two questions, in ms. */
const MIN_POLL_MS = 1000;
const MAX_POLL_MS = 10_000;

/** What clients may know of a job. */
export function factsOf(record: VideoRecord, prompt: string): VideoFacts {
  const { state } = record;
  return {
    id: record.id,
    model: record.model,
    status: state.status,
    progress: record.progress,
    createdAt: record.createdAt,
    completedAt: state.status === "completed" ? state.completedAt : null,
    expiresAt: record.expiresAt,
    prompt,
    size: record.size,
    seconds: record.seconds,
    remixedFrom: record.remixedFrom ?? null,
    error: state.status === "failed" ? state.error : null,
  };
}

/** The facts of several jobs, in their order. */
export async function factsOfAll(
  store: Store,
  records: readonly VideoRecord[],
): Promise<VideoFacts[]> {
  const asks = await getVideoAsks(store, records.map(({ id }) => id));
  return records.map((record, index) =>
    factsOf(record, asks[index]?.prompt ?? "")
  );
}

/** The answer that shows one job. */
export function videoJson(record: VideoRecord, prompt: string): string {
  return JSON.stringify(videoObject(factsOf(record, prompt)));
}

/**
 * When a job that has not ended is to be asked for again: OpenAI's own clients
 * go by this header. The longer it runs, the less often.
 */
export function pollHeaders(
  record: VideoRecord,
  now: number,
): [name: string, value: string][] {
  if (isClosed(record)) return [];
  const wanted = Math.round((now - record.createdAt) / 10);
  const ms = Math.min(MAX_POLL_MS, Math.max(MIN_POLL_MS, wanted));
  return [["openai-poll-after-ms", String(ms)]];
}

/** 404 for a job that does not exist, or is another key's. */
export function unknownVideo(id: string): ApiError {
  return new ApiError(`The video \`${id.slice(0, 100)}\` does not exist`, {
    status: 404,
    code: "video_not_found",
    param: "video_id",
  });
}
