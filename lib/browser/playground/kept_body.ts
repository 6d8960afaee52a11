import { type ChatSettings, NO_SETTINGS } from "./chat_settings.ts";
import { newId } from "./new_id.ts";
import { addTurn, EMPTY_TREE, type Tree } from "./tree.ts";
import { emptyAnswer, type Turn } from "./turns.ts";
import { isRecord, textOf } from "./values.ts";

type Fields = Record<string, unknown>;

/** A conversation as a client sent it. */
export interface KeptConversation {
  settings: ChatSettings;
  tree: Tree;
}

/**
 * Reads a body of chat completions, or of Anthropic's messages, as far as both
 * say the same; null for another body. Data of pictures is not kept with
 * bodies, so pictures are left out.
 */
export function readKeptBody(text: string): KeptConversation | null {
  let body: Fields;
  try {
    body = fieldsOf(JSON.parse(text));
  } catch {
    return null;
  }
  if (!Array.isArray(body.messages)) return null;
  const system: string[] = body.system === undefined
    ? []
    : [contentOf(body.system)];
  const turns: Turn[] = [];
  for (const message of body.messages.map(fieldsOf)) {
    const isSystem = message.role === "system" || message.role === "developer";
    if (isSystem) system.push(contentOf(message.content));
    else addMessage(turns, message);
  }
  return {
    settings: settingsOf(body, system.join("\n\n")),
    tree: treeOf(turns),
  };
}

function addMessage(turns: Turn[], message: Fields): void {
  const text = contentOf(message.content);
  if (message.role === "tool") {
    const callId = textOf(message.tool_call_id);
    const result = { callId, name: nameOfCall(turns, callId), text };
    const last = turns.at(-1);
    if (last?.kind === "results") last.results.push(result);
    else turns.push({ kind: "results", results: [result] });
  } else if (message.role === "assistant") {
    const calls = Array.isArray(message.tool_calls) ? message.tool_calls : [];
    turns.push({
      ...emptyAnswer(""),
      state: "done",
      text,
      toolCalls: calls.map(fieldsOf).map(({ id, function: fn }) => ({
        id: textOf(id),
        name: textOf(fieldsOf(fn).name),
        arguments: textOf(fieldsOf(fn).arguments),
      })),
    });
  } else if (message.role === "user") {
    turns.push({ kind: "user", text, pictures: [] });
  }
}

function nameOfCall(turns: readonly Turn[], callId: string): string {
  for (const turn of turns) {
    if (turn.kind !== "answer") continue;
    const call = turn.toolCalls.find(({ id }) => id === callId);
    if (call !== undefined) return call.name;
  }
  return "";
}

function treeOf(turns: readonly Turn[]): Tree {
  let tree = EMPTY_TREE;
  let parentId: string | null = null;
  for (const turn of turns) {
    const id = newId();
    tree = addTurn(tree, { id, parentId, turn });
    parentId = id;
  }
  return tree;
}

function settingsOf(body: Fields, system: string): ChatSettings {
  const stop = Array.isArray(body.stop) ? body.stop : [body.stop];
  const most = body.max_completion_tokens ?? body.max_tokens;
  const effort = textOf(body.reasoning_effort);
  const efforts: readonly string[] = ["minimal", "low", "medium", "high"];
  return {
    ...NO_SETTINGS,
    system,
    tools: Array.isArray(body.tools) && body.tools.length > 0
      ? JSON.stringify(body.tools, null, 2)
      : "",
    temperature: numberText(body.temperature),
    topP: numberText(body.top_p),
    maxTokens: numberText(most),
    seed: numberText(body.seed),
    presencePenalty: numberText(body.presence_penalty),
    frequencyPenalty: numberText(body.frequency_penalty),
    stop: stop.filter((one) => typeof one === "string").join("\n"),
    effort: efforts.includes(effort) ? effort as ChatSettings["effort"] : "",
    format: fieldsOf(body.response_format).type === "json_object"
      ? "json_object"
      : "",
  };
}

/** The text of a content, whether it is one or a list of parts. */
function contentOf(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content.map(fieldsOf).map(({ text }) => textOf(text))
    .filter((text) => text !== "").join("\n");
}

function fieldsOf(value: unknown): Fields {
  return isRecord(value) ? value : {};
}

function numberText(value: unknown): string {
  return typeof value === "number" ? String(value) : "";
}
