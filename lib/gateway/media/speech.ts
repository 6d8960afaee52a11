import { Payloads } from "../../chat/payloads.ts";
import type { SpeechRequest } from "../../media/speech.ts";
import {
  SPEECH_METHOD,
  speechArguments,
  speechCost,
  speechPlan,
  standInVoice,
} from "../../puter/media/speech_call.ts";
import { readSpeech } from "../../surfaces/speech/read.ts";
import type { OpenCall } from "../attempts.ts";
import { resolveChain } from "../models/chain.ts";
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
  const { label, standIn } = media.result;
  return {
    type: "bytes",
    contentType: label,
    media,
    headers: standIn === undefined ? [] : [["x-puter2api-voice", standIn]],
  };
}

/** Speech that is coming. */
interface Voiced extends Sound {
  /** The voice that speaks where the one asked for is unknown. */
  standIn: string | undefined;
}

function speak(
  job: MediaJob,
  request: SpeechRequest,
): Promise<OpenCall<Voiced>> {
  return callDriver(
    job,
    { ...SPEECH_METHOD, args: ({ id }) => speechArguments(id, request) },
    (answer, { id: model }) => ({
      ...soundOf(answer, { format: speechPlan(model, request).format, model }),
      standIn: standInVoice(model, request),
    }),
  );
}
