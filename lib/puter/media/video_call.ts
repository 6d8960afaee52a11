import { decodeBase64, encodeBase64 } from "@std/encoding/base64";
import { ApiError } from "../../http/errors.ts";
import type {
  DriverAnswer,
  DriverMedia,
  DriverMethod,
} from "../driver_call.ts";
import type { PuterModel } from "../models/models.ts";
import { isRecord, textOf } from "../record.ts";
import type { VideoClip } from "./video_clip.ts";

/** Puter's interface and method for films. */
export const VIDEO_METHOD: DriverMethod = {
  interface: "puter-video-generation",
  method: "generate",
};

/** Largest film that is taken over where the vendor does not keep it. */
export const MAX_FILM_BYTES = 50 * 1024 * 1024;

/**
 * Providers whose films Puter is known to lose: it makes the vendor's stream
 * into JSON, and charges all the same.
 */
const LOSING_PROVIDERS: ReadonlySet<string> = new Set([
  "openai-video-generation",
]);

/** True for a model whose films Puter is known to lose. */
export function losesFilms({ provider }: PuterModel): boolean {
  return LOSING_PROVIDERS.has(provider);
}

/** What a film is made of. */
export interface FilmOrder {
  prompt: string;
  clip: VideoClip;
  /** Further arguments under Puter's own names. */
  extras: Record<string, unknown>;
  /** The picture to begin with. */
  input?: { mediaType: string; bytes: Uint8Array };
}

/** The arguments of a call. */
export function filmArguments(
  { prompt, clip, extras, input }: FilmOrder,
  model: PuterModel,
): Record<string, unknown> {
  const args: Record<string, unknown> = {
    ...extras,
    prompt,
    model: model.id,
    seconds: clip.seconds,
    size: clip.size,
  };
  if (input !== undefined) {
    const { mediaType, bytes } = input;
    args.input_reference = `data:${mediaType};base64,${encodeBase64(bytes)}`;
  }
  return args;
}

/** A film that was made: where the vendor keeps it, or itself. */
export type Film =
  | { type: "url"; url: string }
  | { type: "bytes"; mediaType: string; bytes: Uint8Array };

/**
 * Reads what Puter says of a film.
 *
 * @throws {ApiError} 502 `video_lost` when there is none in it: Puter has made
 * and charged it, and dropped it on the way
 */
export async function readFilm(answer: DriverAnswer): Promise<Film> {
  if (answer.type === "media") return await filmOfBytes(answer);
  const { value } = answer;
  const url = textOf(value) ??
    (isRecord(value)
      ? textOf(value.url) ?? textOf(value.video_url)
      : undefined);
  if (url === undefined) throw lost("Puter answered without the video");
  if (/^https?:\/\//i.test(url)) return { type: "url", url };
  const film = filmOfDataUrl(url);
  if (film === null) throw lost("Puter answered with something else");
  return film;
}

async function filmOfBytes(media: DriverMedia): Promise<Film> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const chunk = await media.read();
    if (chunk === null) break;
    length += chunk.byteLength;
    if (length > MAX_FILM_BYTES) throw tooLarge();
    chunks.push(chunk.slice());
  }
  const bytes = new Uint8Array(await new Blob(chunks as BlobPart[]).bytes());
  return { type: "bytes", mediaType: media.contentType, bytes };
}

function filmOfDataUrl(url: string): Film | null {
  const [head, mediaType = ""] =
    /^data:(video\/[\w.+-]+|application\/octet-stream)[^,]*;base64,/i.exec(
      url,
    ) ??
      [];
  if (head === undefined) return null;
  if ((url.length - head.length) * 3 / 4 > MAX_FILM_BYTES) throw tooLarge();
  try {
    const bytes = decodeBase64(url.slice(head.length));
    return { type: "bytes", mediaType: mediaType.toLowerCase(), bytes };
  } catch {
    return null;
  }
}

function lost(what: string): ApiError {
  return new ApiError(
    `${what}: it is lost, and was charged all the same`,
    { status: 502, code: "video_lost", blame: "upstream", shouldRetry: false },
  );
}

function tooLarge(): ApiError {
  return new ApiError(
    `The video is larger than ${MAX_FILM_BYTES} bytes, which is more than is ` +
      "kept here",
    { status: 502, code: "video_too_large", blame: "upstream" },
  );
}
