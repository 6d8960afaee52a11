import type { ImageShape } from "./image_request.ts";

/** Sides of a rectangle, in pixels or as a ratio. */
export interface Sides {
  w: number;
  h: number;
}

const PIXELS = /^(\d{1,5})\s*[x×*]\s*(\d{1,5})$/i;
const RATIO = /^(\d{1,4}(?:\.\d{1,3})?)\s*[:/]\s*(\d{1,4}(?:\.\d{1,3})?)$/;
const TIER = /^(?:512|\d(?:\.\d)?k)$/;

/** A size as clients write it: `1024x1536` or `16:9`; null for anything else. */
export function readShape(size: string): ImageShape | null {
  const text = size.trim();
  const pixels = PIXELS.exec(text);
  const match = pixels ?? RATIO.exec(text);
  const width = Number(match?.[1]);
  const height = Number(match?.[2]);
  if (!(width > 0 && height > 0)) return null;
  return { width, height, isExact: pixels !== null };
}

/** A step of resolution, such as `2k`, in lower case; null for other texts. */
export function readTier(text: string | null): string | null {
  const tier = text?.trim().toLowerCase() ?? "";
  return TIER.test(tier) ? tier : null;
}

/**
 * Whichever of some rectangles is most alike: first by the ratio of its sides,
 * then by its area where both have pixels.
 */
export function nearestSides(
  { width, height, isExact }: ImageShape,
  among: readonly Sides[],
): Sides | undefined {
  let best: Sides | undefined;
  let least = Infinity;
  for (const sides of among) {
    const skew = Math.abs(Math.log((width / height) / (sides.w / sides.h)));
    const growth = Math.abs(Math.log((width * height) / (sides.w * sides.h)));
    const distance = skew + (isExact ? growth / 1000 : 0);
    if (distance < least) [best, least] = [sides, distance];
  }
  return best;
}

/** Where pixels may lie. */
export interface PixelBounds {
  /** Longest and shortest side. */
  max: number;
  min: number;
  /** Sides are multiples of it. */
  step: number;
}

/** The pixels of a ratio, which has none of its own: about a million. */
const RATIO_PIXELS = 1024 * 1024;

/** The pixels that come nearest to a shape within some bounds. */
export function boundedPixels(
  { width, height, isExact }: ImageShape,
  { max, min, step }: PixelBounds,
): Sides {
  const wanted = isExact ? 1 : Math.sqrt(RATIO_PIXELS / (width * height));
  const scale = Math.min(wanted, max / Math.max(width, height));
  const side = (length: number) =>
    Math.min(max, Math.max(min, Math.round(length * scale / step) * step));
  return { w: side(width), h: side(height) };
}
