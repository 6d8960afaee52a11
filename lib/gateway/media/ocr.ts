import { Payloads } from "../../chat/payloads.ts";
import type { OcrRequest } from "../../media/document.ts";
import {
  OCR_METHOD,
  ocrArguments,
  readOcr,
} from "../../puter/media/ocr_call.ts";
import { readOcrForm, readOcrJson } from "../../surfaces/ocr/read.ts";
import { ocrBody } from "../../surfaces/ocr/write.ts";
import { resolveChain } from "../models/chain.ts";
import type { MediaBody } from "./body.ts";
import { askDriver } from "./call_driver.ts";
import type { MediaAnswer, MediaJob, MediaSurface } from "./job.ts";

/** As base64 it just fits into the 50 MB of a body that Puter accepts. */
const MAX_FILE_BYTES = 36 * 1024 * 1024;

/** Reading of documents, which Puter has and OpenAI's API has not. */
export const ocr: MediaSurface = {
  name: "ocr",

  async read(body) {
    const { request, payloads } = await readBody(body);
    return {
      model: request.model,
      stream: false,
      payloads,
      resolve: (services, policy) =>
        resolveChain(services, request.model, policy, "ocr"),
      // Puter counts pages, which nobody knows before.
      estimate: () => 0,
      serve: (job) => serve(job, request),
    };
  },
};

async function readBody(
  body: MediaBody,
): Promise<{ request: OcrRequest; payloads: Payloads }> {
  if (!body.isForm) {
    const { value, payloads } = await body.json();
    return { request: readOcrJson(value), payloads };
  }
  const form = await body.form({ maxFileBytes: MAX_FILE_BYTES, maxFiles: 1 });
  const payloads = new Payloads();
  const request = readOcrForm(form, (file) => payloads.addFile(file));
  return { request, payloads };
}

async function serve(
  job: MediaJob,
  request: OcrRequest,
): Promise<MediaAnswer> {
  const result = await askDriver(
    job,
    { ...OCR_METHOD, args: (model) => ocrArguments(model, request) },
    (answer) => readOcr(answer, request),
  );
  const document = ocrBody(result, job.tracker.servedModel ?? request.model);
  return {
    type: "whole",
    contentType: "application/json",
    body: JSON.stringify(document),
    usage: null,
    shown: { text: document.text },
  };
}
