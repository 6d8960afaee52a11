export function encodeHex(src: string | Uint8Array | ArrayBuffer): string;

/** Throws a `TypeError` on invalid input. */
export function decodeHex(src: string): Uint8Array<ArrayBuffer>;
