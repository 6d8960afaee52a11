import { run } from "./children.ts";
import type { Target } from "./loads/target.ts";

/** What scenarios run with. */
export interface Bench {
  /** The fake upstream itself, asked as the others are. */
  direct: Target;
  passthrough: Target;
  /** Starts servers that hold nothing of what went before, for memory. */
  fresh: {
    gateway(): Promise<Target>;
    /** A bare proxy whose answers go through a stream made in JavaScript. */
    jsPassthrough(): Promise<Target>;
  };
  gateway: Target;
  /** Repetitions; the median counts. */
  rounds: number;
}

/** One line of the result. */
export interface Row {
  /** What was measured, with its unit. */
  what: string;
  /** The bare proxy, or the upstream asked directly; null where none is. */
  reference: number | null;
  gateway: number;
  /** What is compared with the limit. */
  result: number;
  /** How the result varied from round to round. */
  range: [number, number] | null;
  /** The result may be this at most; null when it is shown for scale. */
  limit: number | null;
  /** What was wrong with answers; any of it misses the target. */
  faults: string[];
}

/** Measures one of the numbered targets. */
export type Scenario = (bench: Bench) => Promise<Row[]>;

/** Runs one job of `load.ts` in a process of its own. */
export async function load<Job extends { kind: string }, Result>(
  job: Job,
): Promise<Result> {
  return JSON.parse(await run(["bench/load.ts", JSON.stringify(job)]));
}

/** The middle value. */
export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? NaN;
}

/** The smallest and the largest value. */
export function rangeOf(values: number[]): [number, number] {
  return [Math.min(...values), Math.max(...values)];
}
