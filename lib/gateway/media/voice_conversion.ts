import { Payloads } from "../../chat/payloads.ts";
import type { ConversionRequest } from "../../media/voice_conversion.ts";
import {
  CONVERSION_METHOD,
  conversionArguments,
} from "../../puter/media/conversion_call.ts";
import { readConversion } from "../../surfaces/voice_conversion/read.ts";
import { resolveChain } from "../models/chain.ts";
import { callDriver } from "./call_driver.ts";
import type { MediaAnswer, MediaJob, MediaSurface } from "./job.ts";
import { soundOf } from "./sound.ts";

/** What Puter takes at most: `drivers/ai-speech2speech`. */
const MAX_FILE_BYTES = 25 * 1024 * 1024;

/** Speech in another voice, which Puter has and OpenAI's API has not. */
export const voiceConversion: MediaSurface = {
  name: "voice_conversion",

  async read(body) {
    const form = await body.form({ maxFileBytes: MAX_FILE_BYTES, maxFiles: 1 });
    const request = readConversion(form);
    const payloads = new Payloads();
    const audio = payloads.addFile(request.file);
    // From here on the recording is there once, as base64.
    request.file = { ...request.file, chunks: [] };
    return {
      model: request.model,
      stream: false,
      payloads,
      resolve: (services, policy) =>
        resolveChain(services, request.model, policy, "voice_conversion"),
      // Puter counts seconds, which nobody knows before.
      estimate: () => 0,
      serve: (job) => serve(job, request, audio),
    };
  },
};

async function serve(
  job: MediaJob,
  request: ConversionRequest,
  audio: string,
): Promise<MediaAnswer> {
  const media = await callDriver(
    job,
    {
      ...CONVERSION_METHOD,
      args: ({ id }) => conversionArguments(id, request, audio),
    },
    (answer, { id: model }) =>
      soundOf(answer, { format: request.format, model }),
  );
  return { type: "bytes", contentType: media.result.label, media };
}
