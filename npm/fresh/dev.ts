import { mkdir, rm } from "node:fs/promises";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import type { App } from "./app.ts";
import { BUILD_ID } from "./build_id.ts";
import { internal } from "./context.ts";
import { type Files, findIslands, loadSnapshot } from "./snapshot.ts";

/** What to build. */
export interface BuildOptions {
  /** Directory of `main.ts`, `routes/`, `islands/` and `static/`. */
  root?: string;
  /** Browsers the islands are written for, in esbuild's words. */
  target?: string | string[];
}

const SERVER = `// Written by the build.
import { applyBuild } from "fresh/internal";
import { app } from "../main.ts";

await applyBuild(app, import.meta.dirname, "BUILD_ID");

export default { fetch: app.handler() };
`;

const CLIENT = fileURLToPath(new URL("./client.ts", import.meta.url));

/** Bundles islands; the rest of an app is read when it starts. */
// deno-lint-ignore no-explicit-any
export class Builder<State = any> {
  #root: string;

  constructor(readonly options: BuildOptions = {}) {
    this.#root = options.root ?? Deno.cwd();
  }

  /** Writes `_fresh/`, or returns what gives a build in memory to an app. */
  async build(
    { snapshot }: { snapshot?: "disk" | "memory" } = {},
  ): Promise<(app: App<State>) => void> {
    const scripts = await this.#bundle();
    if (snapshot !== "memory") await this.#write(scripts);
    const loaded = snapshot === "memory" &&
      await loadSnapshot<State>(this.#root, scripts);
    return (app) => loaded && (app[internal] = loaded);
  }

  /** Serves the app while it is being worked on. */
  async listen(
    importApp: () => Promise<{ app: App<State> }>,
    options: Deno.ServeTcpOptions = {},
  ): Promise<void> {
    const { app } = await importApp();
    (await this.build({ snapshot: "memory" }))(app);
    await Deno.serve(options, app.handler()).finished;
  }

  async #bundle(): Promise<Files> {
    const islands = findIslands(this.#root);
    try {
      const { outputFiles } = await esbuild.build({
        absWorkingDir: this.#root,
        entryPoints: {
          "fresh-runtime": CLIENT,
          ...Object.fromEntries(islands),
        },
        alias: { "fresh/runtime": CLIENT },
        bundle: true,
        splitting: true,
        format: "esm",
        target: this.options.target,
        jsx: "automatic",
        jsxImportSource: "preact",
        minify: true,
        outdir: this.#root,
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

  async #write(scripts: Files): Promise<void> {
    const out = `${this.#root}/_fresh`;
    await rm(out, { recursive: true, force: true });
    await mkdir(`${out}/js`, { recursive: true });
    for (const [name, bytes] of scripts) {
      await Deno.writeFile(`${out}/js/${name}`, bytes);
    }
    const text = SERVER.replace("BUILD_ID", BUILD_ID);
    await Deno.writeTextFile(`${out}/server.js`, text);
  }
}
