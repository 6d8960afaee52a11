export function encodeBase64Url(
  data: ArrayBuffer | Uint8Array | string,
): string;

/** Throws a `TypeError` on invalid input. */
export function decodeBase64Url(text: string): Uint8Array<ArrayBuffer>;
