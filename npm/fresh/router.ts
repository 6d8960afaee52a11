/** What a path leads to. */
export interface Match<T> {
  item: T;
  pattern: string;
  params: Record<string, string>;
}

interface Dynamic<T> {
  item: T;
  pattern: string;
  test: RegExp;
  names: string[];
}

const NO_PARAMS: Record<string, string> = Object.freeze({});

/** Exact paths first, then patterns in the order they were added. */
export class Router<T> {
  #exact = new Map<string, Match<T>>();
  #dynamic: Dynamic<T>[] = [];

  /** The first item of a pattern stays. */
  add(pattern: string, item: T): void {
    if (pattern.includes(":")) {
      this.#dynamic.push({ item, pattern, ...compile(pattern) });
    } else if (!this.#exact.has(pattern)) {
      this.#exact.set(pattern, { item, pattern, params: NO_PARAMS });
    }
  }

  /** Looks up a path as it stands. */
  exact(path: string): Match<T> | undefined {
    return this.#exact.get(path);
  }

  /** Throws a `URIError` when a parameter is not valid percent-encoding. */
  match(path: string): Match<T> | undefined {
    const exact = this.#exact.get(path) ?? this.#exact.get(otherSlash(path));
    if (exact) return exact;
    for (const route of this.#dynamic) {
      const found = route.test.exec(path);
      if (found) return { ...route, params: readParams(route.names, found) };
    }
  }
}

/** `/x` and `/x/` are one exact path. */
function otherSlash(path: string): string {
  return path.endsWith("/") ? path.slice(0, -1) : `${path}/`;
}

function readParams(names: string[], found: RegExpExecArray) {
  const params: Record<string, string> = {};
  for (const [i, name] of names.entries()) {
    params[name] = decodeURI(found[i + 1] ?? "");
  }
  return params;
}

/** `:x` is one part of a path; `/:x*` any number of parts, or none. */
function compile(pattern: string): { test: RegExp; names: string[] } {
  const names: string[] = [];
  const source = pattern.replace(
    /\/:(\w+)\*|:(\w+)|[.*+?^${}()|[\]\\]/g,
    (text, rest, name) => {
      if (!rest && !name) return `\\${text}`;
      names.push(rest ?? name);
      return rest ? "(?:/([^/]+(?:/[^/]+)*))?" : "([^/]+?)";
    },
  );
  return { test: new RegExp(`^${source}$`), names };
}
