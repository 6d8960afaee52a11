import { stringify } from "devalue";
import {
  type ComponentType,
  createContext,
  Fragment,
  h,
  options,
  type VNode,
} from "preact";
import { useContext } from "preact/hooks";

/** An exported component of a file in `islands/`. */
export interface Island {
  name: string;
  exportName: string;
  /** Address of its browser module. */
  chunk: string;
}

/** The islands met while one page renders. */
export class IslandUse {
  readonly islands = new Set<Island>();
  readonly props: Record<string, unknown>[] = [];
}

type Props = Record<string, unknown>;

const registry = new Map<unknown, Island>();
const InIsland = createContext(false);
let use: IslandUse | null = null;
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
export function trackIslands<T>(into: IslandUse, render: () => T): T {
  use = into;
  try {
    return render();
  } finally {
    use = null;
  }
}

const inner = options.vnode;
options.vnode = (vnode: VNode) => {
  const island = creating ? undefined : registry.get(vnode.type);
  if (island) {
    const { props } = vnode;
    const component = vnode.type;
    Object.assign(vnode, { type: Host, props: { island, component, props } });
  }
  inner?.(vnode);
};

interface HostProps {
  island: Island;
  component: ComponentType;
  props: Props;
}

/** Renders an island between the markers that the browser looks for. */
function Host({ island, component, props }: HostProps): VNode {
  const nested = useContext(InIsland);
  const child = plain(component, props);
  if (nested || use === null) return child;
  if ("children" in props) {
    throw new Error(`Cannot pass children to island ${island.name}`);
  }
  use.islands.add(island);
  const index = use.props.push(props) - 1;
  return h(
    InIsland.Provider,
    { value: true },
    comment(`frsh:island:${island.name}:${index}:`),
    child,
    comment("/frsh:island"),
  ) as VNode;
}

function plain(component: ComponentType, props: Props): VNode {
  creating = true;
  try {
    return h(component, props);
  } finally {
    creating = false;
  }
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
  ).join("");
  const names = islands.map(({ name }) => name).join(",");
  // A "<" could end the script element from inside a string.
  const props = JSON.stringify(stringify(used.props)).replaceAll(
    "<",
    "\\u003C",
  );
  return `import { boot } from "${runtime}";${imports}boot({${names}},${props});`;
}
