import { isRecord, textOf, textsOf } from "../../record.ts";
import { SIM_IMAGE_MODELS } from "../models/images.ts";
import { PIXEL_PNG, PIXEL_URL } from "./files.ts";
import { findMediaModel, type MediaModel } from "./find.ts";
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
  const badSize = arkSizeFault(model, args.ratio);
  if (badSize !== undefined) return badArgument(badSize);
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

/** ModelArk's bounds of exact pixels; fewer pixels are read as a ratio. */
function arkSizeFault(
  { id, provider, allowedQualityLevels }: MediaModel,
  ratio: unknown,
): string | undefined {
  if (provider !== "byteplus-image-generation" || !isRecord(ratio)) return;
  const [w, h] = [Number(ratio.w), Number(ratio.h)];
  if (!(w * h >= 921_600)) return;
  const takes1k = textsOf(allowedQualityLevels).includes("1k");
  const least = takes1k ? 921_600 : 3_686_400;
  const fits = w * h >= least && w * h <= 4_624_220 && w <= 16 * h &&
    h <= 16 * w;
  if (fits) return;
  return `Requested size ${w}x${h} is outside BytePlus limits for ${id}`;
}
