/** What a path leads to, and its parameters. */
export type Match<T> = [item: T, params: Record<string, string>];

/** Exact paths first, then patterns in the order they were added. */
export class Router<T> {
  #exact = new Map<string, Match<T>>();
  #patterns: [item: T, test: RegExp][] = [];

  /** Adds a path with `[name]` and `[...name]`; of equal ones the first wins. */
  add(path: string, item: T): void {
    if (path.includes("[")) this.#patterns.push([item, compile(path)]);
    else if (!this.#exact.has(path)) {
      this.#exact.set(path, [item, {}]);
    }
  }

  /** Looks up a path as it stands. */
  exact(path: string): Match<T> | undefined {
    return this.#exact.get(path);
  }

  /** Throws a `URIError` when a parameter is not valid percent-encoding. */
  match(path: string): Match<T> | undefined {
    // "/x" and "/x/" are one exact path.
    const other = path.endsWith("/") ? path.slice(0, -1) : `${path}/`;
    const exact = this.#exact.get(path) ?? this.#exact.get(other);
    if (exact) return exact;
    for (const [item, test] of this.#patterns) {
      const groups = test.exec(path)?.groups;
      if (!groups) continue;
      const params: Record<string, string> = {};
      for (const name in groups) params[name] = decodeURI(groups[name] ?? "");
      return [item, params];
    }
  }
}

/** `[x]` is one part of a path; `[...x]` any number of parts, or none. */
function compile(path: string): RegExp {
  const source = path
    .replace(/[.*+?^${}()|\\]/g, "\\$&")
    .replace(/\/\[(?:\\\.){3}(\w+)\]/g, "(?:/(?<$1>[^/]+(?:/[^/]+)*))?")
    .replace(/\[(\w+)\]/g, "(?<$1>[^/]+?)");
  return new RegExp(`^${source}$`);
}
