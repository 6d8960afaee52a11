import type { Turn } from "./turns.ts";

/** A turn and its place. */
export interface TreeNode {
  id: string;
  parentId: string | null;
  turn: Turn;
}

/**
 * A conversation with all its branches. Where a turn has several that follow
 * it, one is chosen; those chosen make the path that is seen and sent. Trees
 * are never changed, only replaced.
 */
export interface Tree {
  nodes: Readonly<Record<string, TreeNode>>;
  /** What follows each turn, the oldest first; those at the start by "". */
  children: Readonly<Record<string, readonly string[]>>;
  chosen: Readonly<Record<string, string>>;
}

/** A conversation in which nothing was said. */
export const EMPTY_TREE: Tree = { nodes: {}, children: {}, chosen: {} };

/** Adds a turn after another, or at the start, and chooses it. */
export function addTurn(
  tree: Tree,
  { id, parentId, turn }: TreeNode,
): Tree {
  const place = parentId ?? "";
  if (tree.nodes[id] !== undefined) return tree;
  if (parentId !== null && tree.nodes[parentId] === undefined) return tree;
  const siblings = tree.children[place] ?? [];
  return {
    nodes: { ...tree.nodes, [id]: { id, parentId, turn } },
    children: { ...tree.children, [place]: [...siblings, id] },
    chosen: { ...tree.chosen, [place]: id },
  };
}

/** Puts another turn into a place; nothing where the place is gone. */
export function replaceTurn(tree: Tree, id: string, turn: Turn): Tree {
  const node = tree.nodes[id];
  if (node === undefined) return tree;
  return { ...tree, nodes: { ...tree.nodes, [id]: { ...node, turn } } };
}

/** The turns that are seen, from the first to the last. */
export function pathOf(tree: Tree): TreeNode[] {
  const path: TreeNode[] = [];
  let place = "";
  for (;;) {
    const id = tree.chosen[place];
    const node = id === undefined ? undefined : tree.nodes[id];
    if (node === undefined) return path;
    path.push(node);
    place = node.id;
  }
}

/** The turns up to one, itself included. */
export function pathTo(tree: Tree, id: string): TreeNode[] {
  const path: TreeNode[] = [];
  let node = tree.nodes[id];
  while (node !== undefined) {
    path.push(node);
    node = node.parentId === null ? undefined : tree.nodes[node.parentId];
  }
  return path.reverse();
}

/** All turns in the place of one, itself included, the oldest first. */
export function siblingsOf(tree: Tree, id: string): readonly string[] {
  const node = tree.nodes[id];
  return node === undefined ? [] : tree.children[node.parentId ?? ""] ?? [];
}

/** Makes the path go through a turn. */
export function chooseTurn(tree: Tree, id: string): Tree {
  const chosen = { ...tree.chosen };
  for (const node of pathTo(tree, id)) chosen[node.parentId ?? ""] = node.id;
  return { ...tree, chosen };
}

/** Takes a turn out, and all that followed it; a neighbour is chosen then. */
export function removeTurn(tree: Tree, id: string): Tree {
  const node = tree.nodes[id];
  if (node === undefined) return tree;
  const nodes = { ...tree.nodes };
  const children = { ...tree.children };
  const chosen = { ...tree.chosen };
  const doomed = [id];
  for (let next = doomed.pop(); next !== undefined; next = doomed.pop()) {
    doomed.push(...(children[next] ?? []));
    delete nodes[next];
    delete children[next];
    delete chosen[next];
  }
  const place = node.parentId ?? "";
  const rest = (children[place] ?? []).filter((sibling) => sibling !== id);
  if (rest.length === 0) delete children[place];
  else children[place] = rest;
  if (chosen[place] === id) {
    const last = rest.at(-1);
    if (last === undefined) delete chosen[place];
    else chosen[place] = last;
  }
  return { nodes, children, chosen };
}

/** A conversation of its own that begins as this one up to a turn. */
export function branchOff(tree: Tree, id: string): Tree {
  return pathTo(tree, id).reduce(addTurn, EMPTY_TREE);
}
