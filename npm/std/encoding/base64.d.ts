export function encodeBase64(
  data: ArrayBuffer | Uint8Array | string,
): string;

/** Throws a `TypeError` on invalid input. */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer>;
