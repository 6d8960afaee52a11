import { ApiError } from "../../http/errors.ts";
import { getBlobInfo, putBlob, readBlob } from "../../store/blobs.ts";
import { getVideoAsk } from "../../store/video_jobs.ts";
import type { VideoRecord } from "../../store/video_record.ts";
import { videoRemixSchema } from "../../surfaces/videos/schema.ts";
import { validate } from "../../surfaces/validate.ts";
import { clipCost, type VideoClip } from "../../puter/media/video_clip.ts";
import type { EndpointCall } from "../endpoint.ts";
import type { MediaAnswer, MediaJob, MediaSurface } from "../media/job.ts";
import { respondMedia } from "../media/respond.ts";
import type { VideoInput } from "./input.ts";
import { unableAccounts } from "./means.ts";
import { checkScope } from "./jobs_api.ts";
import {
  filmExchange,
  type FilmWish,
  inputOf,
  readFilmWish,
} from "./request.ts";
import { videoObject } from "../../surfaces/videos/write.ts";
import { factsOf, pollHeaders, unknownVideo, videoJson } from "./view.ts";

const CREATE: MediaSurface = {
  name: "videos",
  async read(body, call) {
    const wish = await readFilmWish(body);
    return await filmExchange(call, {
      wish,
      serve: async (job, clip) => {
        // Nobody waits for a picture of a film that cannot be paid.
        const plan = planOf(job, clip);
        const input = await inputOf(wish, call.services);
        return await begin(job, { ...plan, wish, clip, input });
      },
    });
  },
};

/** Answers `POST /v1/videos`. */
export function respondCreate(call: EndpointCall): Promise<Response> {
  return respondMedia(call, CREATE);
}

/**
 * Answers `POST /v1/videos/{id}/remix`. Puter cannot change a film: a remix is a
 * new one, of the same model, length, size and first picture, by the new prompt
 * alone.
 */
export async function respondRemix(call: EndpointCall): Promise<Response> {
  const source = await sourceOf(call);
  return await respondMedia(call, {
    name: "videos",
    async read(body) {
      const { value, payloads } = await body.json();
      const { prompt } = validate(videoRemixSchema, value);
      const { extras = {}, inputId } =
        await getVideoAsk(call.services.store, source.id) ?? {};
      const { model, seconds, size, id: remixedFrom } = source;
      const wish: FilmWish = {
        request: { model, prompt, seconds, size, extras, acceptsLoss: true },
        payloads,
      };
      return await filmExchange(call, {
        wish,
        serve: async (job, clip) => {
          const plan = planOf(job, clip);
          const input = await storedInput(call, inputId);
          return await begin(job, { ...plan, wish, clip, input, remixedFrom });
        },
      });
    },
  });
}

async function sourceOf(call: EndpointCall): Promise<VideoRecord> {
  checkScope(call);
  const { params: { id = "" }, caller, services } = call;
  const source = await services.videos.get(id, caller.keyId);
  if (source === null) throw unknownVideo(id);
  if (source.state.status === "completed") return source;
  throw new ApiError("Only a completed video can be remixed", {
    status: 400,
    code: "video_not_completed",
    param: "video_id",
  });
}

/** A first picture that is kept with another job. */
async function storedInput(
  { services: { store } }: EndpointCall,
  id: string | undefined,
): Promise<VideoInput | undefined> {
  if (id === undefined) return undefined;
  const info = await getBlobInfo(store, id, Date.now());
  if (info === null) return undefined;
  const body = readBlob(store, id, { start: 0, end: info.size });
  const bytes = await new Response(body as BodyInit).bytes();
  return { mediaType: info.mediaType, bytes };
}

interface Plan {
  exclude: ReadonlySet<string>;
}

interface Beginning extends Plan {
  wish: FilmWish;
  clip: VideoClip;
  input: VideoInput | undefined;
  remixedFrom?: string;
}

function planOf(job: MediaJob, clip: VideoClip): Plan {
  const [target] = job.chain;
  return { exclude: unableAccounts(target, clipCost(target.model, clip)) };
}

async function begin(
  job: MediaJob,
  { exclude, wish, clip, input, remixedFrom }: Beginning,
): Promise<MediaAnswer> {
  const { call: { services, caller, requestId }, tracker, budgetMs } = job;
  const [target] = job.chain;
  const { prompt, extras } = wish.request;
  const times = services.videos.newId();
  const { id, expiresAt } = times;
  const inputId = input === undefined ? undefined : `${id}_input`;
  if (input !== undefined && inputId !== undefined) {
    await putBlob(services.store, inputId, { ...input, expiresAt });
  }
  // A client that has left while its picture came gets no job.
  job.scope.check();
  tracker.upstream = target.upstream.transport.kind;
  const record = await services.videos.create({
    ...times,
    ...clip,
    keyId: caller.keyId,
    requestId,
    model: job.modelName,
    upstream: target.upstream.transport.kind,
    ...(remixedFrom === undefined ? {} : { remixedFrom }),
  }, {
    ask: { prompt, extras, ...(inputId === undefined ? {} : { inputId }) },
    target,
    exclude,
    budgetMs,
    tracker,
  });
  return {
    type: "whole",
    contentType: "application/json",
    body: videoJson(record, prompt),
    usage: null,
    shown: videoObject(factsOf(record, prompt)),
    headers: pollHeaders(record, record.createdAt),
    isOngoing: true,
  };
}
