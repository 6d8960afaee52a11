import { type ApiSend, faultOf } from "./ask_model.ts";
import { unreachable } from "./media_call.ts";
import type { AnswerFault } from "./turns.ts";

/** A job of `/v1/videos`, as far as it is read. */
export interface VideoJob {
  id: string;
  model: string;
  status: "queued" | "in_progress" | "completed" | "failed";
  /** 0 to 100, estimated by time. */
  progress: number;
  /** Unix seconds. */
  created_at: number;
  prompt: string;
  error: { code: string; message: string } | null;
}

const USUAL_PAUSE_MS = 3000;
const MAX_PAUSE_MS = 20_000;

/** True once nothing more becomes of a job. */
export function hasEnded({ status }: VideoJob): boolean {
  return status === "completed" || status === "failed";
}

/** The newest jobs of the caller; throws nothing, and then knows none. */
export async function listVideos(send: ApiSend): Promise<VideoJob[]> {
  try {
    const res = await send("/v1/videos?limit=20", {});
    const body = await res.json() as { data?: VideoJob[] };
    return res.ok ? body.data ?? [] : [];
  } catch {
    return [];
  }
}

/**
 * Asks for a job until it has ended, as often as the gateway wants to be asked;
 * a network that is away is waited for.
 */
export async function followVideo(
  id: string,
  { send, signal, onChange }: {
    send: ApiSend;
    signal: AbortSignal;
    onChange: (job: VideoJob) => void;
  },
): Promise<AnswerFault | null> {
  let failures = 0;
  while (!signal.aborted) {
    let wanted = USUAL_PAUSE_MS;
    try {
      const res = await send(`/v1/videos/${encodeURIComponent(id)}`, {
        signal,
      });
      const text = await res.text();
      if (!res.ok && res.status < 500) return faultOf(res.status, text);
      if (res.ok) {
        const job = JSON.parse(text) as VideoJob;
        failures = 0;
        onChange(job);
        if (hasEnded(job)) return null;
        wanted = Number(res.headers.get("openai-poll-after-ms")) || wanted;
      } else failures++;
    } catch {
      failures++;
    }
    await pause(Math.min(MAX_PAUSE_MS, wanted * 2 ** failures), signal);
  }
  return null;
}

/** The film of a job that is done. */
export async function loadVideo(
  id: string,
  { send, signal }: { send: ApiSend; signal: AbortSignal },
): Promise<Blob | AnswerFault | null> {
  try {
    const path = `/v1/videos/${encodeURIComponent(id)}/content`;
    const res = await send(path, { signal });
    if (!res.ok) return faultOf(res.status, await res.text());
    return await res.blob();
  } catch {
    return unreachable(signal);
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
