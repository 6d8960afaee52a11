import { generateImage } from "./media/image.ts";
import { recognizeText } from "./media/ocr.ts";
import {
  badArgument,
  type MediaArgs,
  mediaBytes,
  mediaError,
  type MediaReply,
  mediaResult,
} from "./media/reply.ts";
import { soundOf } from "./media/sounds.ts";
import { answerSpeech } from "./media/speech.ts";
import { answerTranscription } from "./media/transcribe.ts";
import { generateVideo } from "./media/video.ts";
import { SIM_IMAGE_MODELS } from "./models/images.ts";
import { SIM_VIDEO_MODELS } from "./models/videos.ts";
import { textOf } from "../record.ts";

export type { MediaReply } from "./media/reply.ts";

/**
 * Answers a call of a media driver as Puter and its vendors would: images are
 * a pixel, sound is a tone, and what is heard is always the same.
 */
export function answerMedia(
  interfaceName: string,
  method: string,
  args: MediaArgs,
): MediaReply {
  switch (interfaceName) {
    case "puter-image-generation":
      return method === "generate"
        ? generateImage(args)
        : listModels(SIM_IMAGE_MODELS, { service: "ai-image", method });
    case "puter-video-generation":
      return method === "generate"
        ? generateVideo(args)
        : listModels(SIM_VIDEO_MODELS, { service: "ai-video", method });
    case "puter-tts":
      return answerSpeech(method, args);
    case "puter-speech2txt":
      return answerTranscription(method, args);
    case "puter-speech2speech":
      return changeVoice(args);
    case "puter-ocr":
      return recognizeText(args);
    default:
      return mediaError(404, {
        message: `Driver not found: ${interfaceName}:undefined`,
        code: "not_found",
      });
  }
}

function listModels(
  models: readonly { id: string; puterId?: string }[],
  { service, method }: { service: string; method: string },
): MediaReply {
  const result = method === "list"
    ? models.map(({ id, puterId }) => puterId ?? id).sort()
    : models;
  return mediaResult(service, result);
}

/** Answers `puter-speech2speech.convert`. */
function changeVoice(args: MediaArgs): MediaReply {
  if (!args.audio) return badArgument("`audio` is required");
  // Such as `mp3_44100_128`.
  const [format = "mp3"] = (textOf(args.output_format) ?? "mp3").split("_");
  const { contentType, bytes } = soundOf("changed", format);
  return mediaBytes(contentType, bytes);
}
