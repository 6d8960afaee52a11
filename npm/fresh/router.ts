/** What a path leads to. */
export interface Match<T> {
  item: T;
  pattern: string;
  params: Record<string, string>;
}

/** Exact paths first, then patterns in the order they were added. */
export class Router<T> {
  #exact = new Map<string, Match<T>>();
  #dynamic: { item: T; pattern: string; test: RegExp }[] = [];

  /** The first item of a pattern stays. */
  add(pattern: string, item: T): void {
    if (pattern.includes(":")) {
      this.#dynamic.push({ item, pattern, test: compile(pattern) });
    } else if (!this.#exact.has(pattern)) {
      this.#exact.set(pattern, { item, pattern, params: {} });
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
    for (const { item, pattern, test } of this.#dynamic) {
      const groups = test.exec(path)?.groups;
      if (!groups) continue;
      const params: Record<string, string> = {};
      for (const name in groups) params[name] = decodeURI(groups[name] ?? "");
      return { item, pattern, params };
    }
  }
}

/** `:x` is one part of a path; `/:x*` any number of parts, or none. */
function compile(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+?^${}()|[\]\\]/g, "\\$&")
    .replace(/\/:(\w+)\*/g, "(?:/(?<$1>[^/]+(?:/[^/]+)*))?")
    .replace(/:(\w+)(?!:)/g, "(?<$1>[^/]+?)");
  return new RegExp(`^${source}$`);
}
