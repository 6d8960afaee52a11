import { Payloads } from "../../chat/payloads.ts";
import type { FormFile } from "../../http/form.ts";
import {
  chooseClip,
  clipCost,
  type VideoClip,
} from "../../puter/media/video_clip.ts";
import { losesFilms } from "../../puter/media/video_call.ts";
import {
  readVideoRequest,
  type VideoRequest,
} from "../../surfaces/videos/read.ts";
import type { EndpointCall } from "../endpoint.ts";
import type { MediaBody } from "../media/body.ts";
import type { MediaAnswer, MediaExchange, MediaJob } from "../media/job.ts";
import { resolveChain } from "../models/chain.ts";
import { SIMULATOR_PREFIX, unknownModel } from "../models/models.ts";
import type { Services } from "../services.ts";
import {
  inputOfFile,
  inputOfUrl,
  MAX_INPUT_BYTES,
  type VideoInput,
} from "./input.ts";
import { checkLoss } from "./means.ts";

/** What is to be filmed, with its picture still as it came. */
export interface FilmWish {
  request: VideoRequest;
  payloads: Payloads;
  file?: FormFile | undefined;
}

/** Reads the body of a request for a film: JSON, or a form. */
export async function readFilmWish(body: MediaBody): Promise<FilmWish> {
  if (!body.isForm) {
    const { value, payloads } = await body.json();
    return { request: readVideoRequest(value), payloads };
  }
  const form = await body.form({ maxFileBytes: MAX_INPUT_BYTES, maxFiles: 1 });
  return {
    request: readVideoRequest(form.fields()),
    payloads: new Payloads(),
    file: form.file("input_reference"),
  };
}

/** The picture a film begins with; undefined when it begins with none. */
export async function inputOf(
  { request, payloads, file }: FilmWish,
  { network }: Services,
): Promise<VideoInput | undefined> {
  if (file !== undefined) return inputOfFile(file);
  const { inputUrl } = request;
  if (inputUrl === undefined) return undefined;
  return await inputOfUrl(inputUrl, { payloads, network });
}

/** What a media request is made of that asks for a film. */
export interface FilmExchange {
  wish: FilmWish;
  serve(job: MediaJob, clip: VideoClip): Promise<MediaAnswer>;
}

/**
 * A request for a film on its way. What its model cannot do is said before its
 * key is asked for anything.
 */
export async function filmExchange(
  { services, caller }: EndpointCall,
  { wish, serve }: FilmExchange,
): Promise<MediaExchange> {
  const { request, payloads } = wish;
  const model = request.model ?? await defaultModel(services);
  let clip: VideoClip | undefined;
  return {
    model,
    stream: false,
    payloads,
    async resolve() {
      const { policy } = caller;
      // What one model may have made, another one must not make again.
      const [target] = await resolveChain(services, model, policy, "video");
      checkLoss(target, request.acceptsLoss);
      clip = chooseClip(target.model, request);
      return [target];
    },
    estimate: ({ model }) =>
      clip === undefined ? 0 : clipCost(model, clip) ?? 0,
    serve(job) {
      const [{ model }] = job.chain;
      return serve(job, clip ?? chooseClip(model, request));
    },
  };
}

/** The first listed model whose films arrive. */
async function defaultModel(services: Services): Promise<string> {
  await services.ready();
  const isPuter = services.puter.pool.size > 0;
  const upstream = isPuter ? services.puter : services.simulator();
  const index = await upstream?.catalogue.video();
  const first = index?.listed.find(({ model }) =>
    !losesFilms(model) && !model.subscriberOnly
  );
  if (first === undefined) throw unknownModel("default");
  return isPuter ? first.publicId : SIMULATOR_PREFIX + first.publicId;
}
