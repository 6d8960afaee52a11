import { faultOf } from "../check.ts";
import { HttpMessage } from "../http_message.ts";
import { chatRequest, HttpClient } from "../http_client.ts";
import { forgetPeak, peakKiB, residentKiB } from "../meter.ts";
import { type Order, promptOf } from "../order.ts";
import { type Target, upstreamStatistics } from "./target.ts";

/** Many streams that are all open at once. */
export interface HoldJob {
  kind: "hold";
  target: Target;
  order: Partial<Order>;
  atOnce: number;
}

/** What the streams held. */
export interface HoldResult {
  /** Memory of the target above what it had before, at its most. */
  growthKiB: number;
  /** Streams the upstream had open when the last one had begun. */
  open: number;
  faults: string[];
}

/** Connections that are opened together; more would overflow the queue. */
const TOGETHER = 100;

/** Runs a job. */
export async function runHold(job: HoldJob): Promise<HoldResult> {
  const { target, order, atOnce } = job;
  const prompt = promptOf(order);
  const request = chatRequest({ prompt, stream: true, key: target.key });
  const idleKiB = residentKiB(target.pid);
  forgetPeak(target.pid);
  const ends: Promise<HttpMessage>[] = [];
  while (ends.length < atOnce) {
    const streams = await Promise.all(
      Array.from({ length: TOGETHER }, () => begin(target.port, request)),
    );
    ends.push(...streams.map(finish));
  }
  const { open } = await upstreamStatistics(target);
  const answers = await Promise.all(ends);
  const growthKiB = peakKiB(target.pid) - idleKiB;
  const faults = answers.flatMap((answer) =>
    faultOf(answer, { prompt, stream: true }) ?? []
  );
  return { growthKiB, open, faults };
}

interface Stream {
  client: HttpClient;
  answer: HttpMessage;
}

async function begin(port: number, request: Uint8Array): Promise<Stream> {
  const client = await HttpClient.connect(port);
  const answer = new HttpMessage();
  await client.send(request);
  while (answer.pieces.length === 0) await client.readInto(answer);
  return { client, answer };
}

async function finish({ client, answer }: Stream): Promise<HttpMessage> {
  while (!answer.isComplete) await client.readInto(answer);
  client.close();
  return answer;
}
