import { deletedVideo, videoPage } from "../../surfaces/videos/write.ts";
import { videoListSchema } from "../../surfaces/videos/schema.ts";
import { badField, validate } from "../../surfaces/validate.ts";
import { checkSurface } from "../../auth/policy.ts";
import { getVideoAsk, listVideos } from "../../store/video_jobs.ts";
import type { EndpointCall } from "../endpoint.ts";
import { factsOfAll, pollHeaders, unknownVideo, videoJson } from "./view.ts";

const VIDEO_ID = /^video_[0-9A-Z]{26}$/;

const JSON_TYPE = { "content-type": "application/json" };

/** Answers `GET /v1/videos/{id}`. */
export async function showVideo(call: EndpointCall): Promise<Response> {
  const { services: { store, videos }, caller } = call;
  const id = idOf(call);
  const record = await videos.get(id, caller.keyId);
  if (record === null) throw unknownVideo(id);
  const ask = await getVideoAsk(store, id);
  const headers = new Headers([
    ...Object.entries(JSON_TYPE),
    ["cache-control", "no-store"],
    ...pollHeaders(record, Date.now()),
  ]);
  return new Response(videoJson(record, ask?.prompt ?? ""), { headers });
}

/** Answers `GET /v1/videos`: the jobs of the key alone. */
export async function listOwnVideos(call: EndpointCall): Promise<Response> {
  const { services: { store }, caller, url } = call;
  checkScope(call);
  const query = Object.fromEntries(url.searchParams);
  const { limit, order, after } = validate(videoListSchema, query);
  if (after !== undefined && !VIDEO_ID.test(after)) {
    throw badField("after", "Expected the id of a video", {
      code: "invalid_value",
    });
  }
  const { records, hasMore } = await listVideos(store, {
    keyId: caller.keyId,
    limit,
    order,
    now: Date.now(),
    ...(after === undefined ? {} : { after }),
  });
  const facts = await factsOfAll(store, records);
  return Response.json(videoPage(facts, hasMore));
}

/**
 * Answers `DELETE /v1/videos/{id}`. A job that runs is waited for no longer;
 * Puter goes on, and charges.
 */
export async function deleteOwnVideo(call: EndpointCall): Promise<Response> {
  const { services: { videos }, caller } = call;
  const id = idOf(call);
  if (!await videos.delete(id, caller.keyId)) throw unknownVideo(id);
  return Response.json(deletedVideo(id));
}

function idOf(call: EndpointCall): string {
  checkScope(call);
  return call.params.id ?? "";
}

/** A key that may not make films sees none either. */
export function checkScope({ caller: { policy } }: EndpointCall): void {
  if (policy !== null) checkSurface(policy, "videos");
}
