import type { Exchange } from "../exchange.ts";
import { jsonOf } from "../exchange.ts";
import type { Fault } from "../verdict.ts";
import { chunksOf, type ToolDelta } from "./chat.ts";

/** How many tools a stream calls; 0 where its frame is broken. */
export function callCount(exchange: Exchange): number {
  const chunks = chunksOf(exchange);
  if (!Array.isArray(chunks)) return 0;
  const indexes = deltasOf(chunks).map(({ index }) => index);
  return new Set(indexes).size;
}

/**
 * Tool calls as all clients gather them: `id` and `name` once for each, parts
 * of its arguments under its index, and the reason that makes them run it.
 */
export function judgeTools(exchange: Exchange): Fault | null {
  const chunks = chunksOf(exchange);
  if (!Array.isArray(chunks)) return chunks;
  const deltas = deltasOf(chunks);
  if (deltas.length === 0) return { problem: "noToolCall" };
  const calls = new Map<number, ToolDelta[]>();
  for (const delta of deltas) {
    if (typeof delta.index !== "number") return { problem: "toolIndex" };
    calls.set(delta.index, [...calls.get(delta.index) ?? [], delta]);
  }
  for (let index = 0; index < calls.size; index++) {
    const parts = calls.get(index);
    if (parts === undefined) return { problem: "toolIndex" };
    const fault = judgeCall(parts);
    if (fault !== null) return fault;
  }
  const ids = [...calls.values()].map((parts) => parts[0]?.id);
  if (new Set(ids).size !== ids.length) return { problem: "toolIdRepeated" };
  const reasons = chunks.flatMap(({ choices }) => choices ?? [])
    .map(({ finish_reason }) => finish_reason);
  return reasons.includes("tool_calls") ? null : { problem: "toolFinish" };
}

function judgeCall(parts: readonly ToolDelta[]): Fault | null {
  const ids = parts.filter(({ id }) => id !== undefined);
  if (ids.length !== 1 || parts[0]?.id === undefined) {
    return { problem: "toolIdRepeated" };
  }
  const names = parts.filter((part) => part.function?.name !== undefined);
  if (names.length !== 1) return { problem: "toolNameRepeated" };
  const text = parts.map((part) => part.function?.arguments ?? "").join("");
  const value = jsonOf(text);
  return typeof value === "object" && value !== null
    ? null
    : { problem: "toolArguments" };
}

function deltasOf(
  chunks: Exclude<ReturnType<typeof chunksOf>, Fault>,
): ToolDelta[] {
  return chunks.flatMap(({ choices }) => choices ?? [])
    .flatMap(({ delta }) => delta?.tool_calls ?? []);
}
