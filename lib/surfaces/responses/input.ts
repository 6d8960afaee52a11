import type { ChatMessage, ContentPart, ToolCall } from "../../chat/request.ts";
import { itemId, type ItemPrefix } from "./ids.ts";
import { customArguments } from "../custom_tools.ts";
import { type Fields, stringAt } from "../fields.ts";
import { badField } from "../validate.ts";
import { readParts, readText } from "./parts.ts";
import type { InputItem } from "./schema.ts";
import type { ToolTable } from "./tools.ts";

/** One item of a conversation, and how errors name it. */
export interface ConversationItem {
  item: InputItem;
  /** Such as `input[0]`. */
  at: string;
}

/** The items of a request's own input; a text is a message of the user. */
export function inputItems(
  input: string | readonly InputItem[] | null | undefined,
): InputItem[] {
  if (input === null || input === undefined) return [];
  if (typeof input !== "string") return [...input];
  const content = [{ type: "input_text", text: input }];
  return [{ type: "message", role: "user", content }];
}

/**
 * The messages of a conversation in the gateway's own words. Reasoning and the
 * traces of hosted tools say nothing to another model and are left out.
 *
 * @throws {ApiError} 400 naming the item and part that cannot be read
 */
export function readInput(
  items: readonly ConversationItem[],
  tools: ToolTable,
): ChatMessage[] {
  return items.flatMap(({ item, at }) => readItem(item, at, tools));
}

function readItem(
  item: InputItem,
  at: string,
  tools: ToolTable,
): ChatMessage[] {
  switch (item.type ?? "message") {
    case "message":
      return [readMessage(item, at)];
    case "function_call":
      return [callMessage(functionCall(item, at, tools))];
    case "custom_tool_call":
      return [callMessage(customCall(item, at, tools))];
    case "function_call_output":
    case "custom_tool_call_output":
      return toolResult(item, at);
    default:
      return [];
  }
}

function readMessage(item: InputItem, at: string): ChatMessage {
  const content = `${at}.content`;
  switch (item.role) {
    case "user":
      return { role: "user", content: readParts(item.content, content) };
    case "assistant": {
      const text = readText(item.content, content);
      return { role: "assistant", text, toolCalls: [] };
    }
    case "system":
    case "developer":
      return { role: "system", text: readText(item.content, content) };
    default:
      throw badField(`${at}.role`, `'${item.role}' is not a known role`, {
        code: item.role ? "invalid_value" : "missing_required_parameter",
      });
  }
}

function callMessage(call: ToolCall): ChatMessage {
  return { role: "assistant", text: "", toolCalls: [call] };
}

function functionCall(item: Fields, at: string, tools: ToolTable): ToolCall {
  return {
    ...callHead(item, at, tools),
    arguments: stringAt(item, "arguments", at) || "{}",
    ...(item.extra_content === undefined
      ? {}
      : { extraContent: item.extra_content }),
  };
}

function customCall(item: Fields, at: string, tools: ToolTable): ToolCall {
  return {
    ...callHead(item, at, tools),
    arguments: customArguments(stringAt(item, "input", at)),
  };
}

function callHead(item: Fields, at: string, tools: ToolTable) {
  const { namespace } = item;
  return {
    id: stringAt(item, "call_id", at),
    name: tools.modelName(
      stringAt(item, "name", at),
      typeof namespace === "string" ? namespace : undefined,
    ),
  };
}

/** Results are text upstream: what else they hold is shown by the user. */
function toolResult(item: Fields, at: string): ChatMessage[] {
  const callId = stringAt(item, "call_id", at);
  if (item.output === undefined) stringAt(item, "output", at);
  const parts = readParts(item.output, `${at}.output`);
  const text = parts.map((part) => part.type === "text" ? part.text : "")
    .join("");
  const others = parts.filter((part) => part.type !== "text");
  const result: ChatMessage = { role: "tool", callId, text };
  return others.length === 0 ? [result] : [
    { ...result, text: text || "(see the attachment)" },
    { role: "user", content: [attachmentOf(callId), ...others] },
  ];
}

function attachmentOf(callId: string): ContentPart {
  return { type: "text", text: `Attached to the result of call ${callId}:` };
}

const PREFIXES: Readonly<Record<string, ItemPrefix>> = {
  message: "msg",
  reasoning: "rs",
  function_call: "fc",
  function_call_output: "fco",
  custom_tool_call: "ctc",
  image_generation_call: "ig",
};

/** Input items as they are kept: each has a type and an id. */
export function withItemIds(
  items: readonly InputItem[],
  responseId: string,
): InputItem[] {
  return items.map((item, index) => {
    const type = item.type ?? "message";
    const prefix = PREFIXES[type] ?? "item";
    return {
      ...item,
      type,
      id: item.id || itemId(responseId, prefix, { side: "input", index }),
    };
  });
}
