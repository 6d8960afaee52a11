import { createHash } from "node:crypto";
import { extname } from "node:path";
import { pathToFileURL } from "node:url";
import { BUILD_ID } from "./build_id.ts";
import { registerIslands } from "./islands.ts";
import { fileKind, type RouteFile } from "./routes.ts";

/** A file that is served as it is. */
export interface StaticFile {
  contentType: string;
  etag: string;
  bytes: Uint8Array<ArrayBuffer>;
  /** True for bundled scripts, whose address names the build. */
  immutable: boolean;
}

/** Everything a build found. */
export interface Snapshot<State> {
  root: string;
  files: RouteFile<State>[];
  statics: Map<string, StaticFile>;
}

/** Absolute directories of an app. */
export interface Directories {
  root: string;
  staticDir: string;
  islandDir: string;
  routeDir: string;
}

/** Bundled scripts by name. */
export type Scripts = Map<string, Uint8Array<ArrayBuffer>>;

const SOURCE = /(?<![._]test)\.[tj]sx?$/;

const TYPES: Record<string, string> = {
  ".css": "text/css; charset=UTF-8",
  ".ico": "image/vnd.microsoft.icon",
  ".js": "text/javascript; charset=UTF-8",
  ".json": "application/json; charset=UTF-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=UTF-8",
  ".woff2": "font/woff2",
};

/** Address of a bundled script of this build. */
export function scriptPath(name: string): string {
  return `/_fresh/js/${BUILD_ID}/${name}`;
}

/** Imports islands and special files, and reads static files. */
export async function loadSnapshot<State>(
  dirs: Directories,
  scripts: Scripts,
): Promise<Snapshot<State>> {
  const { root, routeDir, staticDir } = dirs;
  for (const [name, file] of await findIslands(dirs.islandDir)) {
    registerIslands(await load(file), scriptPath(`${name}.js`), name);
  }
  const files: RouteFile<State>[] = [];
  for (const path of await listFiles(routeDir)) {
    if (!SOURCE.test(path)) continue;
    const kind = fileKind(path);
    const module = kind === "route"
      ? () => load(routeDir + path)
      : await load(routeDir + path);
    files.push({ id: path.replace(SOURCE, ""), kind, module });
  }
  const statics = new Map<string, StaticFile>();
  for (const path of await listFiles(staticDir)) {
    const bytes = await Deno.readFile(staticDir + path);
    statics.set(path, describeFile(path, bytes, false));
  }
  for (const [name, bytes] of scripts) {
    statics.set(scriptPath(name), describeFile(name, bytes, true));
  }
  return { root, files, statics };
}

function load(file: string) {
  return import(pathToFileURL(file).href);
}

function describeFile(
  path: string,
  bytes: Uint8Array<ArrayBuffer>,
  immutable: boolean,
): StaticFile {
  const contentType = TYPES[extname(path)] ?? "text/plain";
  const etag = createHash("sha256").update(bytes).digest("hex");
  return { contentType, etag, bytes, immutable };
}

/** Island modules by the name of their chunk. */
export async function findIslands(dir: string): Promise<Map<string, string>> {
  const files = (await listFiles(dir)).filter((path) => SOURCE.test(path));
  return new Map(files.map((path) => {
    const name = path.slice(path.lastIndexOf("/") + 1).replace(SOURCE, "");
    return [name.replace(/\W/g, "_"), dir + path];
  }));
}

/** Paths of all files below a directory, which may be absent. */
export async function listFiles(dir: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isDirectory } of entries(dir)) {
    if (name.startsWith(".") && name !== ".well-known") continue;
    const inner = isDirectory ? await listFiles(`${dir}/${name}`) : [""];
    found.push(...inner.map((path) => `/${name}${path}`));
  }
  return found.sort();
}

async function* entries(dir: string): AsyncIterable<Deno.DirEntry> {
  try {
    yield* Deno.readDir(dir);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
