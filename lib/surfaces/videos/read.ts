import type { z } from "zod";
import { badField, validate } from "../validate.ts";
import { videoCreateSchema } from "./schema.ts";

/** What a client wants filmed. */
export interface VideoRequest {
  /** As the client wrote it; undefined where it leaves the choice. */
  model?: string;
  prompt: string;
  seconds?: number;
  size?: string;
  /** The picture to begin with: a data URL or an https URL. */
  inputUrl?: string;
  /** Further arguments, under the names Puter gives them. */
  extras: Record<string, unknown>;
  /** True when it may be called although Puter loses what it makes. */
  acceptsLoss: boolean;
}

/**
 * Reads the fields of a request, from JSON or from the texts of a form.
 *
 * @throws {ApiError} 400 naming what is wrong
 */
export function readVideoRequest(value: unknown): VideoRequest {
  const fields = validate(videoCreateSchema, value);
  const { prompt, model, seconds, size } = fields;
  const request: VideoRequest = {
    prompt,
    extras: extrasOf(fields),
    acceptsLoss: isTrue(fields.accept_lost_result),
  };
  const inputUrl = inputUrlOf(fields.input_reference ?? undefined);
  if (isGiven(model)) request.model = model;
  if (isGiven(seconds)) request.seconds = Number(seconds);
  if (isGiven(size)) request.size = size.toLowerCase();
  if (inputUrl !== undefined) request.inputUrl = inputUrl;
  return request;
}

type Fields = z.output<typeof videoCreateSchema>;

function extrasOf(fields: Fields): Record<string, unknown> {
  const { negative_prompt, seed, generate_audio } = fields;
  const extras: Record<string, unknown> = {};
  if (isGiven(negative_prompt)) extras.negative_prompt = negative_prompt;
  if (isGiven(seed)) extras.seed = Number(seed);
  if (isGiven(generate_audio)) extras.generate_audio = isTrue(generate_audio);
  return extras;
}

function inputUrlOf(
  input: NonNullable<Fields["input_reference"]> | undefined,
): string | undefined {
  if (input === undefined) return undefined;
  if (typeof input === "string") return checked(input, "input_reference");
  const { image_url, file_id } = input;
  if (isGiven(image_url)) {
    const url = typeof image_url === "string" ? image_url : image_url.url;
    return checked(url, "input_reference.image_url");
  }
  throw badField(
    "input_reference.file_id",
    isGiven(file_id)
      ? "Uploaded files are not kept here: send the picture as image_url"
      : "Expected a picture as image_url",
    { code: "unsupported_value" },
  );
}

function checked(url: string, param: string): string {
  if (/^(https:\/\/|data:image\/)/i.test(url)) return url;
  throw badField(param, "Expected a data URL of a picture or an https URL", {
    code: "invalid_value",
  });
}

/** `null` means absent, as OpenAI's API has it. */
function isGiven<Value>(value: Value | null | undefined): value is Value {
  return value !== null && value !== undefined;
}

function isTrue(flag: boolean | "true" | "false" | null | undefined): boolean {
  return flag === true || flag === "true";
}
