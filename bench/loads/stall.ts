import { HttpMessage } from "../http_message.ts";
import { chatRequest, HttpClient } from "../http_client.ts";
import { pause, residentKiB } from "../meter.ts";
import { type Order, promptOf } from "../order.ts";
import { type Target, upstreamStatistics } from "./target.ts";

/** Clients that stop reading an endless answer. */
export interface StallJob {
  kind: "stall";
  target: Target;
  /** The answer; it is made endless. */
  order: Partial<Order>;
  clients: number;
}

/** What they held. */
export interface StallResult {
  /** Memory of the target for each client, when the upstream had stopped. */
  growthKiB: number;
  faults: string[];
}

const LONGEST_MS = 15_000;
const STEADY_MS = 700;

/** Runs a job. */
export async function runStall(job: StallJob): Promise<StallResult> {
  const { target, clients: count } = job;
  const prompt = promptOf({ ...job.order, chunks: 0 });
  const request = chatRequest({ prompt, stream: true, key: target.key });
  const idleKiB = residentKiB(target.pid);
  const clients: HttpClient[] = [];
  for (let i = 0; i < count; i++) {
    const client = await HttpClient.connect(target.port);
    await client.send(request);
    const answer = new HttpMessage();
    while (answer.pieces.length === 0) await client.readInto(answer);
    clients.push(client);
  }
  const faults = await upstreamStops(target)
    ? []
    : ["The upstream was read on and on"];
  const growthKiB = (residentKiB(target.pid) - idleKiB) / count;
  for (const client of clients) client.close();
  if (!await upstreamIsFree(target)) faults.push("Upstream calls went on");
  return { growthKiB, faults };
}

/** True once nothing more is read from the upstream. */
async function upstreamStops(target: Target): Promise<boolean> {
  const begun = performance.now();
  let sent = -1;
  while (performance.now() - begun < LONGEST_MS) {
    const { sentBytes } = await upstreamStatistics(target);
    if (sentBytes === sent) return true;
    sent = sentBytes;
    await pause(STEADY_MS);
  }
  return false;
}

async function upstreamIsFree(target: Target): Promise<boolean> {
  await pause(STEADY_MS);
  return (await upstreamStatistics(target)).open === 0;
}
