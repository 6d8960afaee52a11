import { ApiError } from "../../http/errors.ts";
import type { PuterModel } from "../models/models.ts";

/** How long a clip is, and how large. */
export interface VideoClip {
  seconds: number;
  /** As the model names it: `1280x720`, or a tier such as `720p`. */
  size: string;
}

/** What a client wants of a clip, as far as it says. */
export interface ClipWish {
  seconds?: number;
  size?: string;
}

/** Puter's own for models that list nothing. */
const DEFAULT_SECONDS = 4;
const DEFAULT_SIZE = "720x1280";

const MICRO_CENTS = 1_000_000;

/**
 * The clip a model shall make. Puter puts its first choice in the place of a
 * length or size that a model does not offer, and tells nobody: so such wishes
 * are refused here, where the client can still choose.
 *
 * @throws {ApiError} 400 that names what the model offers
 */
export function chooseClip(model: PuterModel, wish: ClipWish): VideoClip {
  return { seconds: secondsOf(model, wish), size: sizeOf(model, wish) };
}

/** What a clip costs by the model's list, in micro-cents; null if unlisted. */
export function clipCost(
  { costs, durations }: PuterModel,
  { seconds, size }: VideoClip,
): number | null {
  const perSecond = (isFullHd(size) ? costs["per-second-1080p"] : undefined) ??
    costs["per-second"];
  if (perSecond !== undefined) return seconds * perSecond * MICRO_CENTS;
  const perVideo = costs["per-video"];
  if (perVideo !== undefined) return perVideo * MICRO_CENTS;
  const usual = costs["default-duration-per-video"];
  if (usual === undefined) return null;
  const usualSeconds = durations[0] ?? DEFAULT_SECONDS;
  return usual * MICRO_CENTS * seconds / usualSeconds;
}

function secondsOf({ durations }: PuterModel, { seconds }: ClipWish): number {
  if (seconds === undefined) return durations[0] ?? DEFAULT_SECONDS;
  if (durations.length === 0 || durations.includes(seconds)) return seconds;
  throw notOffered("seconds", [...durations].sort((a, b) => a - b));
}

function sizeOf({ dimensions }: PuterModel, { size }: ClipWish): string {
  if (size === undefined) return dimensions[0] ?? DEFAULT_SIZE;
  if (dimensions.length === 0 || dimensions.includes(size)) return size;
  const tier = tierOf(size);
  if (tier !== undefined && dimensions.includes(tier)) return tier;
  throw notOffered("size", dimensions);
}

/** A tier is for landscape: its upright twin cannot be asked for. */
function tierOf(size: string): string | undefined {
  const [, width, height] = /^(\d+)x(\d+)$/.exec(size) ?? [];
  if (width === undefined || Number(width) < Number(height)) return undefined;
  return Number(height) === 2160 ? "4k" : `${height}p`;
}

function isFullHd(size: string): boolean {
  return size === "1080p" || /^(1920x1080|1080x1920)$/.test(size);
}

function notOffered(
  param: string,
  offered: readonly (string | number)[],
): ApiError {
  return new ApiError(
    `Invalid value for '${param}': this model offers ${offered.join(", ")}`,
    { status: 400, code: "invalid_value", param },
  );
}
