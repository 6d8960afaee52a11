import type { SpeechRequest } from "../../media/speech.ts";
import { badField, validate } from "../validate.ts";
import { speechSchema } from "./schema.ts";

/**
 * Reads the body of `POST /v1/audio/speech`.
 *
 * @throws {ApiError} 400 naming the field at fault
 */
export function readSpeech(value: unknown): SpeechRequest {
  const body = validate(speechSchema, value);
  const { voice, speed } = body;
  if (body.input.trim() === "") {
    throw badField("input", "There is nothing to say", {
      code: "invalid_value",
    });
  }
  if (speed !== undefined && speed !== null && speed !== 1) {
    throw badField("speed", "Puter speaks at no other speed than 1", {
      code: "unsupported_value",
    });
  }
  return {
    model: body.model,
    input: body.input,
    voice: (typeof voice === "string" ? voice : voice?.id) ?? undefined,
    instructions: body.instructions || undefined,
    format: body.response_format ?? undefined,
    stream: body.stream_format === "sse",
  };
}
