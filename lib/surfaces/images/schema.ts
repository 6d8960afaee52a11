import { z } from "zod";

/** Most images of one request; each is a call of its own. */
export const MAX_IMAGES = 10;

/** Most images to work from. */
export const MAX_INPUTS = 16;

const named = z.looseObject({
  image_url: z.union([z.string(), z.looseObject({ url: z.string() })])
    .nullish(),
  url: z.string().nullish(),
  file_id: z.string().nullish(),
});

const input = z.union([z.string().min(1), named]);

const shared = {
  model: z.string().min(1).nullish(),
  prompt: z.string().min(1).max(32_000),
  n: z.int().min(1).max(MAX_IMAGES).nullish(),
  size: z.string().max(64).nullish(),
  quality: z.string().max(64).nullish(),
  response_format: z.enum(["url", "b64_json"]).nullish(),
  stream: z.boolean().nullish(),
  partial_images: z.int().min(0).max(3).nullish(),
  aspect_ratio: z.string().max(64).nullish(),
  seed: z.number().nullish(),
  steps: z.number().nullish(),
  negative_prompt: z.string().nullish(),
  image: z.union([input, z.array(input).max(MAX_INPUTS)]).nullish(),
};

/**
 * The body of `POST /v1/images/generations`, as far as it is read. Unknown
 * fields are tolerated; `null` means absent, as OpenAI's API has it.
 */
export const imageGenerationSchema = z.object(shared);

/** The body of `POST /v1/images/edits`, JSON or the fields of a form. */
export const imageEditSchema = z.object({
  ...shared,
  images: z.array(input).max(MAX_INPUTS).nullish(),
  mask: input.nullish(),
});

/** A body of either. */
export type ImageBody = z.output<typeof imageEditSchema>;

/** An image to work from, as a body names it. */
export type ImageInput = z.output<typeof input>;
