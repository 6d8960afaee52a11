const encoder = new TextEncoder();

/** Bytes that become four letters of base64. */
const GROUP_BYTES = 3;

/**
 * Base64 of bytes that lie in pieces of any size, in pieces again: one after
 * the other they are the base64 of the whole, which is never put together.
 */
export function base64Pieces(chunks: readonly Uint8Array[]): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  let carry = new Uint8Array();
  for (const chunk of chunks) {
    let from = 0;
    if (carry.byteLength > 0) {
      from = Math.min(GROUP_BYTES - carry.byteLength, chunk.byteLength);
      carry = joined(carry, chunk.subarray(0, from));
      if (carry.byteLength < GROUP_BYTES) continue;
      pieces.push(base64(carry));
    }
    const end = chunk.byteLength - (chunk.byteLength - from) % GROUP_BYTES;
    if (end > from) pieces.push(base64(chunk.subarray(from, end)));
    carry = chunk.slice(end);
  }
  if (carry.byteLength > 0) pieces.push(base64(carry));
  return pieces;
}

function base64(bytes: Uint8Array): Uint8Array {
  return encoder.encode(bytes.toBase64());
}

function joined(head: Uint8Array, tail: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(head.byteLength + tail.byteLength);
  bytes.set(head);
  bytes.set(tail, head.byteLength);
  return bytes;
}
