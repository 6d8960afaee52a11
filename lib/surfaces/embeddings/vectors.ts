import { decodeBase64, encodeBase64 } from "@std/encoding/base64";

/** How a client wants its vectors. */
export type EncodingFormat = "float" | "base64";

/** Bytes of a 32-bit float. */
const FLOAT_BYTES = 4;

/**
 * A vector in the form that was asked for, whatever form it has: numbers as
 * they are, or the base64 of little-endian 32-bit floats, which OpenAI's
 * libraries decode without looking. Null when it is no vector.
 */
export function vectorAs(
  given: unknown,
  format: EncodingFormat,
): number[] | string | null {
  if (typeof given === "string") {
    const bytes = bytesOf(given);
    if (bytes === null) return null;
    return format === "base64" ? given : toNumbers(bytes);
  }
  if (!isVector(given)) return null;
  return format === "float" ? given : toBase64(given);
}

/** Numbers of a vector in either form. */
export function lengthOf(vector: number[] | string): number {
  if (typeof vector !== "string") return vector.length;
  const padding = vector.endsWith("==") ? 2 : vector.endsWith("=") ? 1 : 0;
  return (vector.length * 3 / 4 - padding) / FLOAT_BYTES;
}

function isVector(given: unknown): given is number[] {
  return Array.isArray(given) && given.length > 0 &&
    given.every((number) => Number.isFinite(number));
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> | null {
  try {
    const bytes = decodeBase64(text);
    const isWhole = bytes.length > 0 && bytes.length % FLOAT_BYTES === 0;
    return isWhole ? new Uint8Array(bytes) : null;
  } catch {
    return null;
  }
}

function toNumbers(bytes: Uint8Array<ArrayBuffer>): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from(
    { length: bytes.byteLength / FLOAT_BYTES },
    (_, index) => view.getFloat32(index * FLOAT_BYTES, true),
  );
}

function toBase64(numbers: readonly number[]): string {
  const view = new DataView(new ArrayBuffer(numbers.length * FLOAT_BYTES));
  numbers.forEach((number, index) =>
    view.setFloat32(index * FLOAT_BYTES, number, true)
  );
  return encodeBase64(view.buffer);
}
