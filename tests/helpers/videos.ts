import { assert, assertEquals } from "@std/assert";
import type { z } from "zod";
import type { PuterAnswer, PuterTransport } from "../../lib/puter/transport.ts";
import type { videoSchema } from "../../lib/surfaces/videos/schema.ts";
import type { GatewayRequest, TestGateway } from "./gateway.ts";

/** A video job as clients see it. */
export type Video = z.output<typeof videoSchema>;

/** A model whose films arrive. */
export const VEO = "veo-3.1-lite";

/** One pixel, as a PNG file. */
export const PIXEL = Uint8Array.from(
  atob(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  ),
  (character) => character.charCodeAt(0),
);

/** Creates a job that is accepted. */
export async function createVideoJob(
  gateway: TestGateway,
  fields: Record<string, unknown> = {},
  init: GatewayRequest = {},
): Promise<Video> {
  const body = { model: VEO, prompt: "a cat", ...fields };
  const response = await gateway.post("/v1/videos", body, init);
  const json = await response.json();
  assertEquals(response.status, 200, JSON.stringify(json));
  return json;
}

/** A job as it is now. */
export async function showVideoJob(
  gateway: TestGateway,
  id: string,
  init: GatewayRequest = {},
): Promise<Video> {
  const response = await gateway.fetch(`/v1/videos/${id}`, init);
  assertEquals(response.status, 200);
  return await response.json();
}

/** Asks for a job until it is so; all that was seen, the last one last. */
export async function untilVideo(
  gateway: TestGateway,
  id: string,
  isSo: (video: Video) => boolean = ({ status }) =>
    status === "completed" || status === "failed",
): Promise<Video[]> {
  const seen: Video[] = [];
  const deadline = performance.now() + 3000;
  for (;;) {
    const video = await showVideoJob(gateway, id);
    seen.push(video);
    if (isSo(video)) return seen;
    assert(performance.now() < deadline, JSON.stringify(video));
    await new Promise((resolve) => setTimeout(resolve, 3));
  }
}

/** The end of a job. */
export async function endOfVideo(
  gateway: TestGateway,
  id: string,
): Promise<Video> {
  const seen = await untilVideo(gateway, id);
  return seen.at(-1) as Video;
}

/** Calls for films that Puter got. */
export function filmCalls({ simulator }: TestGateway): number {
  return simulator.calls.filter(({ interface: name, method }) =>
    name === "puter-video-generation" && method === "generate"
  ).length;
}

/** A transport like Puter's own whose films are at another URL. */
export function withFilmUrl(
  transport: PuterTransport,
  url: string,
): PuterTransport {
  return {
    kind: "puter",
    send(call) {
      const exchange = transport.send(call);
      return {
        cancel: () => exchange.cancel(),
        answer: exchange.answer.then((answer) => rewritten(answer, url)),
      };
    },
  };
}

function rewritten(answer: PuterAnswer, url: string): PuterAnswer {
  const decoder = new TextDecoder();
  return {
    ...answer,
    async read() {
      const bytes = await answer.read();
      if (bytes === null) return null;
      const text = decoder.decode(bytes)
        .replace("https://vendor.example/files/clip.mp4", url);
      return new TextEncoder().encode(text);
    },
  };
}
