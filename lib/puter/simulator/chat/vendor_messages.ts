import { isRecord, parseJson } from "../../record.ts";
import type { Part, PuterSideMessage } from "./normalise.ts";

/** The messages as Puter gives them to a vendor of OpenAI's chat protocol. */
export function openAiMessages(messages: PuterSideMessage[]): Part[] {
  return messages.map(openAiMessage);
}

function openAiMessage(message: PuterSideMessage): Part {
  const out: Part = { ...message };
  const rest: Part[] = [];
  const calls: Part[] = Array.isArray(message.tool_calls)
    ? [...message.tool_calls]
    : [];
  const own = message.tool_calls === undefined;
  // Puter walks backwards, which turns the order of calls around.
  for (const part of message.content.toReversed()) {
    if (part.type === "tool_use") calls.push(toolCall(part));
    else rest.unshift(withType(part));
  }
  out.content = rest;
  if (calls.length > 0) {
    out.tool_calls = calls;
    // Text beside calls that are parts is lost.
    if (own) out.content = null;
  }
  const result = rest.find(({ type }) => type === "tool_result");
  if (result === undefined) return out;
  return {
    ...out,
    role: "tool",
    tool_call_id: result.tool_use_id,
    content: result.content,
  };
}

/** Arguments that are text already are encoded once more. */
function toolCall({ id, name, input, extra_content: extra }: Part): Part {
  return {
    id,
    type: "function",
    function: { name, arguments: JSON.stringify(input) },
    ...(extra ? { extra_content: extra } : {}),
  };
}

function withType(part: Part): Part {
  if (part.type) return part;
  if (part.image_url) return { ...part, type: "image_url" };
  return part.video_url ? { ...part, type: "video_url" } : part;
}

/** The items Puter gives to OpenAI's Responses API. */
export function responsesItems(messages: PuterSideMessage[]): Part[] {
  return messages.map((message) => {
    if (message.role !== "tool") return responsesItem(message);
    const { role: _, content, tool_call_id: id, ...rest } = message;
    const { tool_use_id: used, tool_calls: __, ...kept } = rest;
    return {
      ...kept,
      type: "function_call_output",
      call_id: id || used,
      output: textOfParts(content),
    };
  });
}

function responsesItem(message: PuterSideMessage): Part {
  const call = message.tool_calls === undefined
    ? message.content.findLast(({ type }) => type === "tool_use")
    : undefined;
  // One item is one call: of several in a message the last one remains.
  if (call !== undefined) return responsesCall(message, call);
  const result = message.content.find(({ type }) => type === "tool_result");
  if (result !== undefined) {
    const { role: _, content: __, ...rest } = message;
    return {
      ...rest,
      type: "function_call_output",
      call_id: result.tool_use_id,
      output: result.content,
    };
  }
  const content = message.content.map(withType)
    .map((part) => responsesPart(part, message.role));
  return { ...message, content };
}

function responsesCall(message: PuterSideMessage, call: Part): Part {
  const { role: _, content: __, ...rest } = message;
  return {
    ...rest,
    call_id: call.id,
    ...(call.canonical_id === undefined ? {} : { id: call.canonical_id }),
    name: call.name,
    arguments: JSON.stringify(call.input),
    type: "function_call",
  };
}

/** Text is renamed by role, and nothing else is. */
function responsesPart(part: Part, role: string): Part {
  if (part.type !== "text") return part;
  if (role === "user" || role === "system") {
    return { ...part, type: "input_text" };
  }
  return role === "assistant" ? { ...part, type: "output_text" } : part;
}

function textOfParts(parts: Part[]): string {
  return parts.map(({ text, content }) => {
    if (typeof text === "string") return text;
    return typeof content === "string" ? content : "";
  }).join("");
}

/** What Anthropic gets: the first system message apart, then the rest. */
export interface ClaudeMessages {
  system?: Part[];
  messages: Part[];
}

/** The messages as Puter gives them to Anthropic. */
export function claudeMessages(messages: PuterSideMessage[]): ClaudeMessages {
  const [first] = messages.filter(({ role }) => role === "system");
  const rest = messages.filter(({ role }) => role !== "system");
  return {
    ...(first === undefined ? {} : { system: cached(first).content }),
    messages: rest.map((message) => claudeMessage(cached(message))),
  };
}

/** A message's `cache_control` moves to its first part. */
function cached(message: PuterSideMessage): PuterSideMessage {
  const { cache_control: control, ...rest } = message;
  const [first, ...others] = message.content;
  if (!control || first === undefined) return message;
  return {
    ...rest,
    content: [{ ...first, cache_control: control }, ...others],
  };
}

function claudeMessage(message: PuterSideMessage): Part {
  if (message.role === "tool") return claudeResult(message);
  const { tool_calls: calls, ...rest } = message;
  const content = message.content.map(claudePart);
  if (!Array.isArray(calls)) return { ...rest, content };
  for (const call of calls) {
    const fn = isRecord(call) && isRecord(call.function) ? call.function : {};
    content.push(claudePart({
      type: "tool_use",
      id: isRecord(call) ? call.id : undefined,
      name: fn.name,
      input: fn.arguments ?? {},
    }));
  }
  return { ...rest, content };
}

function claudeResult(message: PuterSideMessage): Part {
  const block = message.content.find(({ type }) => type === "tool_result");
  return {
    role: "user",
    content: [{
      type: "tool_result",
      tool_use_id: message.tool_call_id || message.tool_use_id,
      content: block?.content ?? block?.text ?? textOfParts(message.content),
    }],
  };
}

/** Arguments must be an object there. */
function claudePart(part: Part): Part {
  if (part.type !== "tool_use") return part;
  const input = typeof part.input === "string"
    ? parseJson(part.input) ?? {}
    : part.input ?? {};
  return { ...part, input };
}
