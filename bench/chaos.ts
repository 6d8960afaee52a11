import { runChaos } from "./chaos/run.ts";

/**
 * Two gateways, 20 accounts, faults of every class, in virtual time:
 * `deno run -A --unstable-kv --import-map npm/import_map.json bench/chaos.ts
 * [requests] [seed]`
 */
const [requests = "100000", seed = "1"] = Deno.args;
const report = await runChaos({
  requests: Number(requests),
  seed: Number(seed),
});
// deno-lint-ignore no-console
console.log(JSON.stringify(report, null, 2));
