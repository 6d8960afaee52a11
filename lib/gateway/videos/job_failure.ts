import type { ApiError } from "../../http/errors.ts";
import type { VideoFailure } from "./job_state.ts";

/** What is said of a job whose instance was shut down while Puter worked. */
export const SHUT_DOWN: VideoFailure = {
  code: "gateway_shutdown",
  message: "The gateway was shut down while it waited for this video. Puter " +
    "cannot be asked for it again; it may have been charged.",
};

/** What is said of a job that Puter has not answered in time. */
export const TIMED_OUT: VideoFailure = {
  code: "upstream_timeout",
  message: "Puter did not answer in time. The video cannot be asked for " +
    "again; it may have been made and charged.",
};

/** What is said of a job whose key was revoked before it began. */
export const KEY_GONE: VideoFailure = {
  code: "invalid_api_key",
  message: "The API key that created this job is no longer valid",
};

/** What a job's client is told of a failure. */
export function failureOfJob(error: ApiError, wasAsked: boolean): VideoFailure {
  const { blame, code, message } = error;
  // The answer is lost on the way, or Puter gave up waiting for the vendor.
  const isDoubtful = wasAsked && code !== "video_lost" &&
    (blame === "network" || blame === "upstream");
  return {
    code: code ?? "generation_failed",
    message: isDoubtful
      ? `${message}. The video may have been made and charged all the same; ` +
        "Puter cannot be asked for it again."
      : message,
  };
}
