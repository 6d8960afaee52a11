import { newId } from "./new_id.ts";
import { addTurn, EMPTY_TREE, type Tree } from "./tree.ts";
import {
  type AnswerFigures,
  type AnswerTurn,
  emptyAnswer,
  type Turn,
} from "./turns.ts";
import { isRecord, textOf } from "./values.ts";

type Fields = Record<string, unknown>;

/**
 * A tree out of a file, made anew with ids of its own: a file may be anything.
 * Turns that hang nowhere are left out; an answer that was still coming was
 * stopped.
 */
export function readTree(value: unknown): Tree {
  const { nodes, children, chosen } = fieldsOf(value);
  let tree = EMPTY_TREE;
  const ids = new Map<string, string>();
  const waiting: [place: string, parentId: string | null][] = [["", null]];
  for (const [place, parentId] of waiting) {
    const listed = ownField(fieldsOf(children), place);
    for (const old of Array.isArray(listed) ? listed : []) {
      if (typeof old !== "string" || ids.has(old)) continue;
      const turn = readTurn(fieldsOf(ownField(fieldsOf(nodes), old)).turn);
      if (turn === null) continue;
      const id = newId();
      ids.set(old, id);
      tree = addTurn(tree, { id, parentId, turn });
      waiting.push([old, id]);
    }
  }
  for (const old of Object.values(fieldsOf(chosen))) {
    const id = ids.get(textOf(old));
    const node = id === undefined ? undefined : tree.nodes[id];
    if (node === undefined) continue;
    tree = {
      ...tree,
      chosen: { ...tree.chosen, [node.parentId ?? ""]: node.id },
    };
  }
  return tree;
}

/** As `readTree`, keeping ids: for what this page itself has kept. */
export function settled(tree: Tree): Tree {
  const nodes = Object.entries(tree.nodes).map(([id, node]) => {
    const { turn } = node;
    const isCut = turn.kind === "answer" && turn.state === "running";
    return [
      id,
      isCut ? { ...node, turn: { ...turn, state: "stopped" as const } } : node,
    ];
  });
  return { ...tree, nodes: Object.fromEntries(nodes) };
}

function readTurn(value: unknown): Turn | null {
  const turn = fieldsOf(value);
  switch (turn.kind) {
    case "user":
      return {
        kind: "user",
        text: textOf(turn.text),
        pictures: listOf(turn.pictures).flatMap((picture) => {
          const url = textOf(picture.url);
          return isPicture(url) ? [{ url, name: textOf(picture.name) }] : [];
        }),
      };
    case "results":
      return {
        kind: "results",
        results: listOf(turn.results).map((result) => ({
          callId: textOf(result.callId),
          name: textOf(result.name),
          text: textOf(result.text),
        })),
      };
    case "answer":
      return readAnswer(turn);
    default:
      return null;
  }
}

function readAnswer(turn: Fields): AnswerTurn {
  const fault = fieldsOf(turn.fault);
  const images = Array.isArray(turn.images) ? turn.images : [];
  return {
    ...emptyAnswer(textOf(turn.model)),
    state: turn.state === "failed" || turn.state === "done"
      ? turn.state
      : "stopped",
    text: textOf(turn.text),
    reasoning: textOf(turn.reasoning),
    refusal: textOf(turn.refusal),
    toolCalls: listOf(turn.toolCalls).map((call) => ({
      id: textOf(call.id),
      name: textOf(call.name),
      arguments: textOf(call.arguments),
    })),
    images: images.filter((url): url is string =>
      typeof url === "string" && isPicture(url)
    ),
    finish: textOf(turn.finish) || null,
    fault: turn.state === "failed"
      ? {
        message: textOf(fault.message),
        code: textOf(fault.code) || null,
        status: numberOf(fault.status) ?? 0,
      }
      : null,
    figures: readFigures(fieldsOf(turn.figures)),
  };
}

function readFigures(figures: Fields): AnswerFigures {
  const read: AnswerFigures = {};
  for (
    const name of ["requestId", "upstream", "servedModel", "account"] as const
  ) {
    if (typeof figures[name] === "string") read[name] = figures[name];
  }
  for (
    const name of ["firstTokenMs", "durationMs", "costMicroCents"] as const
  ) {
    const value = numberOf(figures[name]);
    if (value !== undefined) read[name] = value;
  }
  const usage = fieldsOf(figures.usage);
  if (numberOf(usage.completion) !== undefined) {
    read.usage = {
      prompt: numberOf(usage.prompt) ?? 0,
      completion: numberOf(usage.completion) ?? 0,
      cached: numberOf(usage.cached) ?? 0,
      reasoning: numberOf(usage.reasoning) ?? 0,
    };
  }
  return read;
}

function isPicture(url: string): boolean {
  return /^data:image\/[\w.+-]+;base64,[\w+/=\s]*$/.test(url);
}

function ownField(fields: Fields, name: string): unknown {
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

function fieldsOf(value: unknown): Fields {
  return isRecord(value) ? value : {};
}

function listOf(value: unknown): Fields[] {
  return Array.isArray(value) ? value.map(fieldsOf) : [];
}

function numberOf(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value)
    ? value
    : undefined;
}
