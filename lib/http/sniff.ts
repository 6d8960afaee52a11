/** What a file's first bytes look like: offset and bytes, all of them. */
type Signature = [offset: number, bytes: string][];

/** Media types by the magic bytes of their formats, the longer ones first. */
const SIGNATURES: [type: string, signature: Signature][] = [
  ["image/png", [[0, "\x89PNG\r\n\x1a\n"]]],
  ["image/jpeg", [[0, "\xff\xd8\xff"]]],
  ["image/gif", [[0, "GIF87a"]]],
  ["image/gif", [[0, "GIF89a"]]],
  ["image/webp", [[0, "RIFF"], [8, "WEBP"]]],
  ["audio/wav", [[0, "RIFF"], [8, "WAVE"]]],
  ["audio/ogg", [[0, "OggS"]]],
  ["audio/flac", [[0, "fLaC"]]],
  ["audio/mpeg", [[0, "ID3"]]],
  ["application/pdf", [[0, "%PDF-"]]],
  ["image/avif", [[4, "ftypavif"]]],
  ["image/heic", [[4, "ftyphei"]]],
  ["audio/mp4", [[4, "ftypM4A"]]],
  ["audio/mp4", [[4, "ftypM4B"]]],
  ["video/mp4", [[4, "ftyp"]]],
];

const EBML = "\x1a\x45\xdf\xa3";

/** Bytes from a file's start that are enough to tell its format. */
export const SNIFF_BYTES = 64;

/**
 * The media type of a file by its first `SNIFF_BYTES` bytes; undefined when
 * they are of no known image, sound, film or PDF. A container that holds sound
 * as well as pictures, such as WebM, counts as a film.
 */
export function sniffType(head: Uint8Array): string | undefined {
  for (const [type, signature] of SIGNATURES) {
    if (signature.every(([at, bytes]) => hasBytes(head, at, bytes))) {
      return type;
    }
  }
  return matroskaType(head) ?? frameType(head);
}

/** A WebM or Matroska file names its kind in a header of free length. */
function matroskaType(head: Uint8Array): string | undefined {
  if (!hasBytes(head, 0, EBML)) return undefined;
  const text = String.fromCharCode(...head.subarray(0, SNIFF_BYTES));
  if (text.includes("webm")) return "video/webm";
  return text.includes("matroska") ? "video/x-matroska" : undefined;
}

/** Bare MPEG audio begins with a frame: eleven set bits, then its layer. */
function frameType(head: Uint8Array): string | undefined {
  const [first = 0, second = 0] = head;
  if (first !== 0xff || (second & 0xe0) !== 0xe0) return undefined;
  const layer = second & 0x06;
  if (layer === 0) return (second & 0xf6) === 0xf0 ? "audio/aac" : undefined;
  return (second & 0x18) === 0x08 ? undefined : "audio/mpeg";
}

function hasBytes(head: Uint8Array, at: number, bytes: string): boolean {
  for (let i = 0; i < bytes.length; i++) {
    if (head[at + i] !== bytes.charCodeAt(i)) return false;
  }
  return true;
}

/** Media types by the endings of file names, where the bytes do not tell. */
const TYPES_BY_ENDING: Record<string, string> = {
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  gif: "image/gif",
  webp: "image/webp",
  avif: "image/avif",
  heic: "image/heic",
  mp3: "audio/mpeg",
  mpga: "audio/mpeg",
  mpeg: "audio/mpeg",
  wav: "audio/wav",
  ogg: "audio/ogg",
  oga: "audio/ogg",
  opus: "audio/ogg",
  flac: "audio/flac",
  aac: "audio/aac",
  m4a: "audio/mp4",
  mp4: "video/mp4",
  webm: "video/webm",
  mkv: "video/x-matroska",
  pdf: "application/pdf",
};

/** The media type that a file's name promises; undefined when it is silent. */
export function typeOfName(name: string): string | undefined {
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase();
  return ending === undefined || !Object.hasOwn(TYPES_BY_ENDING, ending)
    ? undefined
    : TYPES_BY_ENDING[ending];
}
