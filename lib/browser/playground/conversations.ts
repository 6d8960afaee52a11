import { type ChatSettings, NO_SETTINGS } from "./chat_settings.ts";
import { newId } from "./new_id.ts";
import { readTree } from "./read_tree.ts";
import { EMPTY_TREE, pathOf, type Tree } from "./tree.ts";
import { isRecord, textOf } from "./values.ts";

/** A model and what was said with it. */
export interface LaneRecord {
  model: string;
  tree: Tree;
}

/** A conversation as it is kept in the browser. */
export interface Conversation {
  id: string;
  title: string;
  /** Unix ms. */
  createdAt: number;
  updatedAt: number;
  settings: ChatSettings;
  /** One, or two side by side. */
  lanes: LaneRecord[];
}

/** What a list of conversations shows. */
export type ConversationHead = Pick<
  Conversation,
  "id" | "title" | "updatedAt"
>;

/** A conversation in which nothing was said. */
export function newConversation(
  now: number,
  given: Partial<Conversation> = {},
): Conversation {
  return {
    id: newId(),
    title: "",
    createdAt: now,
    updatedAt: now,
    settings: NO_SETTINGS,
    lanes: [{ model: "", tree: EMPTY_TREE }],
    ...given,
  };
}

const MAX_TITLE = 60;

/** The first words that were said; empty when there are none. */
export function titleOf(lanes: readonly LaneRecord[]): string {
  for (const { tree } of lanes) {
    const first = pathOf(tree).find(({ turn }) => turn.kind === "user")?.turn;
    if (first?.kind !== "user") continue;
    const line = first.text.trim().replace(/\s+/g, " ").slice(0, 500);
    const letters = [...line];
    return letters.length > MAX_TITLE
      ? `${letters.slice(0, MAX_TITLE).join("")}…`
      : line;
  }
  return "";
}

const FORMAT = "puter-2api conversations";

/** Conversations as a text for a file. */
export function exported(conversations: readonly Conversation[]): string {
  return JSON.stringify({ format: FORMAT, version: 1, conversations }, null, 1);
}

/**
 * The conversations of such a text, under ids of their own; null for another
 * text. What cannot be read of one is left out.
 */
export function imported(text: string, now: number): Conversation[] | null {
  let file: { format?: unknown; conversations?: unknown };
  try {
    file = JSON.parse(text);
  } catch {
    return null;
  }
  if (file?.format !== FORMAT || !Array.isArray(file.conversations)) {
    return null;
  }
  return file.conversations.flatMap((value: unknown) => {
    const read = readConversation(value, now);
    return read === null ? [] : [read];
  });
}

/** A conversation that was kept, as far as it can be trusted. */
export function readConversation(
  value: unknown,
  now: number,
): Conversation | null {
  if (!isRecord(value) || !Array.isArray(value.lanes)) return null;
  const lanes = value.lanes.slice(0, 2).flatMap((lane: unknown) =>
    isRecord(lane)
      ? [{ model: textOf(lane.model), tree: readTree(lane.tree) }]
      : []
  );
  if (lanes.length === 0) return null;
  return {
    id: newId(),
    title: textOf(value.title),
    createdAt: timeOf(value.createdAt, now),
    updatedAt: timeOf(value.updatedAt, now),
    settings: readSettings(value.settings),
    lanes,
  };
}

function readSettings(value: unknown): ChatSettings {
  const given = isRecord(value) ? value : {};
  const entries = Object.keys(NO_SETTINGS).map((name) => [
    name,
    textOf(given[name]),
  ]);
  return Object.fromEntries(entries) as ChatSettings;
}

function timeOf(value: unknown, now: number): number {
  return typeof value === "number" && Number.isFinite(value) ? value : now;
}
