import { Payloads } from "../../chat/payloads.ts";
import type { SpeechRequest } from "../../media/speech.ts";
import {
  SPEECH_METHOD,
  speechArguments,
  speechCost,
  speechPlan,
} from "../../puter/speech_call.ts";
import { readSpeech } from "../../surfaces/speech/read.ts";
import type { OpenCall } from "../attempts.ts";
import { resolveChain } from "../model_chain.ts";
import { callDriver } from "./call_driver.ts";
import type { MediaAnswer, MediaJob, MediaSurface } from "./job.ts";
import { type Sound, soundOf } from "./sound.ts";
import { SpeechSource } from "./speech_source.ts";

/** OpenAI's speech: text in, sound out, as bytes or as events. */
export const speech: MediaSurface = {
  name: "speech",

  async read(body) {
    const { value } = await body.json();
    const request = readSpeech(value);
    return {
      model: request.model,
      stream: request.stream,
      payloads: new Payloads(),
      resolve: (services, policy) =>
        resolveChain(services, request.model, policy, "speech"),
      estimate: ({ model }) => speechCost(model.id, request.input),
      serve: (job) => serve(job, request),
    };
  },
};

async function serve(
  job: MediaJob,
  request: SpeechRequest,
): Promise<MediaAnswer> {
  if (request.stream) {
    const source = new SpeechSource(() => speak(job, request));
    return { type: "events", source, output: source.output };
  }
  const media = await speak(job, request);
  return { type: "bytes", contentType: media.result.label, media };
}

function speak(
  job: MediaJob,
  request: SpeechRequest,
): Promise<OpenCall<Sound>> {
  return callDriver(
    job,
    { ...SPEECH_METHOD, args: ({ id }) => speechArguments(id, request) },
    (answer, { id: model }) =>
      soundOf(answer, { format: speechPlan(model, request).format, model }),
  );
}
