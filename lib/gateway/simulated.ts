import type { Config } from "../config.ts";
import { Pool } from "../pool/pool.ts";
import { Catalogue } from "../puter/catalogue.ts";
import type { Upstream } from "./upstream.ts";
/** The built-in simulator as an upstream */
export function simulatedUpstream(_config: Config): Upstream {
  throw new Error("not yet " + Pool.name + Catalogue.name);
}
