import { eventsOf, type Exchange, jsonOf } from "../exchange.ts";
import type { Fault } from "../verdict.ts";
import { frameFault } from "./chat.ts";

/** The order that Codex and OpenAI's SDKs count on in a response's stream. */
const RESPONSE_ORDER = [
  "response.created",
  "response.output_item.added",
  "response.content_part.added",
  "response.output_text.delta",
  "response.output_text.done",
  "response.output_item.done",
  "response.completed",
];

/** The same for a stream of Anthropic's messages. */
const MESSAGE_ORDER = [
  "message_start",
  "content_block_start",
  "content_block_delta",
  "content_block_stop",
  "message_delta",
  "message_stop",
];

/** A stream of the Responses API. */
export function judgeResponse(exchange: Exchange): Fault | null {
  const fault = judgeOrder(exchange, RESPONSE_ORDER);
  if (fault !== null) return fault;
  const events = eventsOf(exchange.text).map(({ data }) => jsonOf(data));
  const numbers = events.map((event) => event?.sequence_number);
  if (numbers.some((number, at) => number !== at)) {
    return { problem: "shape", values: { field: "sequence_number" } };
  }
  const { response } = events.at(-1) ?? {};
  return typeof response?.id === "string" && response.usage
    ? null
    : { problem: "shape", values: { field: "response.usage" } };
}

/** A stream of the Messages API. */
export function judgeMessage(exchange: Exchange): Fault | null {
  const fault = judgeOrder(exchange, MESSAGE_ORDER);
  if (fault !== null) return fault;
  const delta = eventsOf(exchange.text).map(({ data }) => jsonOf(data))
    .find((event) => event?.type === "message_delta");
  return typeof delta?.delta?.stop_reason === "string"
    ? null
    : { problem: "shape", values: { field: "delta.stop_reason" } };
}

/** A stream of Gemini's API: candidates, at last with a reason and usage. */
export function judgeGemini(exchange: Exchange): Fault | null {
  const fault = frameFault(exchange);
  if (fault !== null) return fault;
  const events = eventsOf(exchange.text).map(({ data }) => jsonOf(data));
  if (events.includes(undefined)) return { problem: "notJson" };
  const text = events.flatMap((event) =>
    event.candidates?.[0]?.content?.parts ?? []
  ).map((part: { text?: string }) => part.text ?? "").join("");
  if (text === "") return { problem: "shape", values: { field: "parts" } };
  const last = events.at(-1);
  if (typeof last?.candidates?.[0]?.finishReason !== "string") {
    return { problem: "noFinish" };
  }
  return last.usageMetadata ? null : { problem: "usageMissing" };
}

/** Each event is named as its data says, and the first of each are in order. */
function judgeOrder(
  exchange: Exchange,
  order: readonly string[],
): Fault | null {
  const fault = frameFault(exchange);
  if (fault !== null) return fault;
  const names: string[] = [];
  for (const { name, data } of eventsOf(exchange.text)) {
    const type = jsonOf(data)?.type;
    if (typeof type !== "string") return { problem: "notJson" };
    if (name !== type) return { problem: "eventName", values: { name: type } };
    names.push(type);
  }
  let before = -1;
  for (const name of order) {
    const at = names.indexOf(name);
    if (at <= before) return { problem: "eventOrder", values: { name } };
    before = at;
  }
  return names.at(-1) === order.at(-1)
    ? null
    : { problem: "eventOrder", values: { name: order.at(-1) ?? "" } };
}
