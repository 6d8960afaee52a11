import {
  classifyHttp,
  networkFailure,
  PuterError,
  unreadableAnswer,
} from "./errors/classify.ts";
import { readText } from "./read_body.ts";
import { isRecord, parseJson } from "./record.ts";
import { failureContext } from "./errors/retry_after.ts";
import type { PuterAnswer } from "./transport.ts";

/** A method of one of Puter's drivers; the driver itself Puter chooses. */
export interface DriverMethod {
  /** Such as `puter-image-generation`. */
  interface: string;
  /** Such as `generate`. */
  method: string;
}

/** `interface:method`, as Puter's limits and the pool's leases count. */
export function driverRoute({ interface: name, method }: DriverMethod): string {
  return `${name}:${method}`;
}

/** The body of `POST /drivers/call` as JSON text. */
export function driverCallBody(
  { interface: name, method }: DriverMethod,
  args: Record<string, unknown>,
): string {
  return JSON.stringify({ interface: name, method, args });
}

/** A success of a driver: a value in Puter's envelope, or the bytes of media. */
export type DriverAnswer = DriverValue | DriverMedia;

/** The `result` and `metadata` of `{success, result, service, metadata}`. */
export interface DriverValue {
  type: "value";
  value: unknown;
  metadata: Record<string, unknown>;
}

/** Media bytes that are still coming. */
export interface DriverMedia {
  type: "media";
  /** Lower case, without parameters. */
  contentType: string;
  /**
   * The next bytes, or null at the end; a chunk is valid until the next read.
   *
   * @throws {PuterError} when the connection breaks
   */
  read(): Promise<Uint8Array | null>;
}

/** Media types that Puter sends without an envelope. */
const MEDIA = /^(?:audio|image|video)\/|^application\/octet-stream$/;

/**
 * Reads the answer of a driver: an envelope to its end, media up to their first
 * bytes, so that whatever fails before them can still be tried elsewhere.
 *
 * @throws {PuterError} when it is a failure, in whatever envelope
 */
export async function readDriverAnswer(
  answer: PuterAnswer,
  model: string,
): Promise<DriverAnswer> {
  const { status, contentType } = answer;
  if (status === 200 && MEDIA.test(contentType)) {
    return await beginMedia(answer, model);
  }
  const text = await readText(answer);
  const body = status === 200 && contentType === "application/json"
    ? parseJson(text)
    : undefined;
  if (isRecord(body) && body.success === true && "result" in body) {
    const metadata = isRecord(body.metadata) ? body.metadata : {};
    return { type: "value", value: body.result, metadata };
  }
  const context = failureContext(answer, model);
  throw new PuterError(classifyHttp(status, contentType, text, context));
}

async function beginMedia(
  answer: PuterAnswer,
  model: string,
): Promise<DriverMedia> {
  const read = async () => {
    try {
      return await answer.read();
    } catch (cause) {
      throw new PuterError(networkFailure(cause, { model }));
    }
  };
  let first = await read();
  while (first?.byteLength === 0) first = await read();
  if (first === null) throw new PuterError(unreadableAnswer({ model }));
  let held: Uint8Array | undefined = first;
  return {
    type: "media",
    contentType: answer.contentType,
    read() {
      if (held === undefined) return read();
      const chunk = held;
      held = undefined;
      return Promise.resolve(chunk);
    },
  };
}
