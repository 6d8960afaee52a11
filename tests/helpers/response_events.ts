import { assert, assertEquals } from "@std/assert";
import { responseEventSchema } from "./response_schemas.ts";

/** An item, as far as tests look at it. */
export interface SeenItem {
  id: string;
  type: string;
  status?: string;
  content?: { type: string; text?: string; refusal?: string }[];
  summary?: { type: string; text: string }[];
  [field: string]: unknown;
}

/** A response object, as far as tests look at it. */
export interface SeenResponse {
  id: string;
  status: string;
  output: SeenItem[];
  usage: Record<string, unknown> | null;
  error: { code: string; message: string } | null;
  incomplete_details: { reason: string } | null;
  [field: string]: unknown;
}

/** One event of a stream. */
export interface SeenEvent {
  type: string;
  sequence_number: number;
  response?: SeenResponse;
  item?: SeenItem;
  item_id?: string;
  output_index?: number;
  [field: string]: unknown;
}

/** A stream that was held to the rules of the state machine. */
export interface SeenStream {
  events: SeenEvent[];
  types: string[];
  comments: number;
  /** The response of the terminal event. */
  response: SeenResponse;
  /** All text deltas. */
  text: string;
  reasoning: string;
}

/** Reads a stream of response events and holds it to the rules. */
export async function readResponseEvents(
  response: Response,
): Promise<SeenStream> {
  return checkEvents(await response.text());
}

/**
 * Parses a body of response events; asserts what strict clients demand of each
 * event, and of all together.
 */
export function checkEvents(body: string): SeenStream {
  const { events, comments } = parseEvents(body);
  for (const [index, event] of events.entries()) {
    assertEquals(event.sequence_number, index);
    const result = responseEventSchema.safeParse(event);
    assert(result.success, `${JSON.stringify(event)}: ${result.error}`);
  }
  const response = checkFrame(events);
  const done = checkItems(events);
  assertEquals(response.output, done);
  return {
    events,
    types: events.map(({ type }) => type),
    comments,
    response,
    text: deltasOf(events, "response.output_text.delta"),
    reasoning: deltasOf(events, "response.reasoning_summary_text.delta"),
  };
}

function parseEvents(body: string) {
  assert(body.endsWith("\n\n"), `no blank line at the end: ${body.slice(-80)}`);
  const events: SeenEvent[] = [];
  let comments = 0;
  for (const block of body.slice(0, -2).split("\n\n")) {
    if (block.startsWith(":")) {
      comments++;
      continue;
    }
    const [first = "", second = "", ...rest] = block.split("\n");
    assertEquals(rest, []);
    assert(first.startsWith("event: ") && second.startsWith("data: "), block);
    const event: SeenEvent = JSON.parse(second.slice(6));
    assertEquals(event.type, first.slice(7));
    events.push(event);
  }
  return { events, comments };
}

/** Created, in progress, and one terminal event, all of one response. */
function checkFrame(events: SeenEvent[]): SeenResponse {
  const types = events.map(({ type }) => type);
  assertEquals(types.slice(0, 2), ["response.created", "response.in_progress"]);
  const ends = events.filter(({ type }) =>
    /^response\.(completed|incomplete|failed)$/.test(type)
  );
  assertEquals(ends.length, 1);
  const [end] = ends;
  assert(end?.response !== undefined && end === events.at(-1));
  assertEquals(end.type, `response.${end.response.status}`);
  const { id } = end.response;
  for (const { response } of events) {
    if (response !== undefined) assertEquals(response.id, id);
  }
  assertEquals(events[0]?.response?.output, []);
  const errors = events.filter(({ type }) => type === "error").length;
  assertEquals(errors, end.response.status === "failed" ? 1 : 0);
  return end.response;
}

/** Each item is added once, fed while it is open, and done once, in order. */
function checkItems(events: SeenEvent[]): SeenItem[] {
  const done: SeenItem[] = [];
  const ids = new Set<string>();
  let open: { item: SeenItem; fed: string } | undefined;
  for (const event of events) {
    const { type, item } = event;
    if (event.output_index === undefined) continue;
    assertEquals(event.output_index, done.length, type);
    if (type === "response.output_item.added") {
      assert(open === undefined && item !== undefined && item.id !== "");
      assert(!ids.has(item.id), "an id came twice");
      ids.add(item.id);
      assertEquals(item.content ?? [], []);
      assertEquals(item.summary ?? [], []);
      open = { item, fed: "" };
    } else if (type === "response.output_item.done") {
      assert(open !== undefined && item !== undefined);
      assertEquals([item.id, item.type], [open.item.id, open.item.type]);
      assertEquals(open.fed, textOf(item));
      done.push(item);
      open = undefined;
    } else {
      assertEquals(event.item_id, open?.item.id, type);
      if (open !== undefined && typeof event.delta === "string") {
        open.fed += event.delta;
      }
    }
  }
  return done;
}

/** All that is fed to an item by deltas. */
function textOf(item: SeenItem): string {
  const parts = [...item.content ?? [], ...item.summary ?? []]
    .map((part) => part.text ?? ("refusal" in part ? part.refusal : ""));
  return parts.join("") + (item.arguments ?? "") + (item.input ?? "");
}

function deltasOf(events: SeenEvent[], type: string): string {
  return events.filter((event) => event.type === type)
    .map(({ delta }) => delta).join("");
}
