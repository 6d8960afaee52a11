import type { DriverAnswer, DriverMedia } from "../driver_call.ts";
import { noMedia, PuterError } from "../errors/classify.ts";
import { isRecord, textOf } from "../record.ts";

/** An image as Puter hands it over: where it is, or what it is. */
export type MadeImage =
  | { type: "url"; url: string }
  | { type: "data"; base64: string };

/** Largest image that comes as bytes of its own. */
const MAX_BYTES = 64 * 1024 * 1024;

/**
 * Reads the answer to a call that makes an image: a data URL or a vendor's URL;
 * other releases of Puter also give an object that names it, or the bytes.
 *
 * @throws {PuterError} when there is no image in it
 */
export async function readImage(
  answer: DriverAnswer,
  model: string,
): Promise<MadeImage> {
  if (answer.type === "media") {
    return { type: "data", base64: await readBase64(answer, model) };
  }
  const image = imageOf(locationOf(answer.value) ?? "");
  if (image === null) throw new PuterError(noMedia({ model }));
  return image;
}

function locationOf(value: unknown): string | undefined {
  if (!isRecord(value)) return textOf(value);
  return textOf(value.url) ?? textOf(value.asset_url) ?? textOf(value.href);
}

function imageOf(location: string): MadeImage | null {
  if (/^https?:\/\//i.test(location)) return { type: "url", url: location };
  const head = /^data:[^,]{0,200};base64,/i.exec(location)?.[0];
  if (head === undefined || head.length === location.length) return null;
  return { type: "data", base64: location.slice(head.length) };
}

async function readBase64(
  media: DriverMedia,
  model: string,
): Promise<string> {
  if (/^(?:audio|video)\//.test(media.contentType)) {
    throw new PuterError(noMedia({ model }));
  }
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  for (;;) {
    const chunk = await media.read();
    if (chunk === null) break;
    length += chunk.byteLength;
    if (length > MAX_BYTES) throw new PuterError(noMedia({ model }));
    chunks.push(chunk.slice());
  }
  return (await new Blob(chunks).bytes()).toBase64();
}
