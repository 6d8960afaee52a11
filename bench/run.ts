import { table } from "./report.ts";
import type { Row, Scenario } from "./scenario.ts";
import {
  fastStreams,
  otherSurfaces,
  pacedStreams,
  wholeAnswers,
} from "./scenarios/cpu.ts";
import { firstByte } from "./scenarios/first_byte.ts";
import { largeImage } from "./scenarios/image.ts";
import { manyClients } from "./scenarios/many.ts";
import { Servers } from "./servers.ts";

// Measures the gateway's hot path on this machine (Linux) and compares it with
// a bare proxy that moves the same answers:
//   deno task bench [--short] [--only 1,3] [--strict] [--verbose]
// --strict ends with exit code 1 when a target is missed; --verbose shows what
// the servers say.

const SCENARIOS: Scenario[] = [
  fastStreams,
  pacedStreams,
  wholeAnswers,
  firstByte,
  manyClients,
  largeImage,
  otherSurfaces,
];

const rounds = Deno.args.includes("--short") ? 3 : 9;
const chosen = chosenNumbers(Deno.args);

const servers = new Servers();
const results: { number: number; rows: Row[] }[] = [];
try {
  const others = await servers.start();
  for (const [index, scenario] of SCENARIOS.entries()) {
    const number = index + 1;
    if (!chosen.includes(number)) continue;
    const gateway = await servers.gateway();
    const rows = await scenario({ ...others, gateway, rounds });
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
