import { createHash } from "node:crypto";

const seed = Deno.env.get("DENO_DEPLOYMENT_ID") ||
  Deno.env.get("GITHUB_SHA") || Deno.env.get("CI_COMMIT_SHA") ||
  crypto.randomUUID();

/** Names one build in asset addresses. */
export let BUILD_ID = createHash("sha1").update(seed).digest("hex");

/** Takes over the id of the build that is being served. */
export function setBuildId(id: string): void {
  BUILD_ID = id;
}
