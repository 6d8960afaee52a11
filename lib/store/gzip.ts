/** Bytes, compressed. */
export async function gzip(
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  return await through(bytes, new CompressionStream("gzip"));
}

/** The bytes that `gzip` compressed. */
export async function gunzip(
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  return await through(bytes, new DecompressionStream("gzip"));
}

/** A JSON value as compressed bytes. */
export async function gzipJson(
  value: unknown,
): Promise<Uint8Array<ArrayBuffer>> {
  return await gzip(new TextEncoder().encode(JSON.stringify(value)));
}

/** The JSON value that `gzipJson` compressed. */
export async function gunzipJson(
  bytes: Uint8Array<ArrayBuffer>,
): Promise<unknown> {
  return JSON.parse(new TextDecoder().decode(await gunzip(bytes)));
}

async function through(
  bytes: Uint8Array<ArrayBuffer>,
  transform: CompressionStream | DecompressionStream,
): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(transform);
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
