import type { AnswersJob, AnswersResult } from "../loads/answers.ts";
import { type Bench, load, median, rangeOf, type Row } from "../scenario.ts";

interface CpuCase {
  what: string;
  job: Omit<AnswersJob, "kind" | "target">;
  /** What the CPU time is divided by, for each answer. */
  units: number;
  limit: number | null;
}

/** Who is asked, and in which protocol. */
type Side = Pick<AnswersJob, "target" | "surface">;

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

/** The same streams in other protocols, compared with chat completions. */
export async function otherSurfaces(bench: Bench): Promise<Row[]> {
  const rows: Row[] = [];
  for (const surface of ["responses", "messages"] as const) {
    rows.push(
      await compareCosts(
        {
          what: `streams of 200 chunks by /${surface} and by chat: µs/chunk`,
          job: {
            stream: true,
            atOnce: 50,
            order: { chunks: 200, group: 1 },
            total: 1000,
          },
          units: 200,
          limit: 2,
        },
        bench.rounds,
        [{ target: bench.gateway }, { target: bench.gateway, surface }],
      ),
    );
  }
  return rows;
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

function compareCase(
  { rounds, passthrough, gateway }: Bench,
  one: CpuCase,
): Promise<Row> {
  return compareCosts(one, rounds, [
    { target: passthrough },
    { target: gateway },
  ]);
}

/** The two take turns, so that whatever else the machine does hits both. */
async function compareCosts(
  one: CpuCase,
  rounds: number,
  sides: [Side, Side],
): Promise<Row> {
  const faults: string[] = [];
  async function cost(side: Side): Promise<number> {
    const job: AnswersJob = { kind: "answers", ...side, ...one.job };
    const result = await load<AnswersJob, AnswersResult>(job);
    faults.push(...result.faults);
    return result.cpuMs * 1000 / (one.job.total * one.units);
  }
  const costs: [number[], number[]] = [[], []];
  for (const side of sides) await cost(side);
  for (let round = 0; round < rounds; round++) {
    costs[0].push(await cost(sides[0]));
    costs[1].push(await cost(sides[1]));
  }
  const ratios = costs[1].map((value, round) => value / (costs[0][round] ?? 0));
  const [reference, measured] = [median(costs[0]), median(costs[1])];
  return {
    what: one.what,
    reference,
    gateway: measured,
    result: measured / reference,
    range: rangeOf(ratios),
    limit: one.limit,
    faults,
  };
}
