/** What an image is to be like: its pixels, or only the ratio of its sides. */
export interface ImageShape {
  width: number;
  height: number;
  /** True for pixels, false for a ratio such as 16:9. */
  isExact: boolean;
}

/** A request for images, whatever protocol it came by. */
export interface ImageRequest {
  prompt: string;
  /** Number of images; each is a call of its own. */
  count: number;
  /** Null leaves it to the model. */
  shape: ImageShape | null;
  /** In lower case, such as `high` or `2k`; null leaves it to the model. */
  quality: string | null;
  /** Images to work from: https URLs, data URLs or bare base64. */
  images: string[];
  /** Where the first of them may be changed. */
  mask: string | null;
  seed?: number;
  steps?: number;
  negativePrompt?: string;
}
