import { ByteWriter } from "../../http/byte_writer.ts";
import { KEEP_ALIVE } from "../keep_alive.ts";
import type { ResponseEvent } from "./item_events.ts";

const encoder = new TextEncoder();

/** Shared by all streams: each empties it in the step that filled it. */
const out = new ByteWriter();

const NUMBER = encoder.encode(',"sequence_number":');
const END = encoder.encode("}\n\n");

/** The beginning of an event up to its first field, to be written as often. */
export function eventStart(type: string, fields: string): Uint8Array {
  return encoder.encode(
    `event: ${type}\ndata: {"type":${JSON.stringify(type)}${fields}`,
  );
}

/** Writes numbered server-sent events; numbers begin at 0. */
export class EventWriter {
  #next = 0;

  /** Writes an event that is made as an object. */
  event({ type, ...fields }: ResponseEvent): void {
    const inside = JSON.stringify(fields).slice(1, -1);
    out.write(eventStart(type, inside === "" ? "" : `,${inside}`));
    this.end();
  }

  /** Writes bytes of an event that `end` ends. */
  bytes(bytes: Uint8Array): void {
    out.write(bytes);
  }

  /** Writes `bytes[start, end)` of an event. */
  slice(bytes: Uint8Array, start: number, end: number): void {
    out.writeSlice(bytes, start, end);
  }

  /** Numbers and ends an event. */
  end(): void {
    out.write(NUMBER);
    out.writeDigits(this.#next++);
    out.write(END);
  }

  /** A comment, which no client takes for an event. */
  keepAlive(): void {
    out.write(KEEP_ALIVE);
  }

  /** The bytes written since the last call; null when there are none. */
  take(): Uint8Array | null {
    return out.take();
  }
}
