import { byteReader, readFilled } from "./byte_reader.ts";

/** Bytes of one block; a small body gets a block of its own size. */
const BLOCK_BYTES = 256 * 1024;

/**
 * A body in full blocks, so that many tiny chunks of a client cost no more
 * than a few large ones. Every block is a buffer of its own that its receiver
 * may keep; a byte stream fills it directly, without a second copy.
 */
export async function* bodyBlocks(
  body: ReadableStream<Uint8Array>,
  declaredBytes: number,
): AsyncGenerator<Uint8Array> {
  const size = declaredBytes > 0 && declaredBytes < BLOCK_BYTES
    ? declaredBytes
    : BLOCK_BYTES;
  const reader = byteReader(body);
  if (reader !== null) yield* filledBlocks(reader, size);
  else yield* gatheredBlocks(body, size);
}

async function* filledBlocks(
  reader: ReadableStreamBYOBReader,
  size: number,
): AsyncGenerator<Uint8Array> {
  try {
    while (true) {
      const block = await readFilled(reader, size);
      if (block.byteLength > 0) yield block;
      if (block.byteLength < size) return;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

async function* gatheredBlocks(
  body: ReadableStream<Uint8Array>,
  size: number,
): AsyncGenerator<Uint8Array> {
  let block = new Uint8Array(size);
  let length = 0;
  for await (const chunk of body) {
    let from = 0;
    while (from < chunk.byteLength) {
      const piece = chunk.subarray(from, from + size - length);
      block.set(piece, length);
      length += piece.byteLength;
      from += piece.byteLength;
      if (length < size) continue;
      yield block;
      block = new Uint8Array(size);
      length = 0;
    }
  }
  if (length > 0) yield block.subarray(0, length);
}
