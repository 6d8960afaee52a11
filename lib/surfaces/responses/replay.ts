import { itemEvents, type ResponseEvent } from "./item_events.ts";
import type { ResponseObject } from "./write_json.ts";

/**
 * The events of a response that is over, as they would be streamed: those
 * whose number is above `after`.
 */
export function replayResponse(response: ResponseObject, after = -1): string {
  const events: ResponseEvent[] = [
    { type: "response.created", response: begun(response) },
    { type: "response.in_progress", response: begun(response) },
    ...response.output.flatMap(itemEvents),
    { type: endOf(response), response },
  ];
  return events.slice(after + 1).map((event, index) =>
    `event: ${event.type}\ndata: ${
      JSON.stringify({ ...event, sequence_number: after + 1 + index })
    }\n\n`
  ).join("");
}

/** The response as it was before its answer. */
function begun(response: ResponseObject): ResponseObject {
  return {
    ...response,
    status: "in_progress",
    completed_at: null,
    incomplete_details: null,
    error: null,
    usage: null,
    output: [],
  };
}

/** OpenAI has no event for a response that was cancelled. */
function endOf({ status }: ResponseObject): string {
  return `response.${status === "cancelled" ? "failed" : status}`;
}
