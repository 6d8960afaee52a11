import { ByteWriter } from "../http/byte_writer.ts";
import { type ApiError, errorBody } from "../http/errors.ts";
import { KEEP_ALIVE } from "./keep_alive.ts";

const encoder = new TextEncoder();

/** Shared by all streams: each empties it in the step that filled it. */
const out = new ByteWriter();

/** Server-sent events whose data are JSON objects that name their `type`. */
export class DataEvents {
  /** Writes an event. */
  write(event: { type: string; [field: string]: unknown }): void {
    out.write(encoder.encode(`data: ${JSON.stringify(event)}\n\n`));
  }

  /** The answer fails here; nothing follows. */
  fail(error: ApiError): void {
    this.write({ type: "error", ...errorBody(error) });
  }

  /** A sign of life that no client takes for content. */
  keepAlive(): void {
    out.write(KEEP_ALIVE);
  }

  /** The bytes written since the last call; null when there are none. */
  take(): Uint8Array | null {
    return out.take();
  }
}
