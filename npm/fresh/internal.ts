import { join } from "node:path";
import { type App, setSnapshot } from "./app.ts";
import { setBuildId } from "./build_id.ts";
import { type Directories, listFiles, loadSnapshot } from "./snapshot.ts";

/** Gives a written build to the app; `_fresh/server.js` alone calls this. */
export async function applyBuild<State>(
  app: App<State>,
  out: string,
  buildId: string,
  relative: Directories,
): Promise<void> {
  setBuildId(buildId);
  const dirs: Directories = {
    root: join(out, relative.root),
    staticDir: join(out, relative.staticDir),
    islandDir: join(out, relative.islandDir),
    routeDir: join(out, relative.routeDir),
  };
  const scripts = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const path of await listFiles(join(out, "js"))) {
    scripts.set(path.slice(1), await Deno.readFile(join(out, "js", path)));
  }
  setSnapshot(app, await loadSnapshot<State>(dirs, scripts));
}
