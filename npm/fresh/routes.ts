/** What a file in `routes/` is for. */
export type FileKind = "app" | "middleware" | "layout" | "error" | "route";

const SPECIAL = /\/_(app|middleware|layout|error)$/;

/** What the name of a file says it is. */
export function fileKind(id: string): FileKind {
  return SPECIAL.exec(id)?.[1] as FileKind | undefined ?? "route";
}

/** The address pattern of a route file: groups and `index` left out. */
export function patternOf(id: string): string {
  const parts = id.split("/").slice(1).filter((part) => !/^\(.*\)$/.test(part));
  if (parts.at(-1) === "index") parts.pop();
  return "/" + parts.map(toPattern).join("/");
}

function toPattern(part: string): string {
  return part.replace(/^\[\.{3}(\w+)\]$/, ":$1*").replace(/\[(\w+)\]/g, ":$1");
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

function rank(part: string): number {
  return ORDER.findIndex((test) => test.test(part));
}

/** Special files come before what they act on, literals before parameters. */
export function compareIds(a: string, b: string): number {
  const others = b.split("/");
  for (const [i, part] of a.split("/").entries()) {
    const other = others[i];
    if (other === undefined) return 1;
    if (part === other) continue;
    return rank(part) - rank(other) || (part < other ? -1 : 1);
  }
  return -1;
}
