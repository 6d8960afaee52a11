import { parse } from "devalue";
import { type ComponentType, h, hydrate } from "preact";

/** Islands see the browser's side of `fresh/runtime`. */
export const IS_BROWSER = true;

/** Brings every island of the page to life; `props` is one list for all. */
export function boot(
  islands: Record<string, ComponentType>,
  props: string,
): void {
  const list: Record<string, unknown>[] = parse(props);
  const walker = document.createTreeWalker(document.body, 128);
  const starts: Comment[] = [];
  while (walker.nextNode()) {
    const comment = walker.currentNode as Comment;
    if (comment.data.startsWith("frsh:island:")) starts.push(comment);
  }
  for (const start of starts) {
    const [, , name, index] = start.data.split(":");
    const island = islands[String(name)];
    if (!island) continue;
    hydrate(h(island, list[Number(index)] ?? {}), between(start));
  }
}

/** A stand-in parent whose children are the nodes up to the end marker. */
function between(start: Comment): Element {
  const parent = start.parentNode as Element & { __k?: unknown };
  const nodes: ChildNode[] = [];
  let end: ChildNode | null = start.nextSibling;
  while (end && !(end.nodeType === 8 && isEnd(end))) {
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

function isEnd(node: ChildNode): boolean {
  return (node as Comment).data === "/frsh:island";
}
