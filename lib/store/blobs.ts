import type { Store } from "./kv.ts";

/** What is known of stored bytes. */
export interface BlobInfo {
  mediaType: string;
  size: number;
  /** Unix ms; from then on they do not exist any more. */
  expiresAt: number;
}

/** A value holds 64 KiB at most. */
const PIECE_BYTES = 60_000;

/** Pieces of one commit, which takes 800 KiB. */
const COMMIT_PIECES = 13;

/** Keys of one `getMany`. */
const MANY = 10;

/** Deletions of one commit. */
const DELETIONS = 500;

const INFO = "blobs";
const PIECES = "blob_pieces";

/**
 * Stores bytes in pieces. They exist once all are there: the pieces of a
 * storing that broke off are found by nobody and expire.
 */
export async function putBlob(
  store: Store,
  id: string,
  { bytes, ...rest }: Omit<BlobInfo, "size"> & { bytes: Uint8Array },
): Promise<void> {
  const kv = await store.kv();
  const info: BlobInfo = { ...rest, size: bytes.byteLength };
  const expireIn = Math.max(1, info.expiresAt - Date.now());
  const count = Math.ceil(bytes.byteLength / PIECE_BYTES);
  for (let from = 0; from < count; from += COMMIT_PIECES) {
    const operation = kv.atomic();
    const end = Math.min(count, from + COMMIT_PIECES);
    for (let piece = from; piece < end; piece++) {
      const at = piece * PIECE_BYTES;
      const value = bytes.slice(at, at + PIECE_BYTES);
      operation.set([PIECES, id, piece], value, { expireIn });
    }
    await operation.commit();
  }
  await kv.set([INFO, id], info, { expireIn });
}

/** What is known of stored bytes; null when there are none at `now`. */
export async function getBlobInfo(
  store: Store,
  id: string,
  now: number,
): Promise<BlobInfo | null> {
  const kv = await store.kv();
  const { value } = await kv.get<BlobInfo>([INFO, id]);
  return value === null || value.expiresAt <= now ? null : value;
}

/**
 * Stored bytes from `start` to before `end`, read as they are pulled. Errors
 * when they are deleted meanwhile.
 */
export function readBlob(
  store: Store,
  id: string,
  { start, end }: { start: number; end: number },
): ReadableStream<Uint8Array> {
  let at = start;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (at >= end) return controller.close();
      for (const piece of await piecesFrom(store, id, { at, end })) {
        const from = at % PIECE_BYTES;
        const part = piece.subarray(from, from + end - at);
        at += part.byteLength;
        controller.enqueue(part);
      }
    },
  }, { highWaterMark: 0 });
}

/** Deletes stored bytes; nothing happens where there are none. */
export async function deleteBlob(store: Store, id: string): Promise<void> {
  const kv = await store.kv();
  await kv.delete([INFO, id]);
  let operation = kv.atomic();
  let count = 0;
  for await (const { key } of kv.list({ prefix: [PIECES, id] })) {
    operation.delete(key);
    if (++count % DELETIONS !== 0) continue;
    await operation.commit();
    operation = kv.atomic();
  }
  await operation.commit();
}

/** Some of the pieces from a place on. */
async function piecesFrom(
  store: Store,
  id: string,
  { at, end }: { at: number; end: number },
): Promise<Uint8Array[]> {
  const kv = await store.kv();
  const first = Math.floor(at / PIECE_BYTES);
  const last = Math.floor((end - 1) / PIECE_BYTES);
  const count = Math.min(MANY, last - first + 1);
  const keys = Array.from(
    { length: count },
    (_, index) => [PIECES, id, first + index],
  );
  const entries = await kv.getMany<Uint8Array[]>(keys);
  return entries.map(({ value }) => {
    if (value === null) throw new Error(`The bytes of ${id} are gone`);
    return value;
  });
}
