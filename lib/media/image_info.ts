/** What the head of an image tells. */
export interface ImageInfo {
  /** `png`, `jpeg`, `webp`, `gif` or `avif`. */
  format: string;
  /** In pixels; absent where the head does not tell. */
  width?: number;
  height?: number;
}

/** Bytes from an image's start that `imageInfo` looks at. */
export const INFO_BYTES = 48 * 1024;

type Reader = (
  bytes: DataView,
) => { width: number; height: number } | undefined;

/**
 * The format and the size of an image by its first bytes; null when they are of
 * no image that browsers show.
 */
export function imageInfo(
  bytes: Uint8Array,
  mediaType: string | undefined,
): ImageInfo | null {
  const format = /^image\/(png|jpeg|webp|gif|avif)$/.exec(mediaType ?? "")?.[1];
  if (format === undefined) return null;
  try {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return { format, ...SIZES[format]?.(view) };
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown;
    // The head is too short to tell.
    return { format };
  }
}

const SIZES: Readonly<Record<string, Reader>> = {
  png: (view) => ({ width: view.getUint32(16), height: view.getUint32(20) }),
  gif: (view) => ({
    width: view.getUint16(6, true),
    height: view.getUint16(8, true),
  }),
  jpeg: jpegSize,
  webp: webpSize,
};

/** The frame header, `SOF`, comes after segments of any kind (ITU-T T.81 B.2). */
function jpegSize(view: DataView) {
  let at = 2;
  for (;;) {
    while (view.getUint8(at) === 0xff) at++;
    const marker = view.getUint8(at);
    const isFrame = marker >= 0xc0 && marker <= 0xcf &&
      ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) {
      return { width: view.getUint16(at + 6), height: view.getUint16(at + 4) };
    }
    at += 1 + view.getUint16(at + 1);
  }
}

/** Lossy, lossless and extended files (RFC 9649 §2.5 to §2.7). */
function webpSize(view: DataView) {
  switch (view.getUint8(15)) {
    case 0x20:
      return {
        width: view.getUint16(26, true) & 0x3fff,
        height: view.getUint16(28, true) & 0x3fff,
      };
    case 0x4c: {
      const bits = view.getUint32(21, true);
      return { width: (bits & 0x3fff) + 1, height: (bits >> 14 & 0x3fff) + 1 };
    }
    case 0x58:
      return {
        width: (view.getUint32(24, true) & 0xffffff) + 1,
        height: (view.getUint32(26, true) >>> 8) + 1,
      };
  }
}
