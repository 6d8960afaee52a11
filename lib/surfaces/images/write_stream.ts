import { type ApiError, errorBody } from "../../http/errors.ts";
import { KEEP_ALIVE } from "../keep_alive.ts";
import type { ImageRoute } from "./read.ts";
import { type ShownImage, sizeOf } from "./write.ts";

const encoder = new TextEncoder();

/** Writes finished images as OpenAI's server-sent events. */
export class ImageStream {
  readonly #route: ImageRoute;
  readonly #created: number;
  #waiting: Uint8Array | null = null;

  /** @param created Unix seconds */
  constructor(route: ImageRoute, created: number) {
    this.#route = route;
    this.#created = created;
  }

  /**
   * The event of a finished image. `usage` is null: Puter does not tell it, and
   * a zero would be a lie. There are no partial images: Puter gives none.
   */
  completed({ base64, info, quality }: ShownImage): Uint8Array {
    const type = this.#route === "edit"
      ? "image_edit.completed"
      : "image_generation.completed";
    return encoder.encode(eventText(type, {
      type,
      b64_json: base64,
      created_at: this.#created,
      size: sizeOf(info) ?? "auto",
      quality: quality ?? "auto",
      background: "auto",
      output_format: info?.format ?? "png",
      usage: null,
    }));
  }

  fail(error: ApiError): void {
    this.#waiting = encoder.encode(
      `data: ${JSON.stringify(errorBody(error))}\n\n`,
    );
  }

  keepAlive(): void {
    this.#waiting = KEEP_ALIVE;
  }

  take(): Uint8Array | null {
    const bytes = this.#waiting;
    this.#waiting = null;
    return bytes;
  }
}

function eventText(type: string, data: unknown): string {
  return `event: ${type}\ndata: ${JSON.stringify(data)}\n\n`;
}
