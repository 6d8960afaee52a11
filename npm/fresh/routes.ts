import type { RouteModule } from "./types.ts";

/** What a file in `routes/` is for. */
export type FileKind = "app" | "middleware" | "layout" | "error" | "route";

/** A file of `routes/`. */
export interface RouteFile<State> {
  /** Path under `routes/` without its ending, such as `/v1/models/[id]`. */
  id: string;
  kind: FileKind;
  /** Routes are imported on first request, everything else at start. */
  module: RouteModule<State> | (() => Promise<RouteModule<State>>);
}

const SPECIAL = /\/_(app|middleware|layout|error)(\.\w+)?$/;

/** What the name of a file says it is. */
export function fileKind(path: string): FileKind {
  return SPECIAL.exec(path)?.[1] as FileKind | undefined ?? "route";
}

/** Directory names of an id, with parameters as `:name`. */
export function segmentsOf(id: string): string[] {
  return id.split("/").slice(1, -1).map(toPattern);
}

/** The address pattern of a route file: groups and `index` left out. */
export function patternOf(id: string): string {
  const parts = id.split("/").slice(1).filter((part) => !isGroup(part));
  if (parts.at(-1) === "index") parts.pop();
  return "/" + parts.map(toPattern).join("/");
}

function isGroup(part: string): boolean {
  return part.startsWith("(") && part.endsWith(")");
}

function toPattern(part: string): string {
  return part.replace(/^\[\.{3}(\w+)\]$/, ":$1*").replace(/\[(\w+)\]/g, ":$1");
}

/** What a name sorts by: special files, literals, groups, `[x]`, `[...x]`. */
const RANKS = [
  /^_app$/,
  /^_middleware$/,
  /^_layout$/,
  /^_error$/,
  /^index$/,
  /^[^[(]+$/,
  /^\(/,
  /^(?!\[\.{3})/,
];

function rank(part: string): number {
  const found = RANKS.findIndex((test) => test.test(part));
  return found < 0 ? RANKS.length : found;
}

/** Special files come before what they act on, literals before parameters. */
export function compareFiles(a: { id: string }, b: { id: string }): number {
  const others = b.id.split("/");
  for (const [i, part] of a.id.split("/").entries()) {
    const other = others[i];
    if (other === undefined) return 1;
    if (part === other) continue;
    return rank(part) - rank(other) || (part < other ? -1 : 1);
  }
  return -1;
}
