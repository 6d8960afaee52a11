import type { Store } from "./kv.ts";

/** Whose response it is; nobody else can name it. */
export interface ResponseAddress {
  keyId: string;
  /** Ordered by time, see `newResponseId`. */
  id: string;
}

/** A response to be stored. */
export interface ResponseEntry extends ResponseAddress {
  sealed: Uint8Array<ArrayBuffer>;
  /** How long it is kept from now on, in ms. */
  keepMs: number;
}

/** A piece of a sealed response; a value holds 64 KiB at most. */
interface ResponsePiece {
  /** Hidden from this moment on, in Unix ms. */
  until: number;
  /** Number of all pieces. */
  count: number;
  bytes: Uint8Array<ArrayBuffer>;
}

/** Leads upkeep to what is old, whosever it is. */
interface ResponseTime {
  keyId: string;
  count: number;
  until: number;
}

/** The pieces, by key, id and number. */
const PIECES = "response";

/** All ids in the order of their time. */
const TIMES = "response_time";

const PIECE_BYTES = 60_000;

/** Largest sealed response that is stored. */
export const MAX_RESPONSE_BYTES = 700 * PIECE_BYTES;

/** Of the 800 KiB that a commit takes. */
const COMMIT_BYTES = 700_000;

/** Of the 1000 mutations that a commit takes. */
const COMMIT_ENTRIES = 400;

/** Keys of one `getMany`. */
const MANY = 10;

/** Ids that upkeep reads at once. */
const PAGE = 100;

/**
 * Stores responses of `MAX_RESPONSE_BYTES` at most, small ones together. A
 * response shows only when all of it is there: its first piece comes last.
 */
export async function putResponses(
  store: Store,
  entries: readonly ResponseEntry[],
): Promise<void> {
  const kv = await store.kv();
  const now = Date.now();
  let operation = kv.atomic();
  let bytes = 0;
  let count = 0;
  const flush = async () => {
    if (count > 0) await operation.commit();
    operation = kv.atomic();
    bytes = 0;
    count = 0;
  };
  for (const entry of entries) {
    const { keyId, id, keepMs } = entry;
    const pieces = piecesOf(entry, now + keepMs);
    for (const [number, piece] of [...pieces.entries()].reverse()) {
      const size = piece.bytes.byteLength;
      if (bytes + size > COMMIT_BYTES || count >= COMMIT_ENTRIES) await flush();
      operation.set(pieceKey({ keyId, id }, number), piece, {
        expireIn: keepMs,
      });
      bytes += size;
      count++;
    }
    const time: ResponseTime = {
      keyId,
      count: pieces.length,
      until: now + keepMs,
    };
    operation.set([TIMES, id], time, { expireIn: keepMs });
    count++;
  }
  await flush();
}

/** The sealed responses of a key by their ids; null for one that is not there. */
export async function getResponses(
  store: Store,
  keyId: string,
  ids: readonly string[],
): Promise<(Uint8Array<ArrayBuffer> | null)[]> {
  const kv = await store.kv();
  const now = Date.now();
  const firsts = await getPieces(
    kv,
    ids.map((id) => pieceKey({ keyId, id }, 0)),
  );
  return await Promise.all(ids.map(async (id, index) => {
    const first = firsts[index];
    if (!first || first.until <= now) return null;
    if (first.count === 1) return first.bytes;
    const keys = Array.from(
      { length: first.count - 1 },
      (_, number) => pieceKey({ keyId, id }, number + 1),
    );
    return whole([first, ...await getPieces(kv, keys)]);
  }));
}

/** Deletes a response; false when there was none. */
export async function deleteResponse(
  store: Store,
  address: ResponseAddress,
): Promise<boolean> {
  const kv = await store.kv();
  const { value } = await kv.get<ResponsePiece>(pieceKey(address, 0));
  if (value === null) return false;
  await deleteAll(kv, address, value.count);
  return value.until > Date.now();
}

/**
 * Deletes responses past their time, oldest first: those whose own time is
 * over, and those from before `since` (Unix ms). KV forgets by itself, but not
 * in time.
 */
export async function purgeResponses(
  store: Store,
  { now, since, timeOf, signal }: {
    now: number;
    since: number;
    /** When an id was made, in Unix ms. */
    timeOf: (id: string) => number;
    signal: AbortSignal;
  },
): Promise<number> {
  const kv = await store.kv();
  let deleted = 0;
  while (!signal.aborted) {
    const oldest = await Array.fromAsync(
      kv.list<ResponseTime>({ prefix: [TIMES] }, { limit: PAGE }),
    );
    let old = 0;
    for (const { key, value: { keyId, count, until } } of oldest) {
      const id = String(key[1]);
      if (until > now && timeOf(id) > since) break;
      await deleteAll(kv, { keyId, id }, count);
      old++;
    }
    deleted += old;
    if (old < PAGE) break;
  }
  return deleted;
}

function pieceKey({ keyId, id }: ResponseAddress, number: number): Deno.KvKey {
  return [PIECES, keyId, id, number];
}

function piecesOf({ sealed }: ResponseEntry, until: number) {
  const count = Math.ceil(sealed.byteLength / PIECE_BYTES);
  return Array.from({ length: count }, (_, number): ResponsePiece => {
    const from = number * PIECE_BYTES;
    return { until, count, bytes: sealed.slice(from, from + PIECE_BYTES) };
  });
}

async function getPieces(
  kv: Deno.Kv,
  keys: readonly Deno.KvKey[],
): Promise<(ResponsePiece | null)[]> {
  const pages: Promise<Deno.KvEntryMaybe<ResponsePiece>[]>[] = [];
  for (let from = 0; from < keys.length; from += MANY) {
    const page = keys.slice(from, from + MANY);
    pages.push(kv.getMany<ResponsePiece[]>(page));
  }
  return (await Promise.all(pages)).flat().map(({ value }) => value);
}

/** Null when a piece is missing, as while others delete it. */
function whole(
  pieces: readonly (ResponsePiece | null)[],
): Uint8Array<ArrayBuffer> | null {
  let size = 0;
  for (const piece of pieces) {
    if (piece === null) return null;
    size += piece.bytes.byteLength;
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    if (piece === null) continue;
    bytes.set(piece.bytes, at);
    at += piece.bytes.byteLength;
  }
  return bytes;
}

/** The first piece goes first, so that nobody finds half of it. */
async function deleteAll(
  kv: Deno.Kv,
  address: ResponseAddress,
  count: number,
): Promise<void> {
  for (let from = 0; from < count; from += COMMIT_ENTRIES) {
    const operation = kv.atomic();
    const to = Math.min(count, from + COMMIT_ENTRIES);
    for (let number = from; number < to; number++) {
      operation.delete(pieceKey(address, number));
    }
    if (to === count) operation.delete([TIMES, address.id]);
    await operation.commit();
  }
}
