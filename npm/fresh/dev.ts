import { basename, isAbsolute, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import { type App, setSnapshot } from "./app.ts";
import { BUILD_ID } from "./build_id.ts";
import {
  type Directories,
  findIslands,
  loadSnapshot,
  type Scripts,
} from "./snapshot.ts";

/** Where things are; relative paths start at `root`. */
export interface BuildOptions {
  /** Browsers the islands are written for, in esbuild's words. */
  target?: string | string[];
  /** @default Deno.cwd() */
  root?: string;
  /** @default "_fresh" */
  outDir?: string;
  /** @default "static" */
  staticDir?: string;
  /** @default "islands" */
  islandDir?: string;
  /** @default "routes" */
  routeDir?: string;
  /** @default "main.ts" */
  serverEntry?: string;
}

/** Settings of one run of {@link Builder.build}. */
export interface BuildRun {
  mode?: "development" | "production";
  snapshot?: "disk" | "memory";
}

const CLIENT = fileURLToPath(new URL("./client.ts", import.meta.url));

/** Bundles islands; the rest of an app is read when it starts. */
// deno-lint-ignore no-explicit-any
export class Builder<State = any> {
  #dirs: Directories;
  #outDir: string;
  #serverEntry: string;
  #target: string | string[];

  constructor(options: BuildOptions = {}) {
    const root = options.root ?? Deno.cwd();
    const at = (path: string) => isAbsolute(path) ? path : join(root, path);
    this.#dirs = {
      root,
      staticDir: at(options.staticDir ?? "static"),
      islandDir: at(options.islandDir ?? "islands"),
      routeDir: at(options.routeDir ?? "routes"),
    };
    this.#outDir = at(options.outDir ?? "_fresh");
    this.#serverEntry = at(options.serverEntry ?? "main.ts");
    this.#target = options.target ?? ["chrome99", "firefox99", "safari15"];
  }

  /** Writes `outDir`, or returns what gives a build in memory to an app. */
  async build(run: BuildRun = {}): Promise<(app: App<State>) => void> {
    const scripts = await this.#bundle(run.mode !== "development");
    if (run.snapshot !== "memory") {
      await this.#write(scripts);
      return () => {};
    }
    const snapshot = await loadSnapshot<State>(this.#dirs, scripts);
    return (app) => setSnapshot(app, snapshot);
  }

  /** Serves the app while it is being worked on. */
  async listen(
    importApp: () => Promise<{ app: App<State> } | App<State>>,
    options: Deno.ServeTcpOptions = {},
  ): Promise<void> {
    const imported = await importApp();
    const app = "app" in imported ? imported.app : imported;
    app.config.mode = "development";
    const apply = await this.build({ mode: "development", snapshot: "memory" });
    apply(app);
    await Deno.serve(options, app.handler()).finished;
  }

  async #bundle(minify: boolean): Promise<Scripts> {
    const { islandDir, root } = this.#dirs;
    const islands = await findIslands(islandDir);
    try {
      const { outputFiles } = await esbuild.build({
        absWorkingDir: root,
        entryPoints: {
          "fresh-runtime": CLIENT,
          ...Object.fromEntries(islands),
        },
        alias: { "fresh/runtime": CLIENT },
        bundle: true,
        splitting: true,
        format: "esm",
        target: this.#target,
        jsx: "automatic",
        jsxImportSource: "preact",
        minify,
        outdir: root,
        write: false,
      });
      return new Map(outputFiles.map(({ path, contents }) => [
        basename(path),
        new Uint8Array(contents),
      ]));
    } finally {
      // Its service process would keep this one alive.
      await esbuild.stop();
    }
  }

  async #write(scripts: Scripts): Promise<void> {
    const out = this.#outDir;
    await Deno.remove(out, { recursive: true }).catch(ignoreAbsence);
    await Deno.mkdir(join(out, "js"), { recursive: true });
    for (const [name, bytes] of scripts) {
      await Deno.writeFile(join(out, "js", name), bytes);
    }
    const path = (to: string) =>
      JSON.stringify(relative(out, to).replaceAll("\\", "/"));
    const dirs = Object.entries(this.#dirs).map(([name, dir]) =>
      `  ${name}: ${path(dir)},\n`
    );
    const server = `// Written by the build.
import { applyBuild } from "fresh/internal";
import { app } from ${path(this.#serverEntry)};

await applyBuild(app, import.meta.dirname, ${JSON.stringify(BUILD_ID)}, {
${dirs.join("")}});

export default { fetch: app.handler() };
`;
    await Deno.writeTextFile(join(out, "server.js"), server);
  }
}

function ignoreAbsence(error: unknown): void {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}
