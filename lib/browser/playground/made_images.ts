/** Base64 of first bytes by the kind of picture. */
const SIGNS: [sign: string, type: string][] = [
  ["iVBOR", "image/png"],
  ["/9j/", "image/jpeg"],
  ["R0lG", "image/gif"],
  ["UklGR", "image/webp"],
];

/** A picture of an answer: its data, or where it is. */
export interface MadeImage {
  /** A data URL that a page can show; null for a picture elsewhere. */
  data: string | null;
  /** Where it is, when that was all that was told. */
  url: string | null;
}

/** The pictures of an answer of `/v1/images/generations`. */
export function madeImages(answer: unknown): MadeImage[] {
  const { data } = (answer ?? {}) as {
    data?: { b64_json?: unknown; url?: unknown }[];
  };
  if (!Array.isArray(data)) return [];
  return data.flatMap((item): MadeImage[] => {
    if (typeof item?.b64_json === "string") {
      return [{ data: dataUrlOf(item.b64_json), url: null }];
    }
    if (typeof item?.url !== "string") return [];
    return item.url.startsWith("data:image/")
      ? [{ data: item.url, url: null }]
      : [{ data: null, url: item.url }];
  });
}

function dataUrlOf(base64: string): string {
  const type = SIGNS.find(([sign]) => base64.startsWith(sign))?.[1] ??
    "image/png";
  return `data:${type};base64,${base64}`;
}
