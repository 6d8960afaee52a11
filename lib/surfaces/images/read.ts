import type { ImageRequest } from "../../media/image_request.ts";
import { readShape, readTier } from "../../media/image_shape.ts";
import { badField, validate } from "../validate.ts";
import {
  type ImageBody,
  imageEditSchema,
  imageGenerationSchema,
  type ImageInput,
  MAX_INPUTS,
} from "./schema.ts";

/** Which of the two routes of images. */
export type ImageRoute = "generation" | "edit";

/** How the answer must look, beside what the model is asked. */
export interface ImageStyle {
  route: ImageRoute;
  /** Null where the client leaves it to the model. */
  format: "url" | "b64_json" | null;
  stream: boolean;
}

/** A body that was read. */
export interface ImageReading {
  /** As the client wrote it; undefined for the gateway's choice. */
  model: string | undefined;
  request: ImageRequest;
  style: ImageStyle;
}

/**
 * Reads the body of `POST /v1/images/generations` or `/edits`.
 *
 * @throws {ApiError} 400 naming the field at fault
 */
export function readImages(value: unknown, route: ImageRoute): ImageReading {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw badField("", "The request body must be a JSON object", {
      code: "invalid_type",
    });
  }
  const body: ImageBody = route === "edit"
    ? validate(imageEditSchema, value)
    : validate(imageGenerationSchema, value);
  return {
    model: body.model ?? undefined,
    request: requestOf(body, route),
    style: {
      route,
      format: body.response_format ?? null,
      stream: body.stream ?? false,
    },
  };
}

function requestOf(body: ImageBody, route: ImageRoute): ImageRequest {
  const { size, aspect_ratio: ratio, seed, steps } = body;
  const images = inputsOf(body);
  if (route === "edit" && images.length === 0) {
    throw badField("image", "an image to edit is required", {
      code: "missing_required_parameter",
    });
  }
  return {
    prompt: body.prompt,
    count: body.n ?? 1,
    shape: readShape(size ?? "") ?? readShape(ratio ?? ""),
    quality: readTier(size ?? null) ?? wordOf(body.quality),
    images,
    mask: body.mask ? locationOf(body.mask, "mask") : null,
    ...(seed === null || seed === undefined ? {} : { seed }),
    ...(steps === null || steps === undefined ? {} : { steps }),
    ...(body.negative_prompt ? { negativePrompt: body.negative_prompt } : {}),
  };
}

function wordOf(quality: string | null | undefined): string | null {
  return quality?.trim().toLowerCase() || null;
}

function inputsOf({ image, images }: ImageBody): string[] {
  const single = image === null || image === undefined
    ? []
    : Array.isArray(image)
    ? image
    : [image];
  const found = [
    ...single.map((one, index) =>
      locationOf(one, Array.isArray(image) ? `image[${index}]` : "image")
    ),
    ...(images ?? []).map((one, index) => locationOf(one, `images[${index}]`)),
  ];
  if (found.length > MAX_INPUTS) {
    throw badField("image", `at most ${MAX_INPUTS} images are accepted`, {
      code: "array_above_max_length",
    });
  }
  return found;
}

/** Data, or a URL that Puter is given as it is: the gateway fetches none. */
function locationOf(input: ImageInput, param: string): string {
  const text = textOf(input, param).trim();
  if (/^https:\/\/\S+$/i.test(text)) return text;
  if (/^data:image\/[\w.+-]+;base64,\S+$/i.test(text)) return text;
  // Base64 as it is, or the placeholder of a long one.
  if (/^[A-Za-z0-9+/=_-]{16,}$/.test(text) || text.startsWith("\uE000")) {
    return text;
  }
  throw badField(
    param,
    "must be an https URL, a data URL of an image, or base64",
    { code: "invalid_value" },
  );
}

function textOf(input: ImageInput, param: string): string {
  if (typeof input === "string") return input;
  const { file_id: file, image_url: named, url } = input;
  const text = typeof named === "string" ? named : named?.url ?? url;
  if (text) return text;
  const problem = file
    ? "there are no stored files here: give `image_url`"
    : "`image_url` is missing";
  throw badField(param, problem, { code: "invalid_value" });
}
