import type { ImageRequest } from "../../media/image_request.ts";
import { imageLook } from "./image_arguments.ts";
import type { PuterModel } from "../models/models.ts";

/** One US cent. */
const CENT = 1_000_000;

/** Pixels of a side where nobody says. */
const SIDE = 1024;

/** A price by pixels, such as `1024x1024` or `1K:1x1`. */
const BY_SIZE = /(?:^|:)\d+x\d+$/;

/**
 * What a request may cost by the list, in micro-cents: for budgets to go by,
 * as Puter does not tell what an image has cost. Zero where the list has no
 * price of an image.
 */
export function estimateImageCost(
  request: ImageRequest,
  model: PuterModel,
): number {
  const cents = centsOf(request, model);
  const inputs = request.images.length *
    (model.costs.input_image ?? model.costs.media_input ?? 0);
  return Math.round(request.count * (cents + inputs) * CENT);
}

function centsOf(request: ImageRequest, model: PuterModel): number {
  const { costs } = model;
  const { ratio, quality } = imageLook(request, model);
  const { w, h } = ratio ?? { w: SIDE, h: SIDE };
  const listed = costs[`${quality}:${w}x${h}`] ?? costs[`output:${quality}`] ??
    costs[quality ?? ""] ?? costs["per-image"];
  if (listed !== undefined) return listed;
  const perMillion = costs["1MP"];
  if (perMillion !== undefined) return perMillion * w * h / 1_000_000;
  return Math.max(
    0,
    ...Object.entries(costs).filter(([key]) =>
      BY_SIZE.test(key) || key.startsWith("output:")
    ).map(([, price]) => price),
  );
}
