import { dirname } from "node:path";
import type { App } from "./app.ts";
import { setBuildId } from "./build_id.ts";
import { internal } from "./context.ts";
import { type Files, listFiles, loadSnapshot } from "./snapshot.ts";

/** Gives a written build to the app; `_fresh/server.js` alone calls this. */
export async function applyBuild<State>(
  app: App<State>,
  out: string,
  buildId: string,
): Promise<void> {
  setBuildId(buildId);
  const scripts: Files = new Map();
  for (const path of listFiles(`${out}/js`)) {
    scripts.set(path.slice(1), await Deno.readFile(`${out}/js${path}`));
  }
  app[internal] = await loadSnapshot<State>(dirname(out), scripts);
}
