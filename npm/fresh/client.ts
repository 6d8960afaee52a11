import { parse } from "devalue";
import { type ComponentType, h, render } from "preact";

/** Islands see the browser's side of `fresh/runtime`. */
export const IS_BROWSER = true;

/** Brings every island of the page to life; `props` is one list for all. */
export function boot(
  islands: Record<string, ComponentType>,
  props: string,
): void {
  const list: Record<string, unknown>[] = parse(props);
  const comments = document.createTreeWalker(
    document.body,
    NodeFilter.SHOW_COMMENT,
  );
  while (comments.nextNode()) {
    const start = comments.currentNode as Comment;
    const [, kind, name = "", index] = start.data.split(":");
    const island = kind === "island" && islands[name];
    if (!island) continue;
    // Not hydrate(): that keeps text of the server that does not match.
    render(h(island, list[Number(index)] ?? {}), between(start));
  }
}

/** A stand-in parent whose children are the nodes up to the end marker. */
function between(start: Comment): Element {
  const parent = start.parentNode as Element & { __k?: unknown };
  const nodes: ChildNode[] = [];
  let end: ChildNode | null = start.nextSibling;
  while (end && end.nodeType !== Node.COMMENT_NODE) {
    nodes.push(end);
    end = end.nextSibling;
  }
  const insert = (node: Node, before?: Node | null) =>
    parent.insertBefore(node, before ?? end);
  return {
    nodeType: 1,
    parentNode: parent,
    namespaceURI: parent.namespaceURI,
    firstChild: nodes[0] ?? null,
    childNodes: nodes,
    contains: (node: Node | null) => parent.contains(node),
    insertBefore: insert,
    appendChild: insert,
    removeChild: (node: Node) => parent.removeChild(node),
  } as unknown as Element;
}
