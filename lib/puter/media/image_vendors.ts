import type { ImageRequest } from "../../media/image_request.ts";
import {
  boundedPixels,
  nearestSides,
  type PixelBounds,
  readTier,
  type Sides,
} from "../../media/image_shape.ts";
import type { PuterModel } from "../models/models.ts";

/** What a provider of images makes of a request, as far as it differs. */
export interface ImageVendor {
  /** Most images to work from. */
  maxInputs(model: PuterModel): number;
  /** True when it takes a mask. */
  mask: boolean;
  /** Foreign fields that reach it. */
  fields: readonly ("seed" | "steps" | "negativePrompt")[];
  /** `ratio` and `quality`, each left out where the model is to choose. */
  look(request: ImageRequest, model: PuterModel): Look;
}

/** How an image shall look, in a provider's own terms. */
export interface Look {
  ratio?: Sides;
  quality?: string;
}

/** OpenAI's own limit, for providers that name none. */
const MANY = 16;

/** Ratios that vendors of ratios have in common. */
const RATIOS: readonly Sides[] = [
  { w: 1, h: 1 },
  { w: 4, h: 3 },
  { w: 3, h: 4 },
  { w: 3, h: 2 },
  { w: 2, h: 3 },
  { w: 16, h: 9 },
  { w: 9, h: 16 },
];

/** FLUX models take no longer sides, and only multiples of eight. */
const FLUX: PixelBounds = { max: 1792, min: 256, step: 8 };

/** Puter itself bends these to the vendor's rules: any will do. */
const FREE: PixelBounds = { max: 3840, min: 16, step: 1 };

/** Pixels that ModelArk takes as they are; smaller ones Puter takes as ratios. */
const ARK_PIXELS = { min: 921_600, max: 4_624_220, min2k: 3_686_400 };

/** Sides in pixels that a step of resolution or a word of OpenAI's stands for. */
const SIDES: Readonly<Record<string, number>> = {
  low: 1024,
  standard: 1024,
  medium: 1400,
  high: 2048,
  hd: 2048,
  xhigh: 4096,
  max: 4096,
};

/** OpenAI's words for what other releases of its API call differently. */
const OPENAI_WORDS: Readonly<Record<string, string>> = {
  standard: "medium",
  hd: "high",
  xhigh: "high",
  max: "high",
};

/** The vendor behind a provider id of Puter; unknown ones get all as it is. */
export function imageVendorOf(provider: string): ImageVendor {
  return VENDORS[provider] ?? OTHER;
}

const OTHER: ImageVendor = {
  maxInputs: () => MANY,
  mask: false,
  fields: [],
  look: ({ shape, quality }) => ({
    ...(shape === null ? {} : { ratio: boundedPixels(shape, FREE) }),
    ...(quality === null || quality === "auto" ? {} : { quality }),
  }),
};

const VENDORS: Readonly<Record<string, ImageVendor>> = {
  "openai-image-generation": { ...OTHER, look: openAiLook },
  "gemini-image-generation": {
    ...OTHER,
    // Imagen is told nothing of them.
    maxInputs: (model) => model.inputImages === "none" ? 0 : MANY,
    look: (request, model) => ({
      ...ratioAmong(request, model.ratios ?? RATIOS),
      ...tierOf(request, model),
    }),
  },
  "xai-image-generation": {
    ...OTHER,
    // Puter drops further ones without a word.
    maxInputs: () => 3,
    look: (request, model) => ({
      ...ratioAmong(request, RATIOS),
      ...tierOf(request, model),
    }),
  },
  "byteplus-image-generation": {
    ...OTHER,
    maxInputs: ({ costs }) => "input_image" in costs ? 10 : 14,
    look: arkLook,
  },
  "together-image-generation": {
    maxInputs: () => 1,
    mask: true,
    fields: ["seed", "steps", "negativePrompt"],
    look: (request, model) =>
      tiersOf(model).length > 0
        ? { ...ratioAmong(request, RATIOS), ...tierOf(request, model) }
        : pixelsWithin(request, FLUX),
  },
  "cloudflare-image-generation": {
    ...OTHER,
    maxInputs: () => 1,
    fields: ["seed", "steps", "negativePrompt"],
    look: (request) => pixelsWithin(request, FLUX),
  },
  "replicate-image-generation": {
    ...OTHER,
    maxInputs: ({ inputImages }) =>
      inputImages === "many" ? MANY : inputImages === "one" ? 1 : 0,
    fields: ["seed"],
    look: (request) => ratioAmong(request, RATIOS),
  },
};

