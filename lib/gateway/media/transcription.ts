import { Payloads } from "../../chat/payloads.ts";
import type { MultipartForm } from "../../http/form.ts";
import type {
  Transcript,
  TranscriptionRequest,
} from "../../media/transcription.ts";
import {
  readTranscript,
  transcriptionArguments,
  transcriptionMethod,
} from "../../puter/media/transcription_call.ts";
import {
  readTranscription,
  readTranslation,
} from "../../surfaces/transcriptions/read.ts";
import {
  transcriptUsage,
  writeTranscript,
} from "../../surfaces/transcriptions/write.ts";
import { resolveChain } from "../models/chain.ts";
import { askDriver } from "./call_driver.ts";
import type { MediaAnswer, MediaJob, MediaSurface } from "./job.ts";
import { TranscriptSource } from "./transcript_source.ts";

/** What Puter hands to OpenAI at most: `drivers/ai-speech2txt`. */
const MAX_FILE_BYTES = 25 * 1024 * 1024;

/** OpenAI's transcriptions: speech in, its text out. */
export const transcriptions = surfaceOf(readTranscription);

/** OpenAI's translations: speech in, its text in English out. */
export const translations = surfaceOf(readTranslation);

function surfaceOf(
  readForm: (form: MultipartForm) => TranscriptionRequest,
): MediaSurface {
  return {
    name: "transcriptions",
    async read(body) {
      const form = await body.form({
        maxFileBytes: MAX_FILE_BYTES,
        maxFiles: 1,
      });
      const request = readForm(form);
      const payloads = new Payloads();
      const file = payloads.addFile(request.file);
      // From here on the recording is there once, as base64.
      request.file = { ...request.file, chunks: [] };
      return {
        model: request.model,
        stream: request.stream,
        payloads,
        resolve: (services, policy) =>
          resolveChain(services, request.model, policy, "transcription"),
        // Puter counts seconds, which nobody knows before.
        estimate: () => 0,
        serve: (job) => serve(job, request, file),
      };
    },
  };
}

async function serve(
  job: MediaJob,
  request: TranscriptionRequest,
  file: string,
): Promise<MediaAnswer> {
  const [{ model }] = job.chain;
  // OpenAI's Whisper takes no notice of `stream`.
  const isStreamed = request.stream && model.id !== "whisper-1";
  if (isStreamed) {
    const source = new TranscriptSource(
      () => listen(job, request, file),
      request.format,
    );
    return { type: "events", source, output: source.output };
  }
  job.tracker.stream = false;
  const heard = await listen(job, request, file);
  return {
    type: "whole",
    ...writeTranscript(heard, request.format),
    usage: transcriptUsage(heard),
    shown: heard,
  };
}

function listen(
  job: MediaJob,
  request: TranscriptionRequest,
  file: string,
): Promise<Transcript> {
  return askDriver(
    job,
    {
      ...transcriptionMethod(request.task),
      args: ({ id }) => transcriptionArguments(id, request, file),
    },
    (answer) => readTranscript(answer, request),
  );
}
