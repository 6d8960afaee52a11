import type { ImageRequest } from "../../../media/image_request.ts";
import {
  IMAGE_METHOD,
  toImageArguments,
} from "../../../puter/image_arguments.ts";
import { type MadeImage, readImage } from "../../../puter/image_result.ts";
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
    made.map((image) =>
      format === "b64_json" ? showData(job, image) : showUrl(job, image)
    ),
  );
}

function makeImage(job: MediaJob, request: ImageRequest): Promise<MadeImage> {
  return askDriver(job, {
    ...IMAGE_METHOD,
    args: (model) => toImageArguments(request, model),
  }, (answer) => readImage(answer, job.modelName));
}
