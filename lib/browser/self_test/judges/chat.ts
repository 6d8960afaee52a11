import { eventsOf, type Exchange, jsonOf } from "../exchange.ts";
import type { Fault } from "../verdict.ts";

/** A chunk of a streamed chat completion, as far as it is judged. */
export interface Chunk {
  choices?: {
    index?: number;
    delta?: {
      role?: string;
      content?: string | null;
      tool_calls?: ToolDelta[];
    };
    finish_reason?: string | null;
  }[];
  usage?: { total_tokens?: number } | null;
}

/** A part of a tool call. */
export interface ToolDelta {
  index?: number;
  id?: string;
  function?: { name?: string; arguments?: string };
}

/** The chunks of a stream, or what is wrong with its frame. */
export function chunksOf(exchange: Exchange): Chunk[] | Fault {
  const fault = frameFault(exchange);
  if (fault !== null) return fault;
  const chunks: Chunk[] = [];
  for (const { data } of eventsOf(exchange.text)) {
    if (data === "[DONE]") continue;
    const chunk = jsonOf(data);
    if (chunk === undefined) return { problem: "notJson" };
    chunks.push(chunk);
  }
  return chunks;
}

/** A good status and the media type of a stream. */
export function frameFault({ status, type }: Exchange): Fault | null {
  if (status !== 200) return { problem: "status", values: { status } };
  if (type !== "text/event-stream") {
    return { problem: "notEventStream", values: { type } };
  }
  return null;
}

/** SDKs that gather a stream need the role: first, and once. */
export function judgeRole(exchange: Exchange): Fault | null {
  const chunks = chunksOf(exchange);
  if (!Array.isArray(chunks)) return chunks;
  const deltas = chunks.flatMap(({ choices }) => choices ?? [])
    .map(({ delta }) => delta);
  if (deltas[0]?.role !== "assistant") return { problem: "noRole" };
  const count = deltas.filter((delta) => delta?.role !== undefined).length;
  return count === 1 ? null : { problem: "roleRepeated", values: { count } };
}

/** Each choice ends with a reason, and the stream with its mark. */
export function judgeEnd(exchange: Exchange): Fault | null {
  const chunks = chunksOf(exchange);
  if (!Array.isArray(chunks)) return chunks;
  const reasons = chunks.flatMap(({ choices }) => choices ?? [])
    .flatMap(({ finish_reason }) => finish_reason ?? []);
  if (reasons.length !== 1) return { problem: "noFinish" };
  const last = eventsOf(exchange.text).at(-1);
  return last?.data === "[DONE]" ? null : { problem: "noDone" };
}

/** Usage comes last, in a chunk without choices, and only when asked for. */
export function judgeUsage(
  asked: Exchange,
  unasked: Exchange,
): Fault | null {
  const chunks = chunksOf(asked);
  if (!Array.isArray(chunks)) return chunks;
  const others = chunksOf(unasked);
  if (!Array.isArray(others)) return others;
  const last = chunks.at(-1);
  const isTold = last?.choices?.length === 0 &&
    Number(last.usage?.total_tokens) > 0;
  if (!isTold) return { problem: "usageMissing" };
  return others.some(({ usage }) => usage !== undefined && usage !== null)
    ? { problem: "usageUnasked" }
    : null;
}

/** A list that OpenAI's and Anthropic's clients can read. */
export function judgeModels({ status, text }: Exchange): Fault | null {
  if (status !== 200) return { problem: "status", values: { status } };
  const list = jsonOf(text);
  if (list === undefined) return { problem: "notJson" };
  if (list.object !== "list" || !Array.isArray(list.data)) {
    return { problem: "shape", values: { field: "data" } };
  }
  for (const model of list.data) {
    const isGood = typeof model.id === "string" && model.object === "model" &&
      typeof model.created === "number" && typeof model.owned_by === "string";
    if (!isGood) return { problem: "shape", values: { field: "data[]" } };
  }
  return null;
}

/** A whole answer: text, a reason, and what it took. */
export function judgeWhole({ status, text }: Exchange): Fault | null {
  if (status !== 200) return { problem: "status", values: { status } };
  const answer = jsonOf(text);
  if (answer === undefined) return { problem: "notJson" };
  const [choice] = answer.choices ?? [];
  const fields: [string, boolean][] = [
    ["object", answer.object === "chat.completion"],
    ["id", typeof answer.id === "string"],
    ["choices[0].message.role", choice?.message?.role === "assistant"],
    [
      "choices[0].message.content",
      typeof choice?.message?.content === "string",
    ],
    ["choices[0].finish_reason", typeof choice?.finish_reason === "string"],
    ["usage.total_tokens", Number(answer.usage?.total_tokens) > 0],
  ];
  const wrong = fields.find(([_, isGood]) => !isGood);
  return wrong ? { problem: "shape", values: { field: wrong[0] } } : null;
}

/** A refusal: its status, and an envelope that SDKs make errors of. */
export function judgeError(
  exchange: Exchange,
  expected: { status: number; code?: string; param?: string },
): Fault | null {
  const { status } = exchange;
  if (status !== expected.status) {
    return { problem: "status", values: { status } };
  }
  const error = jsonOf(exchange.text)?.error;
  const isError = typeof error?.message === "string" &&
    typeof error.type === "string" && "code" in error && "param" in error;
  if (!isError) return { problem: "shape", values: { field: "error" } };
  if (expected.code !== undefined && error.code !== expected.code) {
    return { problem: "shape", values: { field: "error.code" } };
  }
  return expected.param === undefined || error.param === expected.param
    ? null
    : { problem: "param", values: { param: String(error.param) } };
}

/** A stream of some length comes in parts, over some time. */
export function judgeFlow(exchange: Exchange): Fault | null {
  const fault = frameFault(exchange);
  if (fault !== null) return fault;
  const { arrivals } = exchange;
  const spread = (arrivals.at(-1) ?? 0) - (arrivals[0] ?? 0);
  return arrivals.length >= 3 && spread > 0
    ? null
    : { problem: "buffered", values: { count: arrivals.length } };
}
