import { faultOf } from "../check.ts";
import { chatRequest, HttpClient } from "../http_client.ts";
import { forgetPeak, pause, peakKiB, residentKiB } from "../meter.ts";
import { promptOf } from "../order.ts";
import { hashOf } from "../statistics.ts";
import { type Target, upstreamStatistics } from "./target.ts";

/** One question with a large image. */
export interface ImageJob {
  kind: "image";
  target: Target;
  model: string;
  /** Size of the image's base64. */
  bytes: number;
  times: number;
}

/** What the image took. */
export interface ImageResult {
  /** Memory of the target at its most, above what it had before. */
  growthKiB: number[];
  faults: string[];
}

/** Runs a job. */
export async function runImage(job: ImageJob): Promise<ImageResult> {
  const { target, model } = job;
  const data = base64Of(job.bytes);
  const expected = await hashOf(data);
  const prompt = promptOf({ chunks: 3, group: 3 });
  const url = `data:image/png;base64,${data}`;
  const parts = [
    { type: "text", text: prompt },
    { type: "image_url", image_url: { url } },
  ];
  const request = chatRequest({
    prompt: parts,
    stream: true,
    model,
    key: target.key,
  });
  const growthKiB: number[] = [];
  const faults: string[] = [];
  for (let i = 0; i < job.times; i++) {
    const idleKiB = residentKiB(target.pid);
    forgetPeak(target.pid);
    const client = await HttpClient.connect(target.port);
    const answer = await client.exchange(request);
    client.close();
    growthKiB.push(peakKiB(target.pid) - idleKiB);
    const fault = faultOf(answer, { prompt, stream: true });
    if (fault !== null) faults.push(fault);
    const { imageHash } = await upstreamStatistics(target);
    if (imageHash !== expected) faults.push("The image arrived changed");
    await pause(300);
  }
  return { growthKiB, faults };
}

/** Base64 of random bytes. */
function base64Of(length: number): string {
  let text = "";
  while (text.length < length) {
    const bytes = crypto.getRandomValues(new Uint8Array(49_152));
    text += btoa(String.fromCharCode(...bytes.subarray(0, 24_576)));
    text += btoa(String.fromCharCode(...bytes.subarray(24_576)));
  }
  return text.slice(0, length - length % 4);
}
