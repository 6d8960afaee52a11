import type { ImageInfo } from "../../media/image_info.ts";

/** An image as it is handed to the client: its data or where it is. */
export interface ShownImage {
  base64?: string;
  url?: string;
  /** What its first bytes tell; null where the gateway has not seen them. */
  info: ImageInfo | null;
  /** The quality Puter was asked for; undefined where the model chose. */
  quality?: string | undefined;
}

/**
 * The JSON document of finished images. It tells format and size only where
 * the bytes told them, and no `usage`: Puter does not say what an image took.
 *
 * @param created Unix seconds
 */
export function imagesBody(
  images: readonly ShownImage[],
  created: number,
) {
  const format = common(images.map(({ info }) => info?.format));
  const size = common(images.map(({ info }) => sizeOf(info)));
  const quality = common(images.map(({ quality }) => quality));
  return {
    created,
    data: images.map(({ base64, url }) =>
      base64 === undefined ? { url } : { b64_json: base64 }
    ),
    ...(format === undefined ? {} : { output_format: format }),
    ...(size === undefined ? {} : { size }),
    ...(quality === undefined ? {} : { quality }),
  };
}

/** Width and height such as `1024x1536`; undefined when unknown. */
export function sizeOf(info: ImageInfo | null): string | undefined {
  const { width, height } = info ?? {};
  return width === undefined || height === undefined
    ? undefined
    : `${width}x${height}`;
}

/** A value that all have; undefined where they differ. */
function common(values: (string | undefined)[]): string | undefined {
  const [first, ...others] = values;
  return others.every((value) => value === first) ? first : undefined;
}
