import type { CancelJob, CancelResult } from "../loads/cancel.ts";
import type { HoldJob, HoldResult } from "../loads/hold.ts";
import type { StallJob, StallResult } from "../loads/stall.ts";
import { type Bench, load, rangeOf, type Row } from "../scenario.ts";

const STREAMS = 2000;

/** Many streams, clients that stop reading, clients that leave. */
export async function manyClients(bench: Bench): Promise<Row[]> {
  return [
    await held(bench),
    await stalled(bench, "short lines", { group: 64 }),
    await stalled(bench, "lines of 256 KiB", { size: 256 * 1024 }),
    await cancelled(bench, "in a stream", { delayMs: 20 }, true),
    await cancelled(bench, "before a stream", { headMs: 5000 }, true),
    await cancelled(bench, "before a whole answer", { headMs: 5000 }, false),
  ];
}

async function held(bench: Bench): Promise<Row> {
  const job: HoldJob = {
    kind: "hold",
    target: bench.servers.gateway,
    order: { chunks: 30, delayMs: 400 },
    atOnce: STREAMS,
  };
  const { growthKiB, open, faults } = await load<HoldJob, HoldResult>(job);
  if (open !== STREAMS) faults.push(`Only ${open} streams were open at once`);
  const result = growthKiB / STREAMS;
  return {
    what: `${STREAMS} streams at once: resident KiB each`,
    reference: null,
    gateway: result,
    result,
    range: null,
    limit: 60,
    faults,
  };
}

async function stalled(
  bench: Bench,
  name: string,
  order: StallJob["order"],
): Promise<Row> {
  const job: StallJob = {
    kind: "stall",
    target: bench.servers.gateway,
    order,
    clients: 20,
  };
  const { growthKiB, faults } = await load<StallJob, StallResult>(job);
  return {
    what: `clients that stop reading, ${name}: resident KiB each`,
    reference: null,
    gateway: growthKiB,
    result: growthKiB,
    range: null,
    limit: 1024,
    faults,
  };
}

async function cancelled(
  bench: Bench,
  name: string,
  order: CancelJob["order"],
  stream: boolean,
): Promise<Row> {
  const job: CancelJob = {
    kind: "cancel",
    target: bench.servers.gateway,
    order: { chunks: 1000, ...order },
    stream,
    clients: 30,
  };
  const { times, faults } = await load<CancelJob, CancelResult>(job);
  const range = rangeOf(times);
  return {
    what: `clients that leave ${name}: ms until the upstream is free`,
    reference: null,
    gateway: range[1],
    result: range[1],
    range,
    limit: 100,
    faults,
  };
}
