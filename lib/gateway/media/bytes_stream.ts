import { toApiError } from "../../http/errors.ts";
import type { DriverMedia } from "../../puter/driver_call.ts";
import type { OpenCall } from "../attempts.ts";
import type { CancelScope } from "../cancel_scope.ts";
import type { RequestTracker } from "../requests/tracker.ts";

/** What streamed media are made of. */
export interface BytesParts {
  media: OpenCall<DriverMedia>;
  scope: CancelScope;
  tracker: RequestTracker;
}

/**
 * Media bytes pulled by the client, one read of the upstream per pull. When the
 * upstream breaks off, so does this stream: half a sound never ends like a
 * whole one.
 */
export function bytesStream(parts: BytesParts): ReadableStream<Uint8Array> {
  // Nothing is read ahead: what waits is held by the platform already.
  return new ReadableStream(new BytesSource(parts), { highWaterMark: 0 });
}

class BytesSource implements UnderlyingDefaultSource<Uint8Array> {
  readonly #parts: BytesParts;
  #bytes = 0;

  constructor(parts: BytesParts) {
    this.#parts = parts;
  }

  async pull(
    controller: ReadableStreamDefaultController<Uint8Array>,
  ): Promise<void> {
    const { media, scope, tracker } = this.#parts;
    try {
      const chunk = await media.result.read();
      if (scope.cancelled) return;
      if (chunk !== null) {
        this.#bytes += chunk.byteLength;
        // A chunk is valid until the next read, and this one may wait.
        return controller.enqueue(chunk.slice());
      }
      media.close();
      tracker.succeed(null);
      controller.close();
    } catch (thrown) {
      if (scope.cancelled) return;
      media.fail(thrown, this.#bytes);
      tracker.fail(toApiError(thrown));
      controller.error(thrown);
    }
  }

  cancel(): void {
    this.#parts.scope.cancel();
    this.#parts.tracker.abandon();
  }
}
