import { LiteralText } from "../../chat/literal_text.ts";
import { eventStart, type EventWriter } from "./event_writer.ts";
import { itemEvents } from "./item_events.ts";
import {
  type ItemStatus,
  messageItem,
  outputId,
  type OutputItem,
  reasoningItem,
  summaryPart,
  textPart,
} from "./items.ts";
import type { ResponseStyle } from "./style.ts";

const encoder = new TextEncoder();

const QUOTE = encoder.encode('"');

/** What tells text from reasoning. */
interface Kind {
  prefix: "msg" | "rs";
  delta: string;
  /** What follows the text in a delta. */
  deltaEnd: Uint8Array;
}

const KINDS = {
  message: {
    prefix: "msg",
    delta: "response.output_text.delta",
    deltaEnd: encoder.encode('","logprobs":[]'),
  },
  reasoning: {
    prefix: "rs",
    delta: "response.reasoning_summary_text.delta",
    deltaEnd: QUOTE,
  },
} as const satisfies Record<string, Kind>;

/** The items whose text comes piece by piece. */
export type TextKind = keyof typeof KINDS;

/** Stands for the text where events are cut; no text is written this way. */
const HOLE = "\uE000text\uE000";

/**
 * A message or reasoning item whose text is still coming. Pieces are spliced
 * into deltas as they come; at the end the whole text is said again, from the
 * same bytes. The pieces of one step become one delta.
 */
export class TextItem {
  readonly kind: TextKind;
  readonly #writer: EventWriter;
  readonly #style: ResponseStyle;
  readonly #index: number;
  readonly #id: string;
  readonly #deltaStart: Uint8Array;
  readonly #text = new LiteralText();
  #inDelta = false;

  /** Writes the events that begin the item. */
  constructor(
    kind: TextKind,
    { writer, style, index }: {
      writer: EventWriter;
      style: ResponseStyle;
      index: number;
    },
  ) {
    this.kind = kind;
    this.#writer = writer;
    this.#style = style;
    this.#index = index;
    this.#id = outputId(style, KINDS[kind].prefix, index);
    const { begin, delta } = this.#events("completed");
    for (const event of begin) writer.event(event);
    const { type, delta: _, logprobs: __, ...place } = delta;
    const fields = JSON.stringify(place).slice(1, -1);
    this.#deltaStart = eventStart(type, `,${fields},"delta":"`);
  }

  /** Adds the inside of a JSON string literal. */
  add(bytes: Uint8Array, start: number, end: number): void {
    if (!this.#inDelta) {
      this.#writer.bytes(this.#deltaStart);
      this.#inDelta = true;
    }
    this.#writer.slice(bytes, start, end);
    this.#text.add(bytes, start, end);
  }

  /** Ends a delta that still takes text. */
  closeDelta(): void {
    if (!this.#inDelta) return;
    this.#inDelta = false;
    this.#writer.bytes(KINDS[this.kind].deltaEnd);
    this.#writer.end();
  }

  /** Writes the events that end the item; its JSON. */
  finish(status: ItemStatus): Uint8Array {
    this.closeDelta();
    const { end } = this.#events(status);
    for (const { type, ...fields } of end) {
      const inside = JSON.stringify(fields).slice(1, -1);
      this.#writer.bytes(eventStart(type, ","));
      this.#writer.bytes(this.#filled(inside));
      this.#writer.end();
    }
    return this.#filled(JSON.stringify(this.#item(status)));
  }

  #events(status: ItemStatus) {
    const events = itemEvents(this.#item(status), this.#index);
    const at = events.findIndex(({ type }) => type === KINDS[this.kind].delta);
    const delta = events[at];
    if (delta === undefined) throw new Error("An item of text has no delta");
    return { begin: events.slice(0, at), delta, end: events.slice(at + 1) };
  }

  #item(status: ItemStatus): OutputItem {
    return this.kind === "message"
      ? messageItem(this.#id, { status, content: [textPart(HOLE)] })
      : reasoningItem(this.#id, this.#style, [summaryPart(HOLE)]);
  }

  /** JSON with the text in its place. */
  #filled(json: string): Uint8Array {
    const at = json.indexOf(HOLE);
    const before = encoder.encode(json.slice(0, at));
    const after = encoder.encode(json.slice(at + HOLE.length));
    const text = this.#text.bytes;
    const filled = new Uint8Array(
      before.byteLength + text.byteLength + after.byteLength,
    );
    filled.set(before);
    filled.set(text, before.byteLength);
    filled.set(after, before.byteLength + text.byteLength);
    return filled;
  }
}
