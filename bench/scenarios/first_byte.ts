import type { FirstByteJob, FirstByteResult } from "../loads/first_byte.ts";
import type { Target } from "../loads/target.ts";
import { type Bench, load, median, rangeOf, type Row } from "../scenario.ts";

/** How much later the first byte comes than from the upstream itself. */
export async function firstByte(bench: Bench): Promise<Row[]> {
  const { direct, passthrough, gateway } = bench;
  const faults: string[] = [];
  async function timeOf(target: Target): Promise<number> {
    const job: FirstByteJob = { kind: "first_byte", target, total: 400 };
    const result = await load<FirstByteJob, FirstByteResult>(job);
    faults.push(...result.faults);
    return median(result.times);
  }
  const times: { direct: number; passthrough: number; gateway: number }[] = [];
  for (let round = 0; round < bench.rounds; round++) {
    times.push({
      direct: await timeOf(direct),
      passthrough: await timeOf(passthrough),
      gateway: await timeOf(gateway),
    });
  }
  const reference = median(times.map((time) => time.direct));
  function rowOf(what: string, which: "passthrough" | "gateway"): Row {
    const value = median(times.map((time) => time[which]));
    return {
      what,
      reference,
      gateway: value,
      result: value - reference,
      range: rangeOf(times.map((time) => time[which] - time.direct)),
      limit: which === "gateway" ? 1 : null,
      faults,
    };
  }
  return [
    rowOf("first byte, one client: ms above the upstream", "gateway"),
    rowOf("the same of the bare proxy, for scale", "passthrough"),
  ];
}
