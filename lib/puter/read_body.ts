import type { PuterAnswer } from "./transport.ts";

/** Largest answer that is read whole; images come inside JSON. */
const MAX_BYTES = 128 * 1024 * 1024;

/**
 * The whole body of an answer as text.
 *
 * @throws {Error} when the connection breaks or the body has no end
 */
export async function readText(answer: PuterAnswer): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let length = 0;
  for (;;) {
    const chunk = await answer.read();
    if (chunk === null) return text + decoder.decode();
    length += chunk.byteLength;
    if (length > MAX_BYTES) {
      throw new Error(`Cannot read an answer of more than ${MAX_BYTES} bytes`);
    }
    text += decoder.decode(chunk, { stream: true });
  }
}
