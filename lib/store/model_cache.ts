import type { Store } from "./kv.ts";

/** Keeps entries that may be larger than one value of the database. */
export interface LargeCache<Entry> {
  get(kind: string): Promise<Entry | null>;
  set(kind: string, entry: Entry): Promise<void>;
}

/** A value holds 64 KiB; the rest is for its wrapping. */
const CHUNK_BYTES = 60 * 1024;

/** A commit holds 800 KiB. */
const MAX_CHUNKS = 12;

function chunkKey(kind: string, index: number): (string | number)[] {
  return ["model_cache", kind, index];
}

/** A cache of model lists: compressed, and cut into chunks where necessary. */
export function modelCache<Entry>(store: Store): LargeCache<Entry> {
  return {
    get: (kind) => getEntry<Entry>(store, kind),
    set: (kind, entry) => setEntry(store, kind, entry),
  };
}

async function getEntry<Entry>(
  store: Store,
  kind: string,
): Promise<Entry | null> {
  const kv = await store.kv();
  const entries = kv.list<Uint8Array<ArrayBuffer>>({
    prefix: ["model_cache", kind],
  });
  const chunks = await Array.fromAsync(entries, (entry) => entry.value);
  if (chunks.length === 0) return null;
  const text = await new Response(
    new Blob(chunks).stream().pipeThrough(new DecompressionStream("gzip")),
  ).text();
  return JSON.parse(text);
}

/** Throws when the compressed entry exceeds what one commit can hold. */
async function setEntry<Entry>(
  store: Store,
  kind: string,
  entry: Entry,
): Promise<void> {
  const bytes = await compress(JSON.stringify(entry));
  const count = Math.ceil(bytes.length / CHUNK_BYTES);
  if (count > MAX_CHUNKS) {
    throw new Error(`Cannot keep the ${kind} list: ${bytes.length} bytes`);
  }
  const kv = await store.kv();
  const operation = kv.atomic();
  for (let index = 0; index < MAX_CHUNKS; index++) {
    const start = index * CHUNK_BYTES;
    const key = chunkKey(kind, index);
    if (index >= count) operation.delete(key);
    else operation.set(key, bytes.slice(start, start + CHUNK_BYTES));
  }
  await operation.commit();
}

async function compress(text: string): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([text]).stream()
    .pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
