import { textOf } from "../../record.ts";
import { SIM_IMAGE_MODELS } from "../models/images.ts";
import { PIXEL_PNG, PIXEL_URL } from "./files.ts";
import { findMediaModel } from "./find.ts";
import {
  badArgument,
  directedRefusal,
  type MediaArgs,
  mediaError,
  type MediaReply,
  mediaResult,
} from "./reply.ts";

const SERVICE = "ai-image";

const SAMPLE = "https://puter-sample-data.puter.site/image_example.png";

/** Vendors that keep the image and answer with its URL. */
const KEEPERS: ReadonlySet<string> = new Set([
  "byteplus-image-generation",
  "together-image-generation",
  "xai-image-generation",
  "replicate-image-generation",
]);

/** Vendors that take a single image to work from. */
const ONE_INPUT: ReadonlySet<string> = new Set([
  "together-image-generation",
  "cloudflare-image-generation",
]);

/** Answers `puter-image-generation.generate`. */
export function generateImage(args: MediaArgs): MediaReply {
  const model = findMediaModel(SIM_IMAGE_MODELS, args);
  if (model === undefined) return badArgument(`Model not found: ${args.model}`);
  if (args.test_mode) return mediaResult(SERVICE, SAMPLE);
  const prompt = textOf(args.prompt);
  if (prompt === undefined) return badArgument("`prompt` must be a string");
  const refusal = directedRefusal(prompt);
  if (refusal !== undefined) return refusal;
  const inputs = Array.isArray(args.input_images) ? args.input_images : [];
  if (inputs.length > 1 && ONE_INPUT.has(model.provider)) {
    return badArgument("Only one input image is supported");
  }
  if (/\bTEMPTY\b/.test(prompt)) {
    return mediaError(400, {
      message: "Failed to extract image URL from OpenAI response",
      code: "unknown_error",
    });
  }
  return mediaResult(
    SERVICE,
    KEEPERS.has(model.provider)
      ? PIXEL_URL
      : `data:image/png;base64,${PIXEL_PNG}`,
  );
}
