import { textOf } from "../../record.ts";
import { SIM_VIDEO_MODELS } from "../models/videos.ts";
import { CLIP_DATA_URL, CLIP_URL } from "./files.ts";
import { findMediaModel } from "./find.ts";
import {
  badArgument,
  directedRefusal,
  type MediaArgs,
  mediaError,
  type MediaReply,
  mediaResult,
} from "./reply.ts";

const SERVICE = "ai-video";

const SAMPLE = "https://assets.puter.site/txt2vid.mp4";

/** Puter loses OpenAI's videos: this is all that is left of one. */
const LOST_STREAM = {
  stream: {
    _events: {},
    _readableState: {
      highWaterMark: 65536,
      buffer: [],
      bufferIndex: 0,
      length: 0,
      pipes: [],
      awaitDrainWriters: null,
    },
  },
  content_type: "video/mp4",
};

/** Answers `puter-video-generation.generate`. */
export function generateVideo(args: MediaArgs): MediaReply {
  const model = findMediaModel(SIM_VIDEO_MODELS, args);
  if (model === undefined) return badArgument(`Model not found: ${args.model}`);
  if (args.test_mode) return mediaResult(SERVICE, SAMPLE);
  const prompt = textOf(args.prompt)?.trim() ?? "";
  if (prompt === "") return badArgument("prompt must be a non-empty string");
  const refusal = directedRefusal(prompt);
  if (refusal !== undefined) return refusal;
  if (/\bTFLAG\b/.test(prompt)) {
    return mediaError(400, {
      message: "The video was filtered by the vendor's safety policy",
      code: "disallowed_value",
    });
  }
  if (model.provider === "openai-video-generation") {
    return mediaResult(SERVICE, LOST_STREAM);
  }
  // Vendors that keep no files send the film itself.
  const isSent = /\bTDATA\b/.test(prompt);
  return mediaResult(SERVICE, isSent ? CLIP_DATA_URL : CLIP_URL);
}

/** How long Puter asks the vendor again and again for this video, in ms. */
export function pollingMs(args: MediaArgs): number {
  const prompt = textOf(args.prompt) ?? "";
  return Number(/\bTDELAY:(\d{1,7})\b/.exec(prompt)?.[1] ?? 0);
}
