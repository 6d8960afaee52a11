import { type AnswersJob, runAnswers } from "./loads/answers.ts";
import { type CancelJob, runCancel } from "./loads/cancel.ts";
import { type FirstByteJob, runFirstByte } from "./loads/first_byte.ts";
import { type HoldJob, runHold } from "./loads/hold.ts";
import { type ImageJob, runImage } from "./loads/image.ts";
import { runStall, type StallJob } from "./loads/stall.ts";

// One job, given as JSON in the only argument; its result is printed as JSON.

type Job =
  | AnswersJob
  | FirstByteJob
  | HoldJob
  | StallJob
  | CancelJob
  | ImageJob;

function run(job: Job): Promise<unknown> {
  switch (job.kind) {
    case "answers":
      return runAnswers(job);
    case "first_byte":
      return runFirstByte(job);
    case "hold":
      return runHold(job);
    case "stall":
      return runStall(job);
    case "cancel":
      return runCancel(job);
    case "image":
      return runImage(job);
  }
}

console.log(JSON.stringify(await run(JSON.parse(Deno.args[0] ?? ""))));
Deno.exit(0);
