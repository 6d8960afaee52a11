import manifest from "../../../package.json" with { type: "json" };
import type { Services } from "../services.ts";

/** What this deployment is; holds no secret. */
export interface About {
  version: string;
  runtime: string;
  /** Names this process among those that share the database. */
  instance: string;
  /** Unix ms. */
  startedAt: number;
  storage: "deploy" | "server" | "file";
  sealing: "variable" | "file";
  /** Sentences the owner should read. */
  warnings: readonly string[];
}

const STARTED_AT = Date.now();

/** Facts about this deployment for its owner. */
export function about({ config, usage }: Services): About {
  const { deno, v8, typescript } = Deno.version;
  return {
    version: manifest.version,
    runtime: `Deno ${deno}, V8 ${v8}, TypeScript ${typescript}`,
    instance: usage.instance,
    startedAt: STARTED_AT,
    storage: config.kvUrl !== undefined
      ? "server"
      : config.onDeploy
      ? "deploy"
      : "file",
    sealing: config.encryptionKey === undefined ? "file" : "variable",
    warnings: config.warnings,
  };
}
