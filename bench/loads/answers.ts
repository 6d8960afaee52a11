import { faultOf } from "../check.ts";
import { chatRequest, HttpClient } from "../http_client.ts";
import type { HttpMessage } from "../http_message.ts";
import { cpuMs, pause } from "../meter.ts";
import { type Order, promptOf } from "../order.ts";
import type { Surface } from "../surfaces.ts";
import type { Target } from "./target.ts";

/** Many answers over kept connections. */
export interface AnswersJob {
  kind: "answers";
  target: Target;
  order: Partial<Order>;
  stream: boolean;
  /** The protocol. @default "chat" */
  surface?: Surface;
  /** Clients that ask one after the other. */
  atOnce: number;
  /** Answers in all. */
  total: number;
}

/** What the answers cost the target. */
export interface AnswersResult {
  /** CPU time of the target, in ms, with what it puts off until afterwards. */
  cpuMs: number;
  wallMs: number;
  faults: string[];
}

/** Records are stored within a second after their answers. */
const AFTERMATH_MS = 1300;

/** Runs a job. Answers are checked after the measurement. */
export async function runAnswers(job: AnswersJob): Promise<AnswersResult> {
  const { target, order, stream, surface, atOnce, total } = job;
  const prompt = promptOf(order);
  const request = chatRequest({ prompt, stream, surface, key: target.key });
  const clients = await Promise.all(
    Array.from({ length: atOnce }, () => HttpClient.connect(target.port)),
  );
  const answers: HttpMessage[] = [];
  let asked = 0;
  const cpuBefore = cpuMs(target.pid);
  const begun = performance.now();
  await Promise.all(clients.map(async (client) => {
    while (asked++ < total) answers.push(await client.exchange(request));
  }));
  const wallMs = performance.now() - begun;
  await pause(AFTERMATH_MS);
  const spent = cpuMs(target.pid) - cpuBefore;
  for (const client of clients) client.close();
  const faults = answers.flatMap((answer) =>
    faultOf(answer, { prompt, stream, surface }) ?? []
  );
  return { cpuMs: spent, wallMs, faults };
}
