/** What a file in `routes/` is for. */
export type FileKind = "app" | "middleware" | "layout" | "error" | "route";

const SPECIAL = /\/_(app|middleware|layout|error)$/;

/** What the name of a file says it is. */
export function fileKind(id: string): FileKind {
  return SPECIAL.exec(id)?.[1] as FileKind | undefined ?? "route";
}

/** The path of a route file: groups and `index` left out. */
export function pathOf(id: string): string {
  return id.replace(/\/\([^/]+\)/g, "").replace(/\/index$/, "") || "/";
}

/** What names sort by: special files, literals, groups, `[x]`, `[...x]`. */
const ORDER = [
  /^_app$/,
  /^_middleware$/,
  /^_layout$/,
  /^_error$/,
  /^index$/,
  /^[^[(]+$/,
  /^\(/,
  /^(?!\[\.{3})/,
  /^/,
];

/** Sorts special files before what they act on, literals before parameters. */
export function sortKey(id: string): string {
  const rank = (part: string) => ORDER.findIndex((test) => test.test(part));
  return id.split("/").map((part) => `${rank(part)}${part}`).join("/");
}