/** Sizes as listed; where none are, Puter bends any to OpenAI's rules. */
function openAiLook(request: ImageRequest, model: PuterModel): Look {
  const { quality } = request;
  const word = OPENAI_WORDS[quality ?? ""] ?? quality ?? "auto";
  return {
    ...(model.ratios === undefined
      ? pixelsWithin(request, FREE)
      : ratioAmong(request, model.ratios)),
    ...(model.qualities.includes(word) ? { quality: word } : {}),
  };
}

/**
 * ModelArk takes exact pixels within bounds; Puter answers 400 outside of them,
 * and takes small numbers as a ratio, for which it knows the pixels of a tier.
 */
function arkLook(request: ImageRequest, model: PuterModel): Look {
  const { shape } = request;
  const tier = tierOf(request, model);
  if (shape === null || readTier(request.quality) !== null) {
    return { ...ratioAmong(request, RATIOS), ...tier };
  }
  const pixels = shape.width * shape.height;
  const isOnly2k = tiersOf(model).every((one) => one !== "1k");
  const least = isOnly2k ? ARK_PIXELS.min2k : ARK_PIXELS.min;
  const skew = Math.max(shape.width, shape.height) /
    Math.min(shape.width, shape.height);
  const fits = shape.isExact && pixels >= least && pixels <= ARK_PIXELS.max &&
    skew <= 16;
  return fits
    ? { ratio: { w: shape.width, h: shape.height }, ...tier }
    : { ...ratioAmong(request, RATIOS), ...tier };
}

function ratioAmong(
  { shape }: ImageRequest,
  among: readonly Sides[],
): Pick<Look, "ratio"> {
  const ratio = shape === null ? undefined : nearestSides(shape, among);
  return ratio === undefined ? {} : { ratio };
}

function pixelsWithin(
  { shape }: ImageRequest,
  bounds: PixelBounds,
): Pick<Look, "ratio"> {
  return shape === null ? {} : { ratio: boundedPixels(shape, bounds) };
}

/** Steps of resolution that a model lists, as it spells them. */
function tiersOf({ qualities }: PuterModel): string[] {
  return qualities.filter((quality) => readTier(quality) !== null);
}

/**
 * The step of resolution nearest to what is asked: a step itself, else by the
 * pixels asked for, else by the word for the quality.
 */
function tierOf(
  { quality, shape }: ImageRequest,
  model: PuterModel,
): Pick<Look, "quality"> {
  const side = sideOf(readTier(quality)) ??
    (shape?.isExact ? Math.sqrt(shape.width * shape.height) : undefined) ??
    SIDES[quality ?? ""];
  if (side === undefined) return {};
  let best: string | undefined;
  let least = Infinity;
  for (const tier of tiersOf(model)) {
    const distance = Math.abs(Math.log(side / (sideOf(readTier(tier)) ?? 1)));
    if (distance < least) [best, least] = [tier, distance];
  }
  return best === undefined ? {} : { quality: best };
}

/** Pixels of a side of a step such as `1.5k` or `512`. */
function sideOf(tier: string | null): number | undefined {
  if (tier === null) return undefined;
  return tier.endsWith("k") ? parseFloat(tier) * 1024 : Number(tier);
}
