import { rangeAnswer } from "../../http/byte_range.ts";
import { ApiError } from "../../http/errors.ts";
import { FetchRefusal } from "../../http/fetch_refusal.ts";
import type { GuardedFile } from "../../http/guarded_fetch.ts";
import { getBlobInfo, readBlob } from "../../store/blobs.ts";
import type { VideoRecord } from "../../store/video_record.ts";
import type { EndpointCall } from "../endpoint.ts";
import { openVendorFile } from "../media/vendor_file.ts";
import { checkScope } from "./jobs_api.ts";
import { unknownVideo } from "./view.ts";

/** Largest film that is passed on. */
const MAX_BYTES = 2 * 1024 ** 3;

/** How long a film may take to be passed on, to a slow client too, in ms. */
const TIMEOUT_MS = 30 * 60_000;
const IDLE_MS = 60_000;

/** Stores of objects often do not know what they keep. */
const TYPES = [
  "video/*",
  "application/octet-stream",
  "binary/octet-stream",
  "application/mp4",
];

/**
 * Answers `GET /v1/videos/{id}/content`: the bytes of a film, or the range of
 * them that is asked for, from the vendor who keeps it or from here. Clients
 * never see the vendor's link, which opens the film to anybody.
 */
export async function videoContent(call: EndpointCall): Promise<Response> {
  const { services: { videos }, caller, params: { id = "" } } = call;
  checkScope(call);
  const record = await videos.get(id, caller.keyId);
  if (record === null) throw unknownVideo(id);
  checkVariant(call.url.searchParams.get("variant"));
  const { state } = record;
  if (state.status !== "completed") throw notReady(record);
  const file = state.result.type === "url"
    ? await fromVendor(call, record, state.result.url)
    : await fromStore(call, state.result.fileId);
  return answerOf(call.req, file, id);
}

/** 404, not 409: that one clients would send again at once. */
function notReady({ state }: VideoRecord): ApiError {
  const message = state.status === "failed"
    ? `The video failed and has no content: ${state.error.message}`
    : "The video is not ready yet: ask for it again once it is completed";
  return new ApiError(message, {
    status: 404,
    code: state.status === "failed" ? "video_failed" : "video_not_ready",
    param: "video_id",
  });
}

function checkVariant(variant: string | null): void {
  if (variant === null || variant === "video") return;
  throw new ApiError(
    "Puter makes the video alone: there is no thumbnail and no spritesheet",
    { status: 404, code: "variant_not_found", param: "variant" },
  );
}

async function fromVendor(
  { req, services: { network } }: EndpointCall,
  { upstream }: VideoRecord,
  url: string,
): Promise<GuardedFile> {
  const range = req.headers.get("range")?.trim();
  try {
    return await openVendorFile(upstream, url, {
      types: TYPES,
      maxBytes: MAX_BYTES,
      timeoutMs: TIMEOUT_MS,
      idleMs: IDLE_MS,
      network,
      signal: req.signal,
      ...(isSimple(range) ? { range } : {}),
    });
  } catch (thrown) {
    if (!(thrown instanceof FetchRefusal)) throw thrown;
    throw unavailable(thrown);
  }
}

/** Other ranges may be answered with the whole (RFC 9110, 14.2). */
function isSimple(range: string | undefined): boolean {
  return /^bytes=(\d+-\d*|-\d+)$/.test(range ?? "");
}

function unavailable(cause: FetchRefusal): ApiError {
  const { status = 0, problem, message } = cause;
  const isGone = [401, 403, 404, 410].includes(status);
  return new ApiError(
    isGone
      ? "The vendor does not give the video out, or not any more: its link " +
        "may have ended"
      : `The vendor's copy of the video cannot be fetched. ${message}`,
    {
      status: isGone ? 404 : problem === "time" ? 504 : 502,
      code: isGone ? "video_expired" : "upstream_error",
      blame: "model",
      cause,
    },
  );
}

async function fromStore(
  { req, services: { store } }: EndpointCall,
  fileId: string,
): Promise<GuardedFile> {
  const info = await getBlobInfo(store, fileId, Date.now());
  if (info === null) throw unknownVideo(fileId);
  const { size, mediaType } = info;
  const { status, start, end, contentRange } = rangeAnswer(
    req.headers.get("range"),
    size,
  );
  const headers = new Map([["accept-ranges", "bytes"]]);
  if (contentRange !== null) headers.set("content-range", contentRange);
  return {
    status,
    mediaType,
    length: end - start,
    header: (name) => headers.get(name) ?? null,
    body: readBlob(store, fileId, { start, end }),
  };
}

async function answerOf(
  { method }: Request,
  file: GuardedFile,
  id: string,
): Promise<Response> {
  const isKnown = file.mediaType.startsWith("video/");
  const headers = new Headers({
    "content-type": isKnown ? file.mediaType : "video/mp4",
    "content-disposition": `attachment; filename="${id}.mp4"`,
    "cache-control": "private, no-store",
    "x-content-type-options": "nosniff",
  });
  if (file.length !== null) headers.set("content-length", `${file.length}`);
  for (const name of ["accept-ranges", "content-range"]) {
    const value = file.header(name);
    if (value !== null) headers.set(name, value);
  }
  const { status } = file;
  if (method !== "HEAD") {
    return new Response(file.body as BodyInit, { status, headers });
  }
  await file.body.cancel();
  return new Response(null, { status, headers });
}
