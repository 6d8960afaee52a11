/** What the fake upstream has seen. */
export interface UpstreamStatistics {
  /** Streams that run now, and the most that ever ran at once. */
  open: number;
  mostOpen: number;
  /** Bytes that streams have given out. */
  sentBytes: number;
  /** Questions about accounts, which are no chat. */
  asides: number;
  /** When calls were broken off, by their tag; Unix ms. */
  aborts: Record<string, number>;
  /** SHA-256 of the last image that came, in hex. */
  imageHash: string;
}

const seen: UpstreamStatistics = {
  open: 0,
  mostOpen: 0,
  sentBytes: 0,
  asides: 0,
  aborts: {},
  imageHash: "",
};

/** Keeps `UpstreamStatistics`. */
export const statistics = {
  view: (): UpstreamStatistics => seen,

  open(): void {
    seen.open++;
    seen.mostOpen = Math.max(seen.mostOpen, seen.open);
  },

  close(): void {
    seen.open--;
  },

  sent(bytes: number): void {
    seen.sentBytes += bytes;
  },

  aside(): void {
    seen.asides++;
  },

  abort(tag: string): void {
    seen.aborts[tag] ??= Date.now();
  },

  /** Takes the image of a prompt, as OpenAI-style models or Claude get it. */
  async noteImage(content: unknown): Promise<void> {
    if (!Array.isArray(content)) return;
    for (const part of content) {
      const data = part.type === "image_url"
        ? part.image_url.url.slice(part.image_url.url.indexOf(",") + 1)
        : part.source?.data;
      if (typeof data === "string") seen.imageHash = await hashOf(data);
    }
  },
};

/** SHA-256 of a text, in hex. */
export async function hashOf(text: string): Promise<string> {
  const bytes = new TextEncoder().encode(text);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join(
    "",
  );
}
