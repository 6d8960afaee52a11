import type { DriverMedia } from "../../puter/driver_call.ts";
import { SpeechEvents } from "../../surfaces/speech/write_events.ts";
import type { OpenCall } from "../attempts.ts";
import type { ByteSource } from "../stream_body.ts";

/** Speech as events, one read of the upstream after the other. */
export class SpeechSource implements ByteSource {
  readonly isLive = false;
  readonly usage = null;
  readonly output = new SpeechEvents();
  done = false;
  readonly #begin: () => Promise<OpenCall<DriverMedia>>;
  #media: OpenCall<DriverMedia> | undefined;
  #bytes = 0;

  /** @param begin makes the call; may fail while the head is held */
  constructor(begin: () => Promise<OpenCall<DriverMedia>>) {
    this.#begin = begin;
  }

  async start(): Promise<void> {
    this.#media = await this.#begin();
  }

  async next(): Promise<Uint8Array | null> {
    const media = this.#media;
    if (media === undefined || this.done) return null;
    let chunk: Uint8Array | null;
    try {
      chunk = await media.result.read();
    } catch (thrown) {
      media.fail(thrown, this.#bytes);
      throw thrown;
    }
    if (chunk !== null) {
      this.#bytes += chunk.byteLength;
      this.output.audio(chunk);
    } else {
      media.close();
      this.done = true;
      this.output.done();
    }
    return this.output.take() ?? new Uint8Array();
  }
}
