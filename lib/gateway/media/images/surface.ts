import { Payloads } from "../../../chat/payloads.ts";
import type { FormFile } from "../../../http/form.ts";
import { estimateImageCost } from "../../../puter/media/image_price.ts";
import {
  type ImageReading,
  type ImageRoute,
  readImages,
} from "../../../surfaces/images/read.ts";
import { imageFormBody } from "../../../surfaces/images/read_form.ts";
import { MAX_INPUTS } from "../../../surfaces/images/schema.ts";
import { imagesBody, type ShownImage } from "../../../surfaces/images/write.ts";
import { ImageStream } from "../../../surfaces/images/write_stream.ts";
import type { EndpointCall } from "../../endpoint.ts";
import { resolveChain } from "../../models/chain.ts";
import type { MediaBody } from "../body.ts";
import type {
  MediaAnswer,
  MediaExchange,
  MediaJob,
  MediaSurface,
} from "../job.ts";
import { defaultImageModel } from "./default_model.ts";
import { makeImages } from "./make.ts";
import { ImageSource } from "./source.ts";

/** Largest file of a form, in bytes: as OpenAI has it. */
const MAX_FILE_BYTES = 50 * 1024 * 1024;

/** OpenAI's `POST /v1/images/generations`. */
export const imageGenerations = imageSurface("generation");

/** OpenAI's `POST /v1/images/edits`. */
export const imageEdits = imageSurface("edit");

function imageSurface(route: ImageRoute): MediaSurface {
  return {
    name: "images",
    async read(body, call) {
      const { value, payloads } = await readBody(body);
      const reading = readImages(value, route);
      const model = reading.model ?? await defaultModel(call);
      return exchangeOf(reading, { model, payloads });
    },
  };
}

function defaultModel({ services, caller }: EndpointCall): Promise<string> {
  return defaultImageModel(services, caller.policy);
}

async function readBody(
  body: MediaBody,
): Promise<{ value: unknown; payloads: Payloads }> {
  if (!body.isForm) return await body.json();
  const form = await body.form({
    maxFileBytes: MAX_FILE_BYTES,
    maxFiles: MAX_INPUTS + 1,
  });
  const payloads = new Payloads();
  const asImage = (file: FormFile) => ({
    type: file.type,
    url: payloads.addFile(file),
  });
  const mask = form.file("mask");
  const value = imageFormBody(form.fields(), {
    image: form.files("image").map(asImage),
    mask: mask && asImage(mask),
  });
  return { value, payloads };
}

function exchangeOf(
  reading: ImageReading,
  { model, payloads }: { model: string; payloads: Payloads },
): MediaExchange {
  const { request, style } = reading;
  return {
    model,
    payloads,
    stream: style.stream,
    resolve: (services, policy) =>
      resolveChain(services, model, policy, "image"),
    estimate: ({ model }) => estimateImageCost(request, model),
    serve: (job) => serve(job, reading),
  };
}

async function serve(
  job: MediaJob,
  { request, style }: ImageReading,
): Promise<MediaAnswer> {
  const created = Math.floor(Date.now() / 1000);
  if (style.stream) {
    const output = new ImageStream(style.route, created);
    const make = async () => {
      const images = await makeImages(job, { request, format: "b64_json" });
      job.capture?.answer(imagesBody(images.map(withoutData), created));
      return images;
    };
    return { type: "events", source: new ImageSource(make, output), output };
  }
  const format = style.format ?? usualFormat(job);
  const images = await makeImages(job, { request, format });
  return {
    type: "whole",
    contentType: "application/json",
    body: JSON.stringify(imagesBody(images, created)),
    usage: null,
    shown: imagesBody(images.map(withoutData), created),
  };
}

/** An image as logs show it. */
function withoutData(image: ShownImage): ShownImage {
  return image.base64 === undefined
    ? image
    : { ...image, base64: `[${image.base64.length} characters]` };
}

/** OpenAI's GPT Image models give data, all others URLs. */
function usualFormat(
  { modelName, chain: [{ model }] }: MediaJob,
): "url" | "b64_json" {
  return /gpt-image/i.test(`${modelName} ${model.id}`) ? "b64_json" : "url";
}
