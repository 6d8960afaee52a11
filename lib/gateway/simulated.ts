import { Pool, type PoolOptions } from "../pool/pool.ts";
import { Catalogue } from "../puter/models/catalogue.ts";
import { Simulator, simulatorTransport } from "../puter/simulator/mod.ts";
import type { Upstream } from "./upstream.ts";

/** Credit of the simulated account, in micro-cents: it never runs out. */
const ENDLESS = 1e15;

/**
 * The built-in simulator with one paid account, behind the same pool, limits
 * and transport that real accounts have.
 */
export function simulatedUpstream(
  { maxQueueMs }: Pick<PoolOptions, "maxQueueMs">,
): Upstream {
  const simulator = new Simulator();
  const { token, accountId } = simulator.addAccount({
    tier: "paid",
    allowance: ENDLESS,
    username: "simulator",
  });
  const transport = simulatorTransport(simulator);
  const pool = new Pool({ maxQueueMs });
  pool.setAccounts([
    { id: accountId, username: "simulator", tier: "paid", token },
  ]);
  return { transport, catalogue: new Catalogue({ transport }), pool };
}
