import type { Usage } from "../../chat/answer.ts";
import type {
  Transcript,
  TranscriptFormat,
} from "../../media/transcription.ts";
import { DataEvents } from "../../surfaces/data_events.ts";
import {
  transcriptEvents,
  transcriptUsage,
} from "../../surfaces/transcriptions/write.ts";
import type { ByteSource } from "../stream_body.ts";

/** What was heard as events; all at once, for Puter tells it whole. */
export class TranscriptSource implements ByteSource {
  readonly isLive = false;
  readonly output = new DataEvents();
  usage: Usage | null = null;
  done = false;
  readonly #listen: () => Promise<Transcript>;
  readonly #format: TranscriptFormat;
  #bytes: Uint8Array | null = null;

  constructor(listen: () => Promise<Transcript>, format: TranscriptFormat) {
    this.#listen = listen;
    this.#format = format;
  }

  async start(): Promise<void> {
    const heard = await this.#listen();
    this.usage = transcriptUsage(heard);
    this.#bytes = transcriptEvents(heard, this.#format);
    // Complete before the head leaves: the events need no stream.
    this.done = true;
  }

  next(): Promise<Uint8Array | null> {
    const bytes = this.#bytes;
    this.#bytes = null;
    return Promise.resolve(bytes);
  }
}
