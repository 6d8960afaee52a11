import { Recorder } from "../lib/gateway/requests/recorder.ts";
import { Store } from "../lib/store/kv.ts";
import { putRequests } from "../lib/store/requests/requests.ts";
import { madeRecord, type Shape } from "./log/records.ts";
import { QUESTIONS } from "./log/questions.ts";

// Fills the request log and measures whether it stays as fast, on a local
// database in a temporary directory:
//   deno task bench:log [sizes…] [--rate 50] [--dir directory]
// Sizes are numbers of records; 1000, 100000 and 1000000 when absent. They come
// at a rate per second, or else over a month however many they are: requests of
// one second share index entries, so that a quiet log is the harder case.

const KEEP_MS = 1000 * 24 * 60 * 60 * 1000;

/** Each question is asked this often; the median counts. */
const TIMES = 41;

interface Measured {
  total: number;
  writtenPerSecond: number;
  bytesPerRecord: number;
  /** Median ms, and how many records came, by question. */
  answers: { ms: number; count: number }[];
}

const MONTH_MS = 30 * 24 * 60 * 60 * 1000;

const rate = Number(optionOf("--rate") ?? NaN);
const directory = await Deno.makeTempDir({
  dir: optionOf("--dir"),
  prefix: "request-log-",
});
try {
  const results: Measured[] = [];
  for (const total of sizes()) {
    results.push(await measure(total));
    console.error(`Measured: ${total} records`);
  }
  console.log(report(results));
} finally {
  await Deno.remove(directory, { recursive: true });
}

function optionOf(name: string): string | undefined {
  const at = Deno.args.indexOf(name);
  return at < 0 ? undefined : Deno.args[at + 1];
}

function sizes(): number[] {
  const given = Deno.args
    .filter((arg, at) =>
      /^\d+$/.test(arg) && !Deno.args[at - 1]?.startsWith("--")
    )
    .map(Number);
  return given.length > 0 ? given : [1000, 100_000, 1_000_000];
}

async function measure(total: number): Promise<Measured> {
  const path = `${directory}/${total}.sqlite3`;
  const store = new Store({ open: () => Deno.openKv(path), advice: "" });
  await store.kv();
  const spanMs = Number.isNaN(rate) ? MONTH_MS : total * 1000 / rate;
  const shape: Shape = { total, spanMs };
  const begun = performance.now();
  await fill(store, shape);
  const seconds = (performance.now() - begun) / 1000;
  const answers = [];
  for (const { ask } of QUESTIONS) {
    const times: number[] = [];
    let count = 0;
    for (let n = 0; n < TIMES; n++) {
      const start = performance.now();
      count = await ask(store, shape);
      times.push(performance.now() - start);
    }
    times.sort((a, b) => a - b);
    answers.push({ ms: times[TIMES >> 1] ?? NaN, count });
  }
  await store.close();
  const bytes = await bytesOf(path);
  await Promise.all(
    ["", "-wal", "-shm"].map((end) => Deno.remove(path + end).catch(() => {})),
  );
  return {
    total,
    writtenPerSecond: total / seconds,
    bytesPerRecord: bytes / total,
    answers,
  };
}

/** Writes as the gateway does: through the recorder's grouped commits. */
async function fill(store: Store, shape: Shape): Promise<void> {
  const recorder = new Recorder({
    commit: (records, again) =>
      putRequests(store, records, { keepMs: KEEP_MS, again }),
    onFailure: (cause) => {
      throw cause;
    },
  });
  for (let n = 0; n < shape.total;) {
    for (let i = 0; i < 5000 && n < shape.total; i++) {
      recorder.push(madeRecord(n++, shape));
    }
    await recorder.flush();
  }
  await recorder.close();
}

async function bytesOf(path: string): Promise<number> {
  let bytes = 0;
  for (const end of ["", "-wal"]) {
    bytes += await Deno.stat(path + end).then(({ size }) => size, () => 0);
  }
  return bytes;
}

function report(results: Measured[]): string {
  const lines = [
    line(["", ...results.map(({ total }) => `${total} records`), "ratio"]),
    line(["---", ...results.map(() => "--:"), "--:"]),
  ];
  for (const [n, { what }] of QUESTIONS.entries()) {
    const cells = results.map(({ answers }) => answers[n]);
    lines.push(line([
      what,
      ...cells.map((cell) => `${cell?.ms.toFixed(2)} ms (${cell?.count})`),
      ((cells.at(-1)?.ms ?? NaN) / (cells[0]?.ms ?? NaN)).toFixed(2),
    ]));
  }
  lines.push(line([
    "records written per second",
    ...results.map(({ writtenPerSecond }) => writtenPerSecond.toFixed(0)),
    "",
  ]));
  lines.push(line([
    "bytes on disk per record",
    ...results.map(({ bytesPerRecord }) => bytesPerRecord.toFixed(0)),
    "",
  ]));
  return lines.join("\n");
}

function line(cells: string[]): string {
  return `| ${cells.join(" | ")} |`;
}
