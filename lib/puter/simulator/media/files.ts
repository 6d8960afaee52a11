import { decodeBase64, encodeBase64 } from "@std/encoding/base64";

/** One pixel, as PNG; what every simulated vendor of images makes. */
export const PIXEL_PNG =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlE" +
  "QVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

/** Where vendors that answer with a URL keep their files for a while. */
const VENDOR_FILES = "https://vendor.example/files/";

/** The URL of the image of a vendor that keeps it. */
export const PIXEL_URL = `${VENDOR_FILES}pixel.png`;

/** The URL of the video of a vendor that keeps it. */
export const CLIP_URL = `${VENDOR_FILES}clip.mp4`;

/** The same video where it is sent as it is. */
export const CLIP_DATA_URL = `data:video/mp4;base64,${
  encodeBase64(emptyClip())
}`;

/** A file a simulated vendor keeps. */
export interface VendorFile {
  contentType: string;
  body: Uint8Array<ArrayBuffer>;
}

/** The file at a URL of a result; undefined where there is none. */
export function vendorFile(url: string): VendorFile | undefined {
  switch (url) {
    case PIXEL_URL:
      return { contentType: "image/png", body: decodeBase64(PIXEL_PNG) };
    case CLIP_URL:
      return { contentType: "video/mp4", body: emptyClip() };
  }
}

/** An MP4 that holds nothing but its file type. */
function emptyClip(): Uint8Array<ArrayBuffer> {
  const body = new TextEncoder().encode("\0\0\0\x18ftypisom\0\0\x02\0isommp42");
  return new Uint8Array(body);
}
