import { encodeBase64 } from "@std/encoding/base64";
import { ApiError } from "../../http/errors.ts";
import { FetchRefusal } from "../../http/fetch_refusal.ts";
import { readAll } from "../../http/guarded_body.ts";
import { type Film, MAX_FILM_BYTES } from "../../puter/media/video_call.ts";
import type { MediaJob } from "../media/job.ts";
import { openVendorFile } from "../media/vendor_file.ts";

/** Parameters that open more than one film: a vendor's key, not a signature. */
const SECRET = /[?&](?:api_?)?key=|[?&]access_token=|^https?:\/\/[^/]*@/i;

const TYPES = ["video/*", "application/octet-stream", "binary/octet-stream"];

/**
 * A film as a URL: the vendor's own, or a data URL where there is none, or none
 * that may be shown.
 *
 * @throws {ApiError} 502 when a film that has to be fetched cannot be had
 */
export async function filmUrl(job: MediaJob, film: Film): Promise<string> {
  if (film.type === "bytes") return dataUrl(film.mediaType, film.bytes);
  if (!SECRET.test(film.url)) return film.url;
  const { network } = job.call.services;
  const { kind } = job.chain[0].upstream.transport;
  try {
    const { body, mediaType } = await openVendorFile(kind, film.url, {
      types: TYPES,
      maxBytes: MAX_FILM_BYTES,
      network,
      signal: job.call.req.signal,
    });
    const isKnown = mediaType.startsWith("video/");
    return dataUrl(isKnown ? mediaType : "video/mp4", await readAll(body));
  } catch (cause) {
    if (!(cause instanceof FetchRefusal)) throw cause;
    throw new ApiError(
      `The vendor's copy of the video cannot be fetched. ${cause.message}`,
      { status: 502, code: "upstream_error", blame: "model", cause },
    );
  }
}

function dataUrl(mediaType: string, bytes: Uint8Array): string {
  return `data:${mediaType};base64,${encodeBase64(bytes)}`;
}
