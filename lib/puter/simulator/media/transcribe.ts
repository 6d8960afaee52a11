import { textOf } from "../../record.ts";
import {
  badArgument,
  directedRefusal,
  type MediaArgs,
  type MediaReply,
  mediaResult,
} from "./reply.ts";

const SERVICE = "ai-speech2txt";

const HEARD = "hello world";

/** A model that writes speech down. */
interface SpeechModel {
  id: string;
  name: string;
  type: "transcription" | "translation";
  response_formats: string[];
  supports_prompt: boolean;
  supports_logprobs: boolean;
  supports_diarization?: true;
  supports_timestamp_granularities?: true;
  provider: "openai" | "xai";
}

const MODELS: SpeechModel[] = [
  openAi("gpt-4o-mini-transcribe", {
    formats: ["json", "text"],
    logprobs: true,
  }),
  openAi("gpt-4o-transcribe", {
    formats: ["json", "text"],
    logprobs: true,
  }),
  {
    ...openAi("gpt-4o-transcribe-diarize", {
      formats: ["json", "text", "diarized_json"],
      logprobs: false,
      prompt: false,
    }),
    supports_diarization: true,
    provider: "openai",
  },
  {
    ...openAi("whisper-1", {
      formats: ["json", "text", "srt", "verbose_json", "vtt"],
      logprobs: false,
    }),
    type: "translation",
    supports_timestamp_granularities: true,
  },
  {
    id: "xai-stt",
    name: "xAI Speech to Text",
    type: "transcription",
    response_formats: ["json"],
    supports_prompt: false,
    supports_logprobs: false,
    supports_diarization: true,
    provider: "xai",
  },
];

function openAi(
  id: string,
  { formats, logprobs, prompt = true }: {
    formats: string[];
    logprobs: boolean;
    prompt?: boolean;
  },
): SpeechModel {
  return {
    id,
    name: id,
    type: "transcription",
    response_formats: formats,
    supports_prompt: prompt,
    supports_logprobs: logprobs,
    provider: "openai",
  };
}

/** Answers the methods of `puter-speech2txt`. */
export function answerTranscription(
  method: string,
  args: MediaArgs,
): MediaReply {
  if (method === "list") return mediaResult(SERVICE, ["openai", "xai"]);
  if (method === "list_models") return mediaResult(SERVICE, listed(args));
  const model = modelOf(method, args);
  if (args.test_mode) {
    return mediaResult(SERVICE, {
      text: HEARD,
      model: model?.id ?? args.model,
    });
  }
  if (args.stream) {
    return badArgument("Streaming transcription is not yet supported");
  }
  if (!args.file) return badArgument("`file` is required");
  if (model === undefined) {
    return badArgument(`Unsupported model: ${args.model}`);
  }
  return faultOf(model, args) ??
    directedRefusal(textOf(args.prompt) ?? "") ??
    mediaResult(SERVICE, written(args));
}

function listed({ provider }: MediaArgs): Record<string, unknown>[] {
  const wanted = provider ?? "openai";
  return MODELS.filter((model) => wanted === "all" || model.provider === wanted)
    .map(entryOf);
}

/** The provider comes last in Puter's list. */
function entryOf({ provider, ...model }: SpeechModel): Record<string, unknown> {
  return { ...model, provider };
}

function modelOf(method: string, args: MediaArgs): SpeechModel | undefined {
  if (args.provider === "xai") return MODELS.at(-1);
  const id = textOf(args.model) ??
    (method === "translate" ? "whisper-1" : "gpt-4o-mini-transcribe");
  return MODELS.find((model) => model.id === id);
}

function faultOf(model: SpeechModel, args: MediaArgs): MediaReply | undefined {
  const format = textOf(args.response_format);
  if (format !== undefined && !model.response_formats.includes(format)) {
    const formats = model.response_formats.join(", ");
    return badArgument(`response_format must be one of: ${formats}`);
  }
  if (args.prompt && !model.supports_prompt) {
    return badArgument(`prompt is not supported for model ${model.id}`);
  }
  if (args.logprobs && !model.supports_logprobs) {
    return badArgument(`logprobs is not supported for model ${model.id}`);
  }
}

/** What was heard, in the format that was asked for. */
function written(args: MediaArgs): unknown {
  switch (args.response_format) {
    case "text":
      return HEARD;
    case "srt":
      return `1\n00:00:00,000 --> 00:00:01,000\n${HEARD}\n`;
    case "vtt":
      return `WEBVTT\n\n00:00:00.000 --> 00:00:01.000\n${HEARD}\n`;
    case "verbose_json":
      return verbose(args);
    case "diarized_json":
      return {
        text: HEARD,
        task: "transcribe",
        duration: 1,
        segments: [{
          type: "transcript.text.segment",
          id: "seg_0",
          speaker: "A",
          start: 0,
          end: 1,
          text: HEARD,
        }],
      };
    default:
      return {
        text: HEARD,
        usage: {
          type: "tokens",
          total_tokens: 5,
          input_tokens: 3,
          output_tokens: 2,
        },
      };
  }
}

/** Whisper's own JSON, as OpenAI documents it. */
function verbose({ timestamp_granularities: wanted }: MediaArgs): unknown {
  const kinds = Array.isArray(wanted) ? wanted : ["segment"];
  return {
    task: "transcribe",
    language: "english",
    duration: 1,
    text: HEARD,
    ...(kinds.includes("word") ? { words: wordsHeard() } : {}),
    ...(kinds.includes("segment") ? { segments: [segmentHeard()] } : {}),
    usage: { type: "duration", seconds: 1 },
  };
}

function wordsHeard() {
  return HEARD.split(" ").map((word, index) => ({
    word,
    start: index * 0.5,
    end: (index + 1) * 0.5,
  }));
}

function segmentHeard() {
  return {
    id: 0,
    seek: 0,
    start: 0,
    end: 1,
    text: HEARD,
    tokens: [],
    temperature: 0,
    avg_logprob: -0.2,
    compression_ratio: 1,
    no_speech_prob: 0.01,
  };
}
