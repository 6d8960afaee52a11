import { HttpMessage } from "../http_message.ts";
import { chatRequest, HttpClient } from "../http_client.ts";
import { pause } from "../meter.ts";
import { type Order, promptOf } from "../order.ts";
import { type Target, upstreamStatistics } from "./target.ts";

/** Clients that leave before their answers are complete. */
export interface CancelJob {
  kind: "cancel";
  target: Target;
  order: Partial<Order>;
  stream: boolean;
  /** Characters that the prompt has besides the order. */
  padding: number;
  clients: number;
}

/** Times from a client's leaving to the end of its upstream call, in ms. */
export interface CancelResult {
  times: number[];
  faults: string[];
}

/** Clients leave at different times up to this. */
const LONGEST_STAY_MS = 300;

/** An upstream call that runs longer than this was not cancelled. */
const PATIENCE_MS = 1000;

/** Runs a job. */
export async function runCancel(job: CancelJob): Promise<CancelResult> {
  const names = Array.from({ length: job.clients }, () => crypto.randomUUID());
  const left = await Promise.all(
    names.map((name, index) =>
      leave(job, name, LONGEST_STAY_MS * (index + 1) / job.clients)
    ),
  );
  await pause(PATIENCE_MS);
  const { aborts } = await upstreamStatistics(job.target);
  const times: number[] = [];
  const faults: string[] = [];
  names.forEach((name, index) => {
    const aborted = aborts[name];
    if (aborted === undefined) faults.push("An upstream call went on");
    else times.push(Math.max(0, aborted - (left[index] ?? 0)));
  });
  return { times, faults };
}

/** Asks, waits and closes the connection; gives the time of that, Unix ms. */
async function leave(
  { target, order, stream, padding }: CancelJob,
  tag: string,
  stayMs: number,
): Promise<number> {
  const prompt = promptOf({ ...order, tag }) + " please".repeat(padding / 7);
  const client = await HttpClient.connect(target.port);
  await client.send(chatRequest({ prompt, stream, key: target.key }));
  const end = performance.now() + stayMs;
  if (order.headMs === undefined) await readUntil(end, client);
  else await pause(stayMs);
  client.close();
  return Date.now();
}

/** No read may be under way when a connection is to be closed. */
async function readUntil(end: number, client: HttpClient): Promise<void> {
  const answer = new HttpMessage();
  while (performance.now() < end) await client.readInto(answer);
}
