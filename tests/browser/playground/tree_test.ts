import { assert, assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import {
  readTree,
  settled,
} from "../../../lib/browser/playground/read_tree.ts";
import {
  addTurn,
  branchOff,
  chooseTurn,
  EMPTY_TREE,
  pathOf,
  pathTo,
  removeTurn,
  replaceTurn,
  siblingsOf,
  type Tree,
} from "../../../lib/browser/playground/tree.ts";
import {
  emptyAnswer,
  type Turn,
} from "../../../lib/browser/playground/turns.ts";

function said(text: string): Turn {
  return { kind: "user", text, pictures: [] };
}

function textsOf(tree: Tree): string[] {
  return pathOf(tree).map(({ turn }) => turn.kind === "user" ? turn.text : "");
}

/** What is done to a tree; places are taken modulo what there is. */
const step = fc.oneof(
  fc.record({ kind: fc.constant("add" as const), at: fc.nat(50) }),
  fc.record({ kind: fc.constant("choose" as const), at: fc.nat(50) }),
  fc.record({ kind: fc.constant("remove" as const), at: fc.nat(50) }),
);

function grow(steps: readonly { kind: string; at: number }[]): Tree {
  let tree = EMPTY_TREE;
  let count = 0;
  for (const { kind, at } of steps) {
    const ids = Object.keys(tree.nodes);
    const id = ids[at % Math.max(1, ids.length)];
    if (kind === "add") {
      const parentId = at % 7 === 0 ? null : id ?? null;
      const name = `n${count++}`;
      tree = addTurn(tree, { id: name, parentId, turn: said(name) });
    } else if (id !== undefined) {
      tree = kind === "choose" ? chooseTurn(tree, id) : removeTurn(tree, id);
    }
  }
  return tree;
}

describe("a tree of turns", () => {
  it("shows what was added last, and other branches when chosen", () => {
    let tree = addTurn(EMPTY_TREE, {
      id: "a",
      parentId: null,
      turn: said("a"),
    });
    tree = addTurn(tree, { id: "b", parentId: "a", turn: said("b") });
    tree = addTurn(tree, { id: "c", parentId: "a", turn: said("c") });
    tree = addTurn(tree, { id: "d", parentId: "b", turn: said("d") });
    assertEquals(textsOf(tree), ["a", "c"]);
    assertEquals(textsOf(chooseTurn(tree, "b")), ["a", "b", "d"]);
    assertEquals(siblingsOf(tree, "b"), ["b", "c"]);
    assertEquals(textsOf(removeTurn(tree, "c")), ["a", "b", "d"]);
    assertEquals(textsOf(branchOff(tree, "d")), ["a", "b", "d"]);
  });

  it("is never changed, and takes nothing it knows or cannot place", () => {
    const tree = addTurn(EMPTY_TREE, {
      id: "a",
      parentId: null,
      turn: said("a"),
    });
    assertEquals(EMPTY_TREE, { nodes: {}, children: {}, chosen: {} });
    assert(
      addTurn(tree, { id: "a", parentId: null, turn: said("x") }) === tree,
    );
    assert(addTurn(tree, { id: "b", parentId: "?", turn: said("x") }) === tree);
    assert(replaceTurn(tree, "?", said("x")) === tree);
    assert(removeTurn(tree, "?") === tree);
  });

  it("stays whole whatever is done to it", () => {
    fc.assert(fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const tree = grow(steps);
      const listed = Object.values(tree.children).flat();
      assertEquals(listed.toSorted(), Object.keys(tree.nodes).toSorted());
      for (const [place, ids] of Object.entries(tree.children)) {
        assert(ids.length > 0);
        assert(ids.includes(tree.chosen[place] ?? ""), place);
        assert(place === "" || tree.nodes[place] !== undefined);
      }
      assertEquals(
        Object.keys(tree.chosen).toSorted(),
        Object.keys(tree.children).toSorted(),
      );
      const last = pathOf(tree).at(-1);
      if (last !== undefined) {
        assertEquals(pathTo(tree, last.id), pathOf(tree));
        assert((tree.children[last.id] ?? []).length === 0);
      }
    }));
  });

  it("goes through a turn that is chosen", () => {
    fc.assert(fc.property(fc.array(step), fc.nat(), (steps, at) => {
      const tree = grow(steps);
      const ids = Object.keys(tree.nodes);
      const id = ids[at % Math.max(1, ids.length)];
      if (id === undefined) return;
      const path = pathOf(chooseTurn(tree, id)).map((node) => node.id);
      assert(path.includes(id));
    }));
  });

  it("is the same after it was written to a file and read", () => {
    fc.assert(fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const tree = grow(steps);
      const read = readTree(JSON.parse(JSON.stringify(tree)));
      assertEquals(textsOf(read), textsOf(tree));
      assertEquals(
        Object.keys(read.nodes).length,
        Object.keys(tree.nodes).length,
      );
    }));
  });
});

describe("reading a tree", () => {
  it("survives anything", () => {
    fc.assert(fc.property(fc.anything(), (value) => {
      pathOf(readTree(value));
    }));
  });

  it("survives trees that name what is not theirs, or themselves", () => {
    const hostile = JSON.parse(`{
      "nodes": {"a": {"turn": {"kind": "user", "text": 5}},
        "__proto__": {"turn": {"kind": "user", "text": "p"}}},
      "children": {"": ["a", "a", "__proto__", "constructor", 7],
        "a": ["a", "b"]},
      "chosen": {"": "constructor", "a": "a"}
    }`);
    const tree = readTree(hostile);
    assertEquals(textsOf(tree).length, 1);
    assertEquals(Object.keys(tree.nodes).length, 2);
    assertEquals(({} as Record<string, unknown>).turn, undefined);
  });

  it("keeps no address of a picture but of its own data", () => {
    const tree = readTree({
      nodes: {
        a: {
          turn: {
            kind: "user",
            text: "",
            pictures: [
              { url: "https://evil.example/a.png" },
              { url: "javascript:alert(1)" },
              { url: "data:image/png;base64,AAAA" },
              { url: "data:text/html,<script>" },
            ],
          },
        },
      },
      children: { "": ["a"] },
    });
    const [node] = pathOf(tree);
    assert(node?.turn.kind === "user");
    assertEquals(node.turn.pictures.map(({ url }) => url), [
      "data:image/png;base64,AAAA",
    ]);
  });

  it("takes an answer that was still coming for one that was stopped", () => {
    const turn = { ...emptyAnswer("m"), text: "half" };
    const tree = addTurn(EMPTY_TREE, { id: "a", parentId: null, turn });
    for (const read of [readTree(tree), settled(tree)]) {
      const [node] = pathOf(read);
      assert(node?.turn.kind === "answer");
      assertEquals(node.turn.state, "stopped");
      assertEquals(node.turn.text, "half");
    }
  });
});
