import type { GetExchange } from "./client/exchange.ts";
import type { FetchLimits } from "./fetch_limits.ts";
import { FetchRefusal } from "./fetch_refusal.ts";

/** The body of a fetched file: pulled, watched, and ended above `maxBytes`. */
export function guardedBody(
  exchange: GetExchange,
  limits: FetchLimits,
  maxBytes: number,
): ReadableStream<Uint8Array> {
  let length = 0;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const bytes = await limits.watch(exchange.read());
        if (bytes === null) {
          limits.close();
          return controller.close();
        }
        length += bytes.byteLength;
        if (length > maxBytes) throw tooLarge(maxBytes);
        controller.enqueue(bytes);
      } catch (thrown) {
        limits.close();
        throw limits.refusal(thrown);
      }
    },
    cancel: () => limits.close(),
  }, { highWaterMark: 0 });
}

/** The refusal of a body above `maxBytes`. */
export function tooLarge(maxBytes: number): FetchRefusal {
  return new FetchRefusal(
    "size",
    `The URL's content is larger than ${maxBytes} bytes`,
  );
}

/** A whole body in one piece. @throws {FetchRefusal} as the body errors */
export async function readAll(
  body: ReadableStream<Uint8Array>,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    length += chunk.byteLength;
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}
