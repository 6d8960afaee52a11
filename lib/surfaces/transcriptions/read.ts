import type { z } from "zod";
import type { MultipartForm } from "../../http/form.ts";
import type { TranscriptionRequest } from "../../media/transcription.ts";
import { audioFile } from "../audio_file.ts";
import { requiredFile } from "../form_fields.ts";
import { badField, validate } from "../validate.ts";
import { transcriptionSchema, translationSchema } from "./schema.ts";

/**
 * Reads the form of `POST /v1/audio/transcriptions`.
 *
 * @throws {ApiError} 400 naming the field at fault
 */
export function readTranscription(form: MultipartForm): TranscriptionRequest {
  const file = audioFile(requiredFile(form, "file"), "file");
  const body = validate(transcriptionSchema, form.fields());
  if (body.include?.includes("logprobs")) {
    throw badField("include", "Puter hands no logprobs on", {
      code: "unsupported_value",
    });
  }
  return {
    task: "transcribe",
    ...commonOf(body),
    file,
    language: body.language || undefined,
    format: body.response_format ?? "json",
    granularities: body.timestamp_granularities ?? [],
    chunking: chunkingOf(body.chunking_strategy),
    speakerNames: body.known_speaker_names ?? [],
    speakerReferences: body.known_speaker_references ?? [],
    stream: body.stream ?? false,
  };
}

/**
 * Reads the form of `POST /v1/audio/translations`.
 *
 * @throws {ApiError} 400 naming the field at fault
 */
export function readTranslation(form: MultipartForm): TranscriptionRequest {
  const file = audioFile(requiredFile(form, "file"), "file");
  const body = validate(translationSchema, form.fields());
  return {
    task: "translate",
    ...commonOf(body),
    file,
    format: body.response_format ?? "json",
    granularities: [],
    speakerNames: [],
    speakerReferences: [],
    stream: false,
  };
}

function commonOf(
  body: Pick<
    z.output<typeof translationSchema>,
    "model" | "prompt" | "temperature"
  >,
) {
  return {
    model: body.model,
    prompt: body.prompt || undefined,
    temperature: body.temperature ?? undefined,
  };
}

/** Numbers of an object come as text. */
function chunkingOf(
  given: string | Record<string, unknown> | null | undefined,
): TranscriptionRequest["chunking"] {
  if (typeof given !== "object" || given === null) return given || undefined;
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [
      name,
      name === "type" || Number.isNaN(Number(value)) ? value : Number(value),
    ]),
  );
}
