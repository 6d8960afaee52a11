import { faultOf } from "../check.ts";
import { HttpMessage } from "../http_message.ts";
import { chatRequest, HttpClient } from "../http_client.ts";
import { promptOf } from "../order.ts";
import type { Target } from "./target.ts";

/** One client asks for streams, one after the other. */
export interface FirstByteJob {
  kind: "first_byte";
  target: Target;
  total: number;
}

/** Times from the request to the first byte of the body, in ms. */
export interface FirstByteResult {
  times: number[];
  faults: string[];
}

/** Runs a job. */
export async function runFirstByte(
  job: FirstByteJob,
): Promise<FirstByteResult> {
  const prompt = promptOf({ chunks: 20, group: 20 });
  const request = chatRequest({ prompt, stream: true, key: job.target.key });
  const client = await HttpClient.connect(job.target.port);
  const times: number[] = [];
  const faults: string[] = [];
  for (let i = 0; i < job.total; i++) {
    const answer = new HttpMessage();
    const begun = performance.now();
    await client.send(request);
    while (answer.pieces.length === 0) await client.readInto(answer);
    times.push(performance.now() - begun);
    while (!answer.isComplete) await client.readInto(answer);
    const fault = faultOf(answer, { prompt, stream: true });
    if (fault !== null) faults.push(fault);
  }
  client.close();
  return { times, faults };
}
