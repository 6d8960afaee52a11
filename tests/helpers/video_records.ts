import type { VideoRecord } from "../../lib/store/video_record.ts";

/** When the jobs of tests are created, in Unix ms. */
export const CREATED_AT = 1_800_000_000_000;

/** A job that waits for its first worker. */
export function videoRecord(change: Partial<VideoRecord> = {}): VideoRecord {
  return {
    id: "video_01KE0000000000000000000000",
    keyId: "key_a",
    requestId: "req_01KE0000000000000000000000",
    createdAt: CREATED_AT,
    expiresAt: CREATED_AT + 24 * 60 * 60_000,
    model: "veo-3.1-lite",
    upstream: "puter",
    seconds: 4,
    size: "1280x720",
    progress: 0,
    state: { status: "queued" },
    ...change,
  };
}
