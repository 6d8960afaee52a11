import { rangeAnswer } from "../../http/byte_range.ts";
import { FetchRefusal } from "../../http/fetch_refusal.ts";
import {
  guardedFetch,
  type GuardedFetchOptions,
  type GuardedFile,
} from "../../http/guarded_fetch.ts";
import { vendorFile } from "../../puter/simulator/mod.ts";
import type { RequestRecord } from "../../store/requests/record.ts";

/**
 * A file that a vendor keeps and Puter gave the URL of: fetched like any URL
 * of somebody else, or taken from the simulated vendor who made it.
 *
 * @throws {FetchRefusal} when it may not or cannot be had
 */
export function openVendorFile(
  upstream: RequestRecord["upstream"],
  url: string,
  options: GuardedFetchOptions,
): Promise<GuardedFile> | GuardedFile {
  return upstream === "simulator"
    ? simulatedFile(url, options.range ?? null)
    : guardedFetch(url, options);
}

function simulatedFile(url: string, range: string | null): GuardedFile {
  const file = vendorFile(url);
  if (file === undefined) {
    throw new FetchRefusal("status", "The URL answers with HTTP 404", {
      status: 404,
    });
  }
  const { body: whole, contentType: mediaType } = file;
  const { status, start, end, contentRange } = rangeAnswer(
    range,
    whole.byteLength,
  );
  const headers = new Map([["accept-ranges", "bytes"]]);
  if (contentRange !== null) headers.set("content-range", contentRange);
  return {
    status,
    mediaType,
    length: end - start,
    header: (name) => headers.get(name.toLowerCase()) ?? null,
    body: new Blob([whole.subarray(start, end)]).stream(),
  };
}
