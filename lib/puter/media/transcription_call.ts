import { ApiError } from "../../http/errors.ts";
import type {
  Transcript,
  TranscriptFormat,
  TranscriptionRequest,
} from "../../media/transcription.ts";
import type { DriverAnswer, DriverMethod } from "../driver_call.ts";
import { PuterError, unreadableAnswer } from "../errors/classify.ts";
import { isRecord } from "../record.ts";
import {
  TRANSCRIPTION_MODELS,
  type TranscriptionModel,
  transcriptionModel,
} from "./transcription_models.ts";

/** Puter's driver that writes speech down. */
export function transcriptionMethod(
  task: TranscriptionRequest["task"],
): DriverMethod {
  return { interface: "puter-speech2txt", method: task };
}

/** What other forms are made of, where a model does not make them itself. */
const SOURCES: Partial<Record<TranscriptFormat, TranscriptFormat>> = {
  text: "json",
  srt: "diarized_json",
  vtt: "diarized_json",
};

/**
 * The form to ask a model for: the one that is wanted, or one that it can be
 * made of without making anything up.
 *
 * @throws {ApiError} 400 naming the models that can
 */
export function askedFormat(
  model: TranscriptionModel,
  { format, task }: TranscriptionRequest,
): TranscriptFormat {
  if (model.formats.includes(format)) return format;
  const source = SOURCES[format];
  if (source !== undefined && model.formats.includes(source)) return source;
  const able = TRANSCRIPTION_MODELS.filter(({ formats, translates }) =>
    formats.includes(format) && (task === "transcribe" || translates)
  );
  throw refused("response_format", {
    model,
    message: `makes ${model.formats.join(", ")}, not ${format}. ` +
      (able.length === 0
        ? "No model makes it for this request"
        : `These do: ${able.map(({ id }) => id).join(", ")}`),
  });
}

/**
 * The arguments of `puter-speech2txt.transcribe` or `translate`; `file` is a
 * data URL.
 *
 * @throws {ApiError} 400 for what the model cannot do
 */
export function transcriptionArguments(
  id: string,
  request: TranscriptionRequest,
  file: string,
): Record<string, unknown> {
  const model = transcriptionModel(id);
  if (model === undefined) {
    throw new ApiError(`The model \`${id}\` does not write speech down`, {
      status: 404,
      code: "model_not_found",
    });
  }
  checkRequest(model, request);
  const { language, prompt, temperature, task } = request;
  return {
    file,
    provider: model.provider,
    model: model.id,
    response_format: askedFormat(model, request),
    ...(language === undefined || task === "translate" ? {} : { language }),
    ...(prompt === undefined ? {} : { prompt }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(model.hasTimestamps && request.granularities.length > 0
      ? { timestamp_granularities: request.granularities }
      : {}),
    ...(model.tellsSpeakers ? speakerArguments(model, request) : {}),
  };
}

function speakerArguments(
  { provider }: TranscriptionModel,
  { chunking, speakerNames, speakerReferences }: TranscriptionRequest,
): Record<string, unknown> {
  if (provider !== "openai") return {};
  return {
    ...(chunking === undefined ? {} : { chunking_strategy: chunking }),
    ...(speakerNames.length === 0 ? {} : { known_speaker_names: speakerNames }),
    ...(speakerReferences.length === 0
      ? {}
      : { known_speaker_references: speakerReferences }),
  };
}

function checkRequest(
  model: TranscriptionModel,
  { task, prompt }: TranscriptionRequest,
): void {
  if (task === "translate" && !model.translates) {
    const able = TRANSCRIPTION_MODELS.filter(({ translates }) => translates);
    throw refused("model", {
      model,
      message: `does not translate. These do: ${
        able.map(({ id }) => id).join(", ")
      }`,
    });
  }
  if (prompt !== undefined && !model.takesPrompt) {
    throw refused("prompt", { model, message: "takes no prompt" });
  }
}

/**
 * What a model heard: text where a text form was asked for, else its JSON.
 *
 * @throws {PuterError} when the answer is neither
 */
export function readTranscript(
  answer: DriverAnswer,
  { model }: TranscriptionRequest,
): Transcript {
  const value = answer.type === "value" ? answer.value : undefined;
  if (typeof value === "string") return value;
  if (isRecord(value) && typeof value.text === "string") {
    return { ...value, text: value.text };
  }
  throw new PuterError(unreadableAnswer({ model }));
}

function refused(
  param: string,
  { model, message }: { model: TranscriptionModel; message: string },
): ApiError {
  return new ApiError(
    `Invalid value for '${param}': the model \`${model.id}\` ${message}`,
    { status: 400, code: "unsupported_value", param },
  );
}
