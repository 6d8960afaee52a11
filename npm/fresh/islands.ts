import { stringify } from "devalue";
import { createContext, Fragment, h, options, type VNode } from "preact";
import { useContext } from "preact/hooks";

/** An exported component of a file in `islands/`. */
export interface Island {
  name: string;
  exportName: string;
  /** Address of its browser module. */
  chunk: string;
}

/** The islands met while one page renders. */
export interface IslandUse {
  islands: Set<Island>;
  props: unknown[];
}

const registry = new Map<unknown, Island>();
const InIsland = createContext(false);
let current: IslandUse | null = null;
let creating = false;

/** Makes every component a module exports an island. */
export function registerIslands(
  module: Record<string, unknown>,
  chunk: string,
  fileName: string,
): void {
  for (const [exportName, value] of Object.entries(module)) {
    if (typeof value !== "function") continue;
    const name = exportName === "default" ? fileName : exportName;
    registry.set(value, { name, exportName, chunk });
  }
}

/** Runs `render` and notes the islands it meets. */
export function trackIslands<T>(used: IslandUse, render: () => T): T {
  current = used;
  try {
    return render();
  } finally {
    current = null;
  }
}

const before = options.vnode;
options.vnode = (vnode: VNode) => {
  const island = creating ? undefined : registry.get(vnode.type);
  if (island) {
    const { props, type } = vnode;
    Object.assign(vnode, { type: Host, props: { island, props, type } });
  }
  before?.(vnode);
};

interface HostProps {
  island: Island;
  props: object;
  type: VNode["type"];
}

/** Renders an island between the markers that the browser looks for. */
function Host({ island, props, type }: HostProps): VNode {
  const nested = useContext(InIsland);
  const child = plain(type, props);
  if (nested || !current) return child;
  if ("children" in props) {
    throw new Error(`Cannot pass children to island ${island.name}`);
  }
  current.islands.add(island);
  const index = current.props.push(props) - 1;
  return h(
    InIsland.Provider,
    { value: true },
    comment(`frsh:island:${island.name}:${index}:`),
    child,
    comment("/frsh:island"),
  ) as VNode;
}

/** The element as it was written, not made into a host again. */
function plain(type: VNode["type"], props: object): VNode {
  creating = true;
  const vnode = h(type as "div", props);
  creating = false;
  return vnode;
}

/** preact-render-to-string writes this as an HTML comment. */
function comment(text: string): VNode {
  return h(Fragment, { UNSTABLE_comment: text } as object);
}

/** The module script that starts the islands of a page. */
export function bootScript(used: IslandUse, runtime: string): string {
  const islands = [...used.islands];
  const imports = islands.map(({ name, exportName, chunk }) =>
    `import { ${exportName} as ${name} } from "${chunk}";`
  );
  const names = islands.map(({ name }) => name).join(",");
  const props = JSON.stringify(stringify(used.props))
    // A "<" could end the script element from inside a string.
    .replaceAll("<", "\\u003C");
  return `import { boot } from "${runtime}";${
    imports.join("")
  }boot({${names}},${props});`;
}
