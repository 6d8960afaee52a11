import { numberOf, textOf } from "../record.ts";
import type { DriverMethod } from "./interfaces.ts";
import { findMediaModel, type MediaModel } from "./media/find.ts";
import type { Charge } from "./metering.ts";
import { SIM_IMAGE_MODELS } from "./models/images.ts";
import { SIM_VIDEO_MODELS } from "./models/videos.ts";

const MICRO_CENTS = 1_000_000;
const DEFAULT_SECONDS = 4;

/**
 * What an image or a video costs by its model's list; undefined for samples
 * and for everything that has no such list.
 */
export function mediaCharge(
  { interfaceName, method }: DriverMethod,
  args: Record<string, unknown>,
): Charge | undefined {
  if (method !== "generate" || args.test_mode) return undefined;
  const isVideo = interfaceName === "puter-video-generation";
  const model = findMediaModel(
    isVideo ? SIM_VIDEO_MODELS : SIM_IMAGE_MODELS,
    args,
  );
  if (model === undefined) return undefined;
  const key = isVideo ? videoKey(model) : imageKey(model, args);
  const units = key === "per-second"
    ? Number(args.seconds ?? args.duration) || DEFAULT_SECONDS
    : 1;
  return {
    usageType: `${model.provider}:${model.id}:${key}`,
    units,
    cost: units * (numberOf(model.costs[key]) ?? 0) * MICRO_CENTS,
  };
}

/** The price of the quality asked for, or the one the list points to. */
function imageKey(model: MediaModel, args: Record<string, unknown>): string {
  const wanted = textOf(args.quality)?.toLowerCase();
  const keys = Object.keys(model.costs);
  const ofQuality = keys.find((key) => key.split(":").includes(wanted ?? ""));
  return ofQuality ?? textOf(model.index_cost_key) ?? keys[0] ?? "per-image";
}

function videoKey(model: MediaModel): string {
  if ("per-second" in model.costs) return "per-second";
  return textOf(model.output_cost_key) ?? Object.keys(model.costs)[0] ??
    "per-video";
}
