import { decodeBase64 } from "@std/encoding/base64";
import { ApiError } from "../../../http/errors.ts";
import { FetchRefusal } from "../../../http/fetch_refusal.ts";
import { publicOrigin } from "../../../http/public_origin.ts";
import { SNIFF_BYTES, sniffType } from "../../../http/sniff.ts";
import {
  type ImageInfo,
  imageInfo,
  INFO_BYTES,
} from "../../../media/image_info.ts";
import type { MadeImage } from "../../../puter/media/image_result.ts";
import type { ShownImage } from "../../../surfaces/images/write.ts";
import type { MediaJob } from "../job.ts";
import { openVendorFile } from "../vendor_file.ts";
import { keepImage } from "./files.ts";

/** Largest image that is fetched from its vendor. */
const MAX_BYTES = 50 * 1024 * 1024;

/** Some vendors name no type; the bytes tell it anyway. */
const TYPES = ["image/*", "application/octet-stream", "binary/octet-stream"];

/**
 * An image as base64, fetched where its vendor keeps it.
 *
 * @throws {ApiError} 502 when it cannot be had
 */
export async function showData(
  job: MediaJob,
  image: MadeImage,
): Promise<ShownImage> {
  const base64 = image.type === "data"
    ? image.base64
    : (await fetched(job, image.url)).toBase64();
  const { info } = headOf(base64);
  return { base64, info };
}

/**
 * An image as a URL: the vendor's own, or one of this gateway, which keeps the
 * data for a while.
 *
 * @throws {ApiError} 502 when Puter gave no image
 */
export async function showUrl(
  { call }: MediaJob,
  image: MadeImage,
): Promise<ShownImage> {
  if (image.type === "url") return { url: image.url, info: null };
  const { services, req } = call;
  const { info, mediaType } = headOf(image.base64);
  const path = await keepImage(services.store, {
    bytes: decodeBase64(image.base64),
    mediaType,
  });
  const origin = publicOrigin(req, services.config.trustProxy);
  return { url: origin + path, info };
}

/** What the first bytes of an image say it is. */
function headOf(
  base64: string,
): { info: ImageInfo | null; mediaType: string } {
  let head: Uint8Array;
  try {
    head = decodeBase64(base64.slice(0, INFO_BYTES / 3 * 4));
  } catch (cause) {
    throw lost("Puter gave an image whose data cannot be read", cause);
  }
  const mediaType = sniffType(head.subarray(0, SNIFF_BYTES));
  const info = imageInfo(head, mediaType);
  if (info === null || mediaType === undefined) {
    throw lost("Puter gave something that is no image");
  }
  return { info, mediaType };
}

async function fetched(
  { call, scope, tracker }: MediaJob,
  url: string,
): Promise<Uint8Array> {
  const abort = new AbortController();
  const member = { cancel: () => abort.abort() };
  scope.add(member);
  try {
    const file = await openVendorFile(tracker.upstream, url, {
      types: TYPES,
      maxBytes: MAX_BYTES,
      network: call.services.network,
      signal: abort.signal,
    });
    return await new Response(file.body as BodyInit).bytes();
  } catch (thrown) {
    scope.check();
    if (!(thrown instanceof FetchRefusal)) throw thrown;
    throw lost(
      "The image was made but cannot be fetched from its vendor: " +
        thrown.message,
      thrown,
    );
  } finally {
    scope.remove(member);
  }
}

/** It was paid for, so a client must not ask again by itself. */
function lost(message: string, cause?: unknown): ApiError {
  return new ApiError(message, {
    status: 502,
    code: "upstream_error",
    blame: "model",
    shouldRetry: false,
    cause,
  });
}
