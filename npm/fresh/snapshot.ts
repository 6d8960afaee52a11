import { createHash } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { extname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { BUILD_ID } from "./build_id.ts";
import { registerIslands } from "./islands.ts";
import { type FileKind, fileKind, sortKey } from "./routes.ts";
import type { PageComponent } from "./context.ts";
import type { Middleware, RouteHandler } from "./types.ts";

/** A file of `routes/`, as imported. */
export interface RouteModule<State> {
  default?: PageComponent<State> | Middleware<State> | Middleware<State>[];
  handler?: RouteHandler<unknown, State> | Middleware<State>[];
}

/**
 * A file of `routes/`; its id is the path there without the ending. Routes are
 * imported on first request, special files at start.
 */
export type RouteFile<State> =
  & { id: string }
  & (
    | { kind: "route"; load: () => Promise<RouteModule<State>> }
    | { kind: Exclude<FileKind, "route">; module: RouteModule<State> }
  );

/** A file that is served as it is. */
export interface StaticFile {
  bytes: Uint8Array<ArrayBuffer>;
  contentType: string;
  etag: string;
}

/** What an app serves. */
export interface Snapshot<State> {
  files: RouteFile<State>[];
  statics: Map<string, StaticFile>;
}

/** Files by name. */
export type Files = Map<string, Uint8Array<ArrayBuffer>>;

const SOURCE = /(?<![._]test)\.[tj]sx?$/;

const TYPES: Record<string, string> = {
  ".css": "text/css; charset=UTF-8",
  ".js": "text/javascript; charset=UTF-8",
  ".svg": "image/svg+xml",
};

/** Address of a bundled script of this build. */
export function scriptPath(name: string): string {
  return `/_fresh/js/${BUILD_ID}/${name}`;
}

/** Imports islands and special files, and reads static files. */
export async function loadSnapshot<State>(
  root: string,
  scripts: Files,
): Promise<Snapshot<State>> {
  for (const [name, file] of findIslands(root)) {
    registerIslands(await load(file), scriptPath(`${name}.js`), name);
  }
  const files: RouteFile<State>[] = [];
  for (const path of listFiles(`${root}/routes`)) {
    if (!SOURCE.test(path)) continue;
    const id = path.replace(SOURCE, "");
    const kind = fileKind(id);
    const file = `${root}/routes${path}`;
    if (kind === "route") files.push({ id, kind, load: () => load(file) });
    else files.push({ id, kind, module: await load(file) });
  }
  const statics = new Map<string, StaticFile>();
  for (const path of listFiles(`${root}/static`)) {
    const bytes = await Deno.readFile(`${root}/static${path}`);
    statics.set(path, describe(path, bytes));
  }
  for (const [name, bytes] of scripts) {
    statics.set(scriptPath(name), describe(name, bytes));
  }
  files.sort((a, b) => sortKey(a.id) < sortKey(b.id) ? -1 : 1);
  return { files, statics };
}

function load(file: string) {
  return import(pathToFileURL(file).href);
}

function describe(path: string, bytes: StaticFile["bytes"]): StaticFile {
  const contentType = TYPES[extname(path)] ?? "text/plain";
  const etag = createHash("sha256").update(bytes).digest("hex");
  return { bytes, contentType, etag };
}

/** Island files by the name of their script. */
export function findIslands(root: string): Map<string, string> {
  const paths = listFiles(`${root}/islands`);
  return new Map(
    paths.filter((path) => SOURCE.test(path)).map((path) => {
      const name = path.replace(SOURCE, "").replace(/^.*\//, "");
      return [name.replace(/\W/g, "_"), `${root}/islands${path}`];
    }),
  );
}

/** Paths of all files below a directory, which may be absent. */
export function listFiles(dir: string): string[] {
  if (!existsSync(dir)) return [];
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name, parentPath }) => join(parentPath, name).slice(dir.length))
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => !/\/\.(?!well-known\/)/.test(path));
}
