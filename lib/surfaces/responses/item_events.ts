import { isObject } from "../fields.ts";
import type { OutputItem } from "./items.ts";

/** One event of a stream, without its number. */
export type ResponseEvent = { type: string } & Record<string, unknown>;

/** Where an item's event belongs. */
interface Place extends Record<string, unknown> {
  item_id: string;
  output_index: number;
}

/** All events that tell a finished item, from `added` to `done`. */
export function itemEvents(item: OutputItem, index: number): ResponseEvent[] {
  const place = { item_id: item.id, output_index: index };
  return [
    {
      type: "response.output_item.added",
      output_index: index,
      item: begun(item),
    },
    ...innerEvents(item, place),
    { type: "response.output_item.done", output_index: index, item },
  ];
}

/** The item as it is before its content. */
function begun(item: OutputItem): OutputItem {
  switch (item.type) {
    case "message":
      return { ...item, status: "in_progress", content: [] };
    case "reasoning":
      return { ...item, summary: [] };
    case "function_call":
      return { ...item, status: "in_progress", arguments: "" };
    case "custom_tool_call":
      return { ...item, status: "in_progress", input: "" };
    case "image_generation_call":
      return { ...item, status: "in_progress", result: null };
    default:
      return item;
  }
}

function innerEvents(item: OutputItem, place: Place): ResponseEvent[] {
  switch (item.type) {
    case "message":
      return partsOf(item.content).flatMap((part, index) =>
        partEvents(part, { ...place, content_index: index })
      );
    case "reasoning":
      return partsOf(item.summary).flatMap((part, index) =>
        summaryEvents(part, { ...place, summary_index: index })
      );
    case "function_call":
      return argumentEvents(item, place);
    case "custom_tool_call":
      return [
        ...deltas("response.custom_tool_call_input.delta", place, item.input),
        {
          type: "response.custom_tool_call_input.done",
          ...place,
          input: item.input,
        },
      ];
    case "image_generation_call":
      return ["in_progress", "generating", "completed"].map((step) => ({
        type: `response.image_generation_call.${step}`,
        ...place,
      }));
    default:
      return [];
  }
}

function partsOf(parts: unknown): Record<string, unknown>[] {
  return Array.isArray(parts) ? parts.filter(isObject) : [];
}

function partEvents(
  part: Record<string, unknown>,
  place: Place,
): ResponseEvent[] {
  const isRefusal = part.type === "refusal";
  const key = isRefusal ? "refusal" : "text";
  const kind = isRefusal ? "response.refusal" : "response.output_text";
  const more = isRefusal ? {} : { logprobs: [] };
  return [
    {
      type: "response.content_part.added",
      ...place,
      part: { ...part, [key]: "" },
    },
    ...deltas(`${kind}.delta`, place, part[key], more),
    { type: `${kind}.done`, ...place, [key]: part[key], ...more },
    { type: "response.content_part.done", ...place, part },
  ];
}

function summaryEvents(
  part: Record<string, unknown>,
  place: Place,
): ResponseEvent[] {
  const kind = "response.reasoning_summary";
  return [
    { type: `${kind}_part.added`, ...place, part: { ...part, text: "" } },
    ...deltas(`${kind}_text.delta`, place, part.text),
    { type: `${kind}_text.done`, ...place, text: part.text },
    { type: `${kind}_part.done`, ...place, part },
  ];
}

function argumentEvents(item: OutputItem, place: Place): ResponseEvent[] {
  const kind = "response.function_call_arguments";
  return [
    ...deltas(`${kind}.delta`, place, item.arguments),
    {
      type: `${kind}.done`,
      ...place,
      name: item.name,
      arguments: item.arguments,
    },
  ];
}

function deltas(
  type: string,
  place: Place,
  delta: unknown,
  more: Record<string, unknown> = {},
): ResponseEvent[] {
  return delta === "" ? [] : [{ type, ...place, delta, ...more }];
}
