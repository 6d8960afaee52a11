import { stringify } from "devalue";
import { options, type VNode } from "preact";
import { jsxTemplate } from "preact/jsx-runtime";
import { renderToString } from "preact-render-to-string";

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
let current: IslandUse | null = null;

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

/** Renders to HTML and notes the islands; with null they are not marked. */
export function renderTracked(vnode: VNode, used: IslandUse | null): string {
  const before = current;
  current = used;
  try {
    return renderToString(vnode);
  } finally {
    current = before;
  }
}

const before = options.vnode;
options.vnode = (vnode: VNode) => {
  const island = registry.get(vnode.type);
  if (island) {
    const props = { island, original: { ...vnode } };
    Object.assign(vnode, { type: Host, props });
  }
  before?.(vnode);
};

/** Puts an island between the markers that the browser looks for. */
function Host({ island, original }: { island: Island; original: VNode }) {
  // Inside of another island it is a component like any other.
  if (!current) return original;
  if ("children" in original.props) {
    throw new Error(`Cannot pass children to island ${island.name}`);
  }
  current.islands.add(island);
  const index = current.props.push(original.props) - 1;
  const start = `<!--frsh:island:${island.name}:${index}:-->`;
  const html = renderTracked(original, null);
  return jsxTemplate([`${start}${html}<!--/frsh:island-->`]);
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
