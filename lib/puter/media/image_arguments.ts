import { ApiError } from "../../http/errors.ts";
import type { ImageRequest } from "../../media/image_request.ts";
import { type ImageVendor, imageVendorOf, type Look } from "./image_vendors.ts";
import type { PuterModel } from "../models/models.ts";

/** Puter's method that makes an image. */
export const IMAGE_METHOD = {
  interface: "puter-image-generation",
  method: "generate",
};

/**
 * The `args` of a call that makes one image, in the terms of the model's
 * provider: sizes and qualities are the nearest it has.
 *
 * @throws {ApiError} 400 for images or a mask that it would not take, or that
 * Puter would drop without a word
 */
export function toImageArguments(
  request: ImageRequest,
  model: PuterModel,
): Record<string, unknown> {
  const vendor = imageVendorOf(model.provider);
  return {
    prompt: request.prompt,
    model: model.id,
    ...imageLook(request, model),
    ...inputArguments(request, model, vendor),
    ...maskArguments(request, vendor),
    ...foreignArguments(request, vendor),
  };
}

/** The size and the quality that a model is asked for, in its own terms. */
export function imageLook(request: ImageRequest, model: PuterModel): Look {
  return imageVendorOf(model.provider).look(request, model);
}

function inputArguments(
  { images }: ImageRequest,
  model: PuterModel,
  vendor: ImageVendor,
): Record<string, unknown> {
  const [first] = images;
  if (first === undefined) return {};
  const most = vendor.maxInputs(model);
  if (images.length > most) {
    throw refused(
      "image",
      most === 0
        ? "this model takes no images to work from"
        : `this model takes at most ${most} image${most === 1 ? "" : "s"}`,
    );
  }
  // Some of Replicate's models know only this name.
  return images.length === 1 && model.provider.startsWith("replicate")
    ? { input_image: first }
    : { input_images: images };
}

function maskArguments(
  { images, mask }: ImageRequest,
  vendor: ImageVendor,
): Record<string, unknown> {
  if (mask === null) return {};
  if (!vendor.mask) {
    throw refused(
      "mask",
      "this model takes no mask: say in the prompt what " +
        "is to be changed",
    );
  }
  if (images.length === 0) {
    throw refused("mask", "a mask needs an image to work from");
  }
  return /^https:/i.test(mask)
    ? { mask_image_url: mask }
    : { mask_image_base64: mask };
}

function foreignArguments(
  { negativePrompt: negative_prompt, seed, steps }: ImageRequest,
  { fields }: ImageVendor,
): Record<string, unknown> {
  return {
    ...(fields.includes("seed") && seed !== undefined ? { seed } : {}),
    ...(fields.includes("steps") && steps !== undefined ? { steps } : {}),
    ...(fields.includes("negativePrompt") && negative_prompt !== undefined
      ? { negative_prompt }
      : {}),
  };
}

function refused(param: string, problem: string): ApiError {
  return new ApiError(`Invalid value for '${param}': ${problem}`, {
    status: 400,
    code: "invalid_value",
    param,
  });
}
