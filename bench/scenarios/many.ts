import type { CancelJob, CancelResult } from "../loads/cancel.ts";
import type { HoldJob, HoldResult } from "../loads/hold.ts";
import type { StallJob, StallResult } from "../loads/stall.ts";
import type { Target } from "../loads/target.ts";
import { type Bench, load, rangeOf, type Row } from "../scenario.ts";

const STREAMS = 2000;

/**
 * Clients that stop reading: so many that the 64 MB of garbage which V8 lets lie
 * in buffers, whatever their number, weigh little in what each of them holds.
 */
const STALLED = 400;

/** Many streams, clients that stop reading, clients that leave. */
export async function manyClients(bench: Bench): Promise<Row[]> {
  return [
    await held(bench),
    await stalled(bench, "short lines", { group: 64 }),
    await stalled(bench, "lines of 256 KiB", { size: 256 * 1024 }),
    ...await cancelled(bench, 0),
    ...await cancelled(bench, 4096),
  ];
}

async function held(bench: Bench): Promise<Row> {
  const job: Omit<HoldJob, "target"> = {
    kind: "hold",
    order: { chunks: 30, delayMs: 400 },
    atOnce: STREAMS,
  };
  const measure = (target: Target) =>
    load<HoldJob, HoldResult>({ ...job, target });
  const reference = await measure(await bench.fresh.jsPassthrough());
  const { growthKiB, open, faults } = await measure(
    await bench.fresh.gateway(),
  );
  if (open !== STREAMS) faults.push(`Only ${open} streams were open at once`);
  return memoryRow({
    what: `${STREAMS} streams at once: resident KiB each`,
    reference: reference.growthKiB / STREAMS,
    gateway: growthKiB / STREAMS,
    limit: 60,
    faults,
  });
}

async function stalled(
  bench: Bench,
  name: string,
  order: StallJob["order"],
): Promise<Row> {
  const job: Omit<StallJob, "target"> = {
    kind: "stall",
    order,
    clients: STALLED,
  };
  const measure = (target: Target) =>
    load<StallJob, StallResult>({ ...job, target });
  const reference = await measure(await bench.fresh.jsPassthrough());
  const { growthKiB, faults } = await measure(await bench.fresh.gateway());
  return memoryRow({
    what: `${STALLED} clients that stop reading, ${name}: resident KiB each`,
    reference: reference.growthKiB,
    gateway: growthKiB,
    limit: 1024,
    faults,
  });
}

function memoryRow(row: Omit<Row, "result" | "range">): Row {
  return { ...row, result: row.gateway, range: null };
}

/** Short requests come in one read; the others are told apart for that. */
async function cancelled(bench: Bench, padding: number): Promise<Row[]> {
  const moments = [
    { name: "in a stream", order: { delayMs: 20 }, stream: true },
    { name: "before a stream", order: { headMs: 5000 }, stream: true },
    { name: "before a whole answer", order: { headMs: 5000 }, stream: false },
  ];
  const rows: Row[] = [];
  for (const { name, order, stream } of moments) {
    const job: CancelJob = {
      kind: "cancel",
      target: bench.gateway,
      order: { chunks: 1000, ...order },
      stream,
      padding,
      clients: 30,
    };
    const { times, faults } = await load<CancelJob, CancelResult>(job);
    const range = rangeOf(times.length > 0 ? times : [NaN]);
    const size = padding > 0 ? "prompt of 4 KiB" : "short prompt";
    rows.push({
      what: `clients leave ${name}, ${size}: ms until the upstream is free`,
      reference: null,
      gateway: range[1],
      result: range[1],
      range,
      limit: 100,
      faults,
    });
  }
  return rows;
}
