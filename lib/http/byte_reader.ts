/** A reader that fills buffers of ours; null for a stream that has none. */
export function byteReader(
  body: ReadableStream<Uint8Array>,
): ReadableStreamBYOBReader | null {
  try {
    return body.getReader({ mode: "byob" });
  } catch {
    return null;
  }
}

/** The next `size` bytes in one buffer; fewer only at the end of the body. */
export async function readFilled(
  reader: ReadableStreamBYOBReader,
  size: number,
): Promise<Uint8Array> {
  let bytes = new Uint8Array(size);
  let length = 0;
  while (length < size) {
    const { done, value } = await reader.read(bytes.subarray(length));
    if (value === undefined) break;
    bytes = new Uint8Array(value.buffer);
    length += value.byteLength;
    if (done) break;
  }
  return bytes.subarray(0, length);
}
