import { ApiError } from "../../../http/errors.ts";
import { getBlobInfo, putBlob, readBlob } from "../../../store/blobs.ts";
import type { Store } from "../../../store/kv.ts";

/** How long the URL of an image lives: SDKs are promised an hour. */
const KEEP_MS = 60 * 60 * 1000;

/** Largest image that the database takes. */
const MAX_BYTES = 24 * 1024 * 1024;

const PATH = "/v1/images/files/";

/** 128 bits that nobody guesses: who has the URL may see the image. */
const ID = /^img_[0-9a-f]{32}$/;

/**
 * Keeps an image for an hour, as Puter keeps none.
 *
 * @returns the path of its URL, which needs no key
 * @throws {ApiError} 502 when it is too large
 */
export async function keepImage(
  store: Store,
  { bytes, mediaType }: { bytes: Uint8Array; mediaType: string },
): Promise<string> {
  if (bytes.byteLength > MAX_BYTES) {
    throw new ApiError(
      "The image is too large for a URL: ask for it with " +
        '`response_format: "b64_json"`',
      { status: 502, code: "upstream_error", shouldRetry: false },
    );
  }
  const id = `img_${crypto.getRandomValues(new Uint8Array(16)).toHex()}`;
  const expiresAt = Date.now() + KEEP_MS;
  await putBlob(store, id, { bytes, mediaType, expiresAt });
  return PATH + id;
}

/**
 * The answer with an image that is kept. It can only ever be shown: the type is
 * one of an image, and nothing in it may run.
 *
 * @throws {ApiError} 404 when there is none, or no longer
 */
export async function keptImage(store: Store, id: string): Promise<Response> {
  const now = Date.now();
  const info = ID.test(id) ? await getBlobInfo(store, id, now) : null;
  if (info === null) {
    throw new ApiError("There is no such image, or no longer", {
      status: 404,
      code: "file_not_found",
    });
  }
  const { mediaType, size, expiresAt } = info;
  const ending = mediaType.slice(mediaType.indexOf("/") + 1);
  const maxAge = Math.floor((expiresAt - now) / 1000);
  return new Response(readBlob(store, id, { start: 0, end: size }), {
    headers: [
      ["content-type", mediaType],
      ["content-length", String(size)],
      ["content-disposition", `inline; filename="${id}.${ending}"`],
      ["cache-control", `private, max-age=${maxAge}, immutable`],
      ["content-security-policy", "default-src 'none'; sandbox"],
      ["x-content-type-options", "nosniff"],
      ["cross-origin-resource-policy", "cross-origin"],
      ["referrer-policy", "no-referrer"],
    ],
  });
}
