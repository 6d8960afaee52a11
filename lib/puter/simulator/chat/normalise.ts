import { isRecord } from "../../record.ts";
import { puterError } from "./errors.ts";
import type { VendorError } from "./types.ts";

/** One part of a message; Puter looks at few of its fields. */
export type Part = Record<string, unknown>;

/** A message after Puter's own normalisation: its content is a list of parts. */
export interface PuterSideMessage {
  role: string;
  content: Part[];
  [field: string]: unknown;
}

/** What normalising gave: messages, or Puter's own refusal of them. */
export type Normalised =
  | { kind: "messages"; messages: PuterSideMessage[] }
  | VendorError;

/**
 * Puter's first step with `messages`: tool calls without text become parts,
 * results become parts, and messages of one role in a row are merged unless one
 * of them holds a call or a result. Faults are answered as Puter answers them.
 */
export function normaliseMessages(messages: unknown): Normalised {
  if (!Array.isArray(messages)) return unhandled();
  const normal: PuterSideMessage[] = [];
  for (const message of messages) {
    const one = normaliseMessage(message);
    if ("kind" in one && one.kind === "error") return one as VendorError;
    normal.push(one as PuterSideMessage);
  }
  return { kind: "messages", messages: merge(normal) };
}

/** A fault that Puter did not foresee. */
export function unhandled(): VendorError {
  return puterError(500, {
    message: "Internal Server Error",
    code: "internal_error",
  });
}

function bad(message: string): VendorError {
  return puterError(400, { message, code: "bad_request" });
}

function normaliseMessage(given: unknown): PuterSideMessage | VendorError {
  const raw = typeof given === "string" ? { content: [given] } : given;
  if (!isRecord(raw)) return bad("each message must be a string or object");
  const message: Part = { ...raw, role: raw.role || "user" };
  if (!message.content) {
    const fault = fillContent(message);
    if (fault !== undefined) return fault;
  }
  if (message.role === "tool") takeResult(message);
  const content = Array.isArray(message.content)
    ? message.content
    : [message.content];
  const parts: Part[] = [];
  for (const part of content) {
    if (part === null) return unhandled();
    const one = partOf(part);
    if (one === undefined) {
      return bad("each message content item must be a string or object");
    }
    parts.push(one);
  }
  return { ...message, role: String(message.role), content: parts };
}

/** Calls stand in for the content; without any the message is refused. */
function fillContent(message: Part): VendorError | undefined {
  const { tool_calls: calls } = message;
  if (!calls) {
    if (message.role === "tool") return undefined;
    return bad("each message must have a 'content' property");
  }
  if (!Array.isArray(calls)) {
    message.content = [];
    delete message.tool_calls;
    return undefined;
  }
  const parts: Part[] = [];
  for (const call of calls) {
    if (!isRecord(call) || !isRecord(call.function)) return unhandled();
    const { name, arguments: input } = call.function;
    parts.push({ type: "tool_use", id: call.id, name, input });
  }
  message.content = parts;
  delete message.tool_calls;
}

function takeResult(message: Part): void {
  const { content } = message;
  const id = message.tool_call_id || message.tool_use_id || message.id;
  message.tool_use_id = id;
  message.content = [{
    type: "tool_result",
    tool_use_id: id,
    content: typeof content === "string"
      ? content
      : JSON.stringify(content ?? {}),
  }];
}

function partOf(part: unknown): Part | undefined {
  if (typeof part === "string") return { type: "text", text: part };
  if (!isRecord(part)) return undefined;
  if (part.type === "tool_use" && "text" in part) {
    const { text: _, ...rest } = part;
    return rest;
  }
  return typeof part.text === "string" && !part.type
    ? { ...part, type: "text" }
    : { ...part };
}

function merge(messages: PuterSideMessage[]): PuterSideMessage[] {
  const merged: PuterSideMessage[] = [];
  for (const message of messages.flatMap(split)) {
    const last = merged.at(-1);
    if (
      last?.role === message.role && !holdsTools(message) && !holdsTools(last)
    ) last.content.push(...message.content);
    else merged.push(message);
  }
  return merged;
}

/** Each part on its own, but for messages that hold calls. */
function split(message: PuterSideMessage): PuterSideMessage[] {
  const calls = message.role === "assistant" &&
    message.content.some(({ type }) => type === "tool_use");
  if (calls) return [message];
  return message.content.map((part) => ({ ...message, content: [part] }));
}

function holdsTools({ content }: PuterSideMessage): boolean {
  return content.some(({ type }) =>
    type === "tool_use" || type === "tool_result"
  );
}
