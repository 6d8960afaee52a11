import type { Store } from "./kv.ts";
import { bodyKey } from "./requests/keys.ts";

/** A piece of sealed bodies; a value holds 64 KiB at most. */
interface BodyPiece {
  /** Hidden from this moment on, in Unix ms. */
  until: number;
  /** Number of all pieces. */
  count: number;
  bytes: Uint8Array<ArrayBuffer>;
}

const PIECE_BYTES = 60_000;

/** Pieces of one commit, which takes 800 KiB. */
const MAX_PIECES = 13;

/** Keys of one `getMany`. */
const MANY = 10;

/** Stores the sealed bodies of a request. Throws when they are too large. */
export async function putBody(
  store: Store,
  id: string,
  body: { sealed: Uint8Array; keepMs: number },
): Promise<void> {
  const count = Math.ceil(body.sealed.byteLength / PIECE_BYTES);
  if (count > MAX_PIECES) {
    throw new Error(
      `Cannot keep bodies of ${body.sealed.byteLength} bytes: at most ${
        MAX_PIECES * PIECE_BYTES
      } are stored`,
    );
  }
  const kv = await store.kv();
  const operation = kv.atomic();
  const until = Date.now() + body.keepMs;
  for (let piece = 0; piece < count; piece++) {
    const from = piece * PIECE_BYTES;
    const bytes = body.sealed.slice(from, from + PIECE_BYTES);
    const value: BodyPiece = { until, count, bytes };
    operation.set(bodyKey(id, piece), value, { expireIn: body.keepMs });
  }
  await operation.commit();
}

/** The sealed bodies of a request, or null. */
export async function getBody(
  store: Store,
  id: string,
  now: number,
): Promise<{ sealed: Uint8Array<ArrayBuffer>; until: number } | null> {
  const kv = await store.kv();
  const pieces: BodyPiece[] = [];
  for (let from = 0; from < MAX_PIECES; from += MANY) {
    const keys = Array.from(
      { length: Math.min(MANY, MAX_PIECES - from) },
      (_, piece) => bodyKey(id, from + piece),
    );
    for (const { value } of await kv.getMany<BodyPiece[]>(keys)) {
      if (value !== null) pieces.push(value);
    }
    if ((pieces[0]?.count ?? 0) <= from + MANY) break;
  }
  const [first] = pieces;
  if (first === undefined || first.until <= now) return null;
  if (pieces.length !== first.count) return null;
  const sealed = new Uint8Array(
    pieces.reduce((sum, { bytes }) => sum + bytes.byteLength, 0),
  );
  let at = 0;
  for (const { bytes } of pieces) {
    sealed.set(bytes, at);
    at += bytes.byteLength;
  }
  return { sealed, until: first.until };
}
