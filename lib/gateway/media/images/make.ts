import type { ImageRequest } from "../../../media/image_request.ts";
import {
  IMAGE_METHOD,
  imageLook,
  toImageArguments,
} from "../../../puter/media/image_arguments.ts";
import {
  type MadeImage,
  readImage,
} from "../../../puter/media/image_result.ts";
import type { ShownImage } from "../../../surfaces/images/write.ts";
import { askDriver } from "../call_driver.ts";
import type { MediaJob } from "../job.ts";
import { makeAll } from "../make_all.ts";
import { showData, showUrl } from "./show.ts";

/** What is to be made, and how it is handed over. */
export interface ImageOrder {
  request: ImageRequest;
  format: "url" | "b64_json";
}

/**
 * All images of a request, made at the same time on as many accounts as it
 * takes.
 *
 * @throws {ApiError} the first failure
 */
export async function makeImages(
  job: MediaJob,
  { request, format }: ImageOrder,
): Promise<ShownImage[]> {
  const made = await makeAll(
    request.count,
    job.scope,
    (scope) => makeImage({ ...job, scope }, request),
  );
  return await Promise.all(
    made.map(async ({ image, quality }) => ({
      ...await (format === "b64_json" ? showData : showUrl)(job, image),
      quality,
    })),
  );
}

/** An image, and the quality that the model which made it was asked for. */
interface Made {
  image: MadeImage;
  quality: string | undefined;
}

function makeImage(job: MediaJob, request: ImageRequest): Promise<Made> {
  return askDriver(job, {
    ...IMAGE_METHOD,
    args: (model) => toImageArguments(request, model),
  }, async (answer, model) => ({
    image: await readImage(answer, job.modelName),
    quality: imageLook(request, model).quality,
  }));
}
