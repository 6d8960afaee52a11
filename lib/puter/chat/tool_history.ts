import type { CacheMark, ChatMessage, ToolCall } from "../../chat/request.ts";
import { isRecord, parseJson } from "../record.ts";

/** A conversation in which every call carries the result that came for it. */
export type PairedMessage =
  | { role: "system" | "user" | "assistant"; index: number }
  | { role: "call"; call: ToolCall; result: string; cache?: CacheMark }
  | { role: "orphan"; callId: string; text: string };

/** Said in place of a result that the client did not give. */
export const NO_RESULT = "No result was given for this tool call";

type ToolMessage = Extract<ChatMessage, { role: "tool" }>;

/**
 * Puts each tool call directly before its result, wherever the result came
 * later; the order of everything else stays. A call takes the first unused
 * result with its id that follows it. Vendors refuse a call without a result,
 * so such a call gets a text that says so; they also refuse a result without a
 * call, which therefore becomes an `orphan`.
 */
export function pairToolResults(messages: ChatMessage[]): PairedMessage[] {
  const results = new ResultQueue(messages);
  const paired: PairedMessage[] = [];
  messages.forEach((message, index) => {
    if (message.role !== "tool") {
      paired.push({ role: message.role, index });
      if (message.role !== "assistant") return;
      for (const call of message.toolCalls) {
        const found = results.take(call.id, index);
        const result = found?.text ?? NO_RESULT;
        paired.push({ role: "call", call, result, cache: found?.cache });
      }
    } else if (!results.isTaken(message)) {
      const { callId, text } = message;
      paired.push({ role: "orphan", callId, text });
    }
  });
  return paired;
}

/** The tool results of a conversation, given out once each. */
class ResultQueue {
  readonly #waiting = new Map<string, { index: number; tool: ToolMessage }[]>();
  readonly #taken = new Set<ToolMessage>();

  constructor(messages: ChatMessage[]) {
    messages.forEach((tool, index) => {
      if (tool.role !== "tool") return;
      const queue = this.#waiting.get(tool.callId) ?? [];
      queue.push({ index, tool });
      this.#waiting.set(tool.callId, queue);
    });
  }

  take(callId: string, after: number): ToolMessage | undefined {
    const queue = this.#waiting.get(callId) ?? [];
    const found = queue.findIndex(({ index }) => index > after);
    if (found < 0) return undefined;
    const [entry] = queue.splice(found, 1);
    if (entry === undefined) return undefined;
    this.#taken.add(entry.tool);
    return entry.tool;
  }

  isTaken(tool: ToolMessage): boolean {
    return this.#taken.has(tool);
  }
}

/**
 * The arguments of a call as the object Puter needs. Models also write none at
 * all, or something that is no object: that is kept as the one member
 * `arguments`, in the words of the model.
 */
export function toInput(call: ToolCall): Record<string, unknown> {
  if (call.arguments.trim() === "") return {};
  const input = parseJson(call.arguments);
  return isRecord(input) ? input : { arguments: call.arguments };
}
