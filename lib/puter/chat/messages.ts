import type {
  CacheMark,
  ChatMessage,
  ContentPart,
  ToolCall,
} from "../../chat/request.ts";
import { ApiError } from "../../http/errors.ts";
import { toPuterPart } from "./content_parts.ts";
import type { ModelFamily } from "../models/models.ts";
import { pairToolResults, toInput } from "./tool_history.ts";

/** A message of Puter's chat arguments. */
export interface PuterMessage {
  role: "system" | "user" | "assistant" | "tool";
  /** Never empty: Puter refuses a message without content. */
  content: string | Record<string, unknown>[];
  tool_call_id?: string;
  /** Claude only: Puter moves it to the first part of the content. */
  cache_control?: CacheMark;
}

/** Stands for the result of a tool that returned nothing. */
const NO_OUTPUT = "(no output)";

/**
 * The messages of a request as Puter passes them on intact to every family of
 * vendors. The plain OpenAI form of tool calls does not survive there (encoded
 * twice, reordered, or dropped), so each call is one assistant message with a
 * single `tool_use` part, directly followed by its result. Claude models see
 * only the first system message: all system text is merged into it.
 *
 * @throws {ApiError} 400 for a part the model cannot take, or when nothing is
 *   left to send
 */
export function toPuterMessages(
  messages: ChatMessage[],
  family: ModelFamily,
): PuterMessage[] {
  const sent: PuterMessage[] = [];
  for (const paired of pairToolResults(messages)) {
    switch (paired.role) {
      case "call":
        sent.push(...callMessages(paired.call, {
          id: callId(paired.call.id, family) || `call_${sent.length}`,
          result: paired.result,
          cache: paired.cache,
          family,
        }));
        break;
      case "orphan":
        sent.push(orphanMessage(paired.callId, paired.text));
        break;
      default:
        sent.push(...plainMessages(messages, paired.index, family));
    }
  }
  const ordered = family === "claude" ? mergeSystem(sent) : sent;
  if (ordered.length > 0) return ordered;
  throw new ApiError("The messages hold no content to send", {
    status: 400,
    code: "invalid_value",
    param: "messages",
  });
}

function plainMessages(
  messages: ChatMessage[],
  index: number,
  family: ModelFamily,
): PuterMessage[] {
  const message = messages[index];
  if (message === undefined || message.role === "tool") return [];
  const { role } = message;
  const content = role === "user"
    ? userContent(message.content, family, `messages[${index}].content`)
    : textContent(message.text, family);
  if (content === undefined) return [];
  return role === "system"
    ? [{ role, content, ...cacheControl(message.cache, family) }]
    : [{ role, content }];
}

function userContent(
  parts: ContentPart[],
  family: ModelFamily,
  param: string,
): PuterMessage["content"] | undefined {
  const [first] = parts;
  const isPlain = first?.cache === undefined || family !== "claude";
  if (parts.length === 1 && first?.type === "text" && isPlain) {
    return textContent(first.text, family);
  }
  const content = parts.flatMap((part, index) =>
    part.type === "text" && textContent(part.text, family) === undefined
      ? []
      : [{
        ...toPuterPart(part, family, `${param}[${index}]`),
        ...cacheControl(part.cache, family),
      }]
  );
  return content.length > 0 ? content : undefined;
}

/** Claude refuses text of blanks alone as it refuses an empty one. */
function textContent(text: string, family: ModelFamily): string | undefined {
  const empty = family === "claude" ? text.trim() === "" : text === "";
  return empty ? undefined : text;
}

/** What Anthropic alone is told of caching: it remembers nothing unasked. */
function cacheControl(
  cache: CacheMark | undefined,
  family: ModelFamily,
): { cache_control?: CacheMark } {
  return cache === undefined || family !== "claude"
    ? {}
    : { cache_control: cache };
}

/** Puter drops the mark of a result: its call is the next best place. */
function callMessages(
  call: ToolCall,
  { id, result, cache, family }: {
    id: string;
    result: string;
    cache: CacheMark | undefined;
    family: ModelFamily;
  },
): PuterMessage[] {
  const extra = family === "openai" && call.extraContent !== undefined
    ? { extra_content: call.extraContent }
    : {};
  const input = toInput(call);
  const content = [{
    type: "tool_use",
    id,
    name: call.name,
    input,
    ...extra,
    ...cacheControl(cache, family),
  }];
  return [
    { role: "assistant", content },
    { role: "tool", tool_call_id: id, content: orNoOutput(result) },
  ];
}

/** Anthropic refuses ids with other characters, such as `functions.f:0`. */
function callId(id: string, family: ModelFamily): string {
  return family === "claude" ? id.replace(/[^\w-]/g, "_") : id;
}

function orphanMessage(callId: string, text: string): PuterMessage {
  const content = `Result of tool call ${callId}:\n${orNoOutput(text)}`;
  return { role: "user", content };
}

function orNoOutput(text: string): string {
  return text.trim() === "" ? NO_OUTPUT : text;
}

function mergeSystem(messages: PuterMessage[]): PuterMessage[] {
  const rest = messages.filter(({ role }) => role !== "system");
  const system = messages.filter(({ role }) => role === "system");
  if (system.length === 0) return rest;
  const content = system.map(({ content }) => content).join("\n\n");
  const marked = system.findLast((message) =>
    message.cache_control !== undefined
  );
  // Claude needs something to answer to.
  if (rest.length === 0) return [{ role: "user", content }];
  const cache = cacheControl(marked?.cache_control, "claude");
  return [{ role: "system", content, ...cache }, ...rest];
}
