import { table } from "./report.ts";
import type { Row, Scenario } from "./scenario.ts";
import { fastStreams, pacedStreams, wholeAnswers } from "./scenarios/cpu.ts";
import { firstByte } from "./scenarios/first_byte.ts";
import { largeImage } from "./scenarios/image.ts";
import { manyClients } from "./scenarios/many.ts";
import { Servers } from "./servers.ts";

// Measures the gateway's hot path on this machine (Linux) and compares it with
// a bare proxy that moves the same answers:
//   deno task bench [--short] [--only 1,3] [--strict] [--verbose]
// --strict ends with exit code 1 when a target is missed; --verbose shows what
// the servers say.

interface Numbered {
  scenario: Scenario;
  /** True where memory that earlier work has left behind would count. */
  isFresh?: boolean;
}

const SCENARIOS: Numbered[] = [
  { scenario: fastStreams },
  { scenario: pacedStreams },
  { scenario: wholeAnswers },
  { scenario: firstByte },
  { scenario: manyClients, isFresh: true },
  { scenario: largeImage, isFresh: true },
];

const rounds = Deno.args.includes("--short") ? 3 : 9;
const chosen = chosenNumbers(Deno.args);

const servers = new Servers();
const results: { number: number; rows: Row[] }[] = [];
try {
  const { direct, passthrough } = await servers.start();
  for (const [index, { scenario, isFresh }] of SCENARIOS.entries()) {
    const number = index + 1;
    if (!chosen.includes(number)) continue;
    const gateway = await (isFresh ? servers.renew() : servers.gateway());
    const rows = await scenario({ direct, passthrough, gateway, rounds });
    results.push({ number, rows });
    for (const { what } of rows) console.error(`Measured: ${what}`);
  }
} finally {
  await servers.stop();
}
const { text, isMet } = table(results);
console.log(text);
Deno.exit(Deno.args.includes("--strict") && !isMet ? 1 : 0);

function chosenNumbers(args: string[]): number[] {
  const at = args.indexOf("--only");
  if (at < 0) return SCENARIOS.map((_, index) => index + 1);
  return (args[at + 1] ?? "").split(",").map(Number);
}
