import type { AnswersJob, AnswersResult } from "../loads/answers.ts";
import type { Target } from "../loads/target.ts";
import { type Bench, load, median, rangeOf, type Row } from "../scenario.ts";

interface CpuCase {
  what: string;
  job: Omit<AnswersJob, "kind" | "target">;
  /** What the CPU time is divided by, for each answer. */
  units: number;
  limit: number | null;
}

/** Streams as fast as they come, in one write each or in one per chunk. */
export function fastStreams(bench: Bench): Promise<Row[]> {
  const streams = { stream: true, atOnce: 50 };
  return compare(bench, [{
    what: "streams of 200 chunks, 50 at once: CPU µs/chunk",
    job: { ...streams, order: { chunks: 200, group: 200 }, total: 5000 },
    units: 200,
    limit: 1.6,
  }, {
    what: "the same, each chunk in a write of its own",
    job: { ...streams, order: { chunks: 200, group: 1 }, total: 1000 },
    units: 200,
    limit: null,
  }]);
}

/** Streams at the speed of a model. */
export function pacedStreams(bench: Bench): Promise<Row[]> {
  return compare(bench, [{
    what: "chunks at 20 ms, 200 streams: CPU µs/chunk",
    job: {
      stream: true,
      order: { chunks: 200, delayMs: 20 },
      atOnce: 200,
      total: 200,
    },
    units: 200,
    limit: 1.8,
  }]);
}

/** Whole answers. */
export function wholeAnswers(bench: Bench): Promise<Row[]> {
  return compare(bench, [{
    what: "whole answers, 16 at once: CPU µs/request",
    job: { stream: false, order: { chunks: 60 }, atOnce: 16, total: 8000 },
    units: 1,
    limit: 2.5,
  }]);
}

async function compare(bench: Bench, cases: CpuCase[]): Promise<Row[]> {
  const rows: Row[] = [];
  for (const one of cases) rows.push(await compareCase(bench, one));
  return rows;
}

/** The two take turns, so that whatever else the machine does hits both. */
async function compareCase(bench: Bench, one: CpuCase): Promise<Row> {
  const { passthrough, gateway } = bench;
  const faults: string[] = [];
  const costs: { passthrough: number[]; gateway: number[] } = {
    passthrough: [],
    gateway: [],
  };
  async function cost(target: Target): Promise<number> {
    const job: AnswersJob = { kind: "answers", target, ...one.job };
    const result = await load<AnswersJob, AnswersResult>(job);
    faults.push(...result.faults);
    return result.cpuMs * 1000 / (one.job.total * one.units);
  }
  await cost(passthrough);
  await cost(gateway);
  for (let round = 0; round < bench.rounds; round++) {
    costs.passthrough.push(await cost(passthrough));
    costs.gateway.push(await cost(gateway));
  }
  const ratios = costs.gateway.map((value, round) =>
    value / (costs.passthrough[round] ?? NaN)
  );
  const reference = median(costs.passthrough);
  return {
    what: one.what,
    reference,
    gateway: median(costs.gateway),
    result: median(costs.gateway) / reference,
    range: rangeOf(ratios),
    limit: one.limit,
    faults,
  };
}
