import { clipCost } from "../../puter/media/video_clip.ts";
import type { EndpointCall } from "../endpoint.ts";
import type { MediaSurface } from "../media/job.ts";
import { respondMedia } from "../media/respond.ts";
import { makeFilm } from "./film.ts";
import { filmUrl } from "./film_url.ts";
import { unableAccounts } from "./means.ts";
import { filmExchange, inputOf, readFilmWish } from "./request.ts";

const GENERATIONS: MediaSurface = {
  name: "videos",
  async read(body, call) {
    const wish = await readFilmWish(body);
    const { prompt, extras } = wish.request;
    return await filmExchange(call, {
      wish,
      async serve(job, clip) {
        const [target] = job.chain;
        const exclude = unableAccounts(target, clipCost(target.model, clip));
        const input = await inputOf(wish, call.services);
        const film = await makeFilm({
          order: {
            prompt,
            extras,
            clip,
            ...(input === undefined ? {} : { input }),
          },
          target,
          modelName: job.modelName,
          exclude,
          budgetMs: job.budgetMs,
          scope: job.scope,
          tracker: job.tracker,
        });
        const url = await filmUrl(job, film);
        const created = Math.floor(Date.now() / 1000);
        const answer = { created, data: [{ url }] };
        return {
          type: "whole",
          contentType: "application/json",
          body: JSON.stringify(answer),
          usage: null,
        };
      },
    });
  },
};

/**
 * Answers `POST /v1/videos/generations`, which waits for the film: for clients
 * of this gateway's predecessor. They get the vendor's own link, as ever,
 * unless it holds a key of the vendor.
 */
export function respondGenerations(call: EndpointCall): Promise<Response> {
  return respondMedia(call, GENERATIONS);
}
