import { decodeBase64 } from "@std/encoding/base64";
import type { Payloads } from "../../chat/payloads.ts";
import { ApiError } from "../../http/errors.ts";
import { FetchRefusal } from "../../http/fetch_refusal.ts";
import type { FormFile } from "../../http/form.ts";
import { guardedBytes } from "../../http/guarded_fetch.ts";
import type { Network } from "../../http/client/dial.ts";
import { SNIFF_BYTES, sniffType } from "../../http/sniff.ts";

/** The picture that a film begins with. */
export interface VideoInput {
  mediaType: string;
  bytes: Uint8Array;
}

/** Largest picture that is taken. */
export const MAX_INPUT_BYTES = 10 * 1024 * 1024;

const PARAM = "input_reference";
const TYPES = ["image/png", "image/jpeg", "image/webp"];

/** A file of a form. @throws {ApiError} 400 when it is no picture */
export function inputOfFile({ chunks, size }: FormFile): VideoInput {
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return checked(bytes);
}

/**
 * The picture of a data URL or of an https URL, which is fetched.
 *
 * @throws {ApiError} 400 when it cannot be had or is no picture
 */
export async function inputOfUrl(
  url: string,
  { payloads, network }: { payloads: Payloads; network: Network },
): Promise<VideoInput> {
  if (/^data:/i.test(url)) return inputOfDataUrl(url, payloads);
  try {
    const maxBytes = MAX_INPUT_BYTES;
    const types = [...TYPES, "application/octet-stream"];
    const { bytes } = await guardedBytes(url, { types, maxBytes, network });
    return checked(bytes);
  } catch (thrown) {
    if (!(thrown instanceof FetchRefusal)) throw thrown;
    throw refused(`the picture cannot be fetched. ${thrown.message}`, thrown);
  }
}

function inputOfDataUrl(url: string, payloads: Payloads): VideoInput {
  if (payloads.sizeOf(url) * 3 / 4 > MAX_INPUT_BYTES + 1024) {
    throw refused(`the picture is larger than ${MAX_INPUT_BYTES} bytes`);
  }
  const decoder = new TextDecoder();
  const text = payloads.splice(url)
    .map((piece) => decoder.decode(piece)).join("");
  const comma = text.indexOf(",");
  if (!/;base64$/i.test(text.slice(0, comma))) {
    throw refused("the data URL is not in base64");
  }
  let bytes: Uint8Array;
  try {
    // What was taken out of JSON unparsed may hold escaped slashes.
    bytes = decodeBase64(text.slice(comma + 1).replaceAll("\\/", "/"));
  } catch (cause) {
    throw refused("the data URL is not in base64", cause);
  }
  return checked(bytes);
}

/** The bytes say what they are, whatever anybody declares. */
function checked(bytes: Uint8Array): VideoInput {
  const mediaType = sniffType(bytes.subarray(0, SNIFF_BYTES));
  if (mediaType === undefined || !TYPES.includes(mediaType)) {
    throw refused(`the picture must be one of ${TYPES.join(", ")}`);
  }
  if (bytes.byteLength > MAX_INPUT_BYTES) {
    throw refused(`the picture is larger than ${MAX_INPUT_BYTES} bytes`);
  }
  return { mediaType, bytes };
}

function refused(problem: string, cause?: unknown): ApiError {
  return new ApiError(`Invalid value for '${PARAM}': ${problem}`, {
    status: 400,
    code: "invalid_value",
    param: PARAM,
    cause,
  });
}
