import { DataEvents } from "../data_events.ts";

/** Bytes that become four letters of base64. */
const GROUP_BYTES = 3;

/**
 * Writes sound as `speech.audio.delta` events and `speech.audio.done`. All but
 * the last end between two groups of base64: joined as text they are the base64
 * of the whole, too.
 */
export class SpeechEvents extends DataEvents {
  #rest = new Uint8Array();

  /** Takes the next bytes, which may be overwritten afterwards. */
  audio(bytes: Uint8Array): void {
    const all = new Uint8Array(this.#rest.byteLength + bytes.byteLength);
    all.set(this.#rest);
    all.set(bytes, this.#rest.byteLength);
    const end = all.byteLength - all.byteLength % GROUP_BYTES;
    this.#delta(all.subarray(0, end));
    this.#rest = all.slice(end);
  }

  /** The sound is complete. What it took in tokens nobody tells. */
  done(): void {
    this.#delta(this.#rest);
    this.write({ type: "speech.audio.done" });
  }

  #delta(bytes: Uint8Array): void {
    if (bytes.byteLength === 0) return;
    this.write({ type: "speech.audio.delta", audio: bytes.toBase64() });
  }
}
