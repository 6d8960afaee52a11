import type { z } from "zod";
import type {
  videoDeletedSchema,
  videoPageSchema,
  videoSchema,
} from "./schema.ts";

/** What clients are told of a job; times are Unix ms. */
export interface VideoFacts {
  id: string;
  model: string;
  status: "queued" | "in_progress" | "completed" | "failed";
  progress: number;
  createdAt: number;
  completedAt: number | null;
  expiresAt: number;
  prompt: string;
  size: string;
  seconds: number;
  remixedFrom: string | null;
  error: { code: string; message: string } | null;
}

/** A job in OpenAI's form. */
export function videoObject(facts: VideoFacts): z.output<typeof videoSchema> {
  return {
    id: facts.id,
    object: "video",
    model: facts.model,
    status: facts.status,
    progress: facts.progress,
    created_at: toSeconds(facts.createdAt),
    completed_at: facts.completedAt === null
      ? null
      : toSeconds(facts.completedAt),
    expires_at: toSeconds(facts.expiresAt),
    prompt: facts.prompt,
    size: facts.size,
    seconds: String(facts.seconds),
    remixed_from_video_id: facts.remixedFrom,
    error: facts.error,
  };
}

/** A page of jobs in OpenAI's form. */
export function videoPage(
  jobs: readonly VideoFacts[],
  hasMore: boolean,
): z.output<typeof videoPageSchema> {
  const data = jobs.map(videoObject);
  return {
    object: "list",
    data,
    first_id: data[0]?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
    has_more: hasMore,
  };
}

function toSeconds(ms: number): number {
  return Math.floor(ms / 1000);
}

/** What is said of a job that was deleted. */
export function deletedVideo(id: string): z.output<typeof videoDeletedSchema> {
  return { id, object: "video.deleted", deleted: true };
}
