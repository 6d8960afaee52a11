/** A JSON value as compressed bytes. */
export async function gzipJson(
  value: unknown,
): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([JSON.stringify(value)]).stream()
    .pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** The JSON value that `gzipJson` compressed. */
export async function gunzipJson(
  bytes: Uint8Array<ArrayBuffer>,
): Promise<unknown> {
  const stream = new Blob([bytes]).stream()
    .pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
}
