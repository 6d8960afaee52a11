import { encodeBase64Url } from "@std/encoding/base64url";
import { monotonicUlid } from "@std/ulid";
import {
  deleteSession,
  getSession,
  listSessions,
  putSession,
  type SessionRecord,
  touchSession,
} from "../store/sessions.ts";
import type { Store } from "../store/kv.ts";
import { digestOf } from "./digest.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

/** A session ends when it was not used for this long, in ms. */
export const SESSION_IDLE_MS = 14 * DAY_MS;

/** A session ends this long after it began, whatever its use, in ms. */
export const SESSION_MAX_MS = 90 * DAY_MS;

/** Uses are written down this often at most, in ms. */
const TOUCH_MS = 5 * 60_000;

/** How long another instance may not notice that a session has ended, in ms. */
const REMEMBER_MS = 3000;

/** Sessions remembered; far more than one owner has. */
const MAX_REMEMBERED = 200;

const MAX_USER_AGENT = 300;

/** A session as the owner sees it; times are Unix ms. */
export type SessionView = Omit<SessionRecord, "digest" | "ownerMark">;

/** What a session is opened with. */
export interface SessionDetails {
  ownerMark: string;
  userAgent: string | null;
  address: string | undefined;
}

/** What `Sessions` work with. */
export interface SessionsOptions {
  store: Store;
  /** Unix ms. */
  now?: () => number;
}

/** The browsers that are signed in. Knows digests of their secrets only. */
export class Sessions {
  readonly #store: Store;
  readonly #now: () => number;
  readonly #remembered = new Map<
    string,
    { record: SessionRecord | null; at: number }
  >();

  constructor({ store, now = Date.now }: SessionsOptions) {
    this.#store = store;
    this.#now = now;
  }

  /** Opens a session; its secret is told here and never again. */
  async open(
    { ownerMark, userAgent, address }: SessionDetails,
  ): Promise<{ secret: string; session: SessionView }> {
    const secret = encodeBase64Url(crypto.getRandomValues(new Uint8Array(32)));
    const now = this.#now();
    const record: SessionRecord = {
      id: `ses_${monotonicUlid(now)}`,
      digest: digestOf(secret),
      ownerMark,
      createdAt: now,
      lastUsedAt: now,
      expiresAt: now + SESSION_IDLE_MS,
      userAgent: (userAgent ?? "").slice(0, MAX_USER_AGENT),
      address: address ?? null,
    };
    await putSession(this.#store, record, now);
    return { secret, session: viewOf(record) };
  }

  /**
   * The session of a secret, whose end moves on; null when there is none, or
   * the owner's key has changed since.
   *
   * @throws {ApiError} 503 when the database is not available
   */
  async find(secret: string, ownerMark: string): Promise<SessionView | null> {
    const record = await this.#read(digestOf(secret));
    const now = this.#now();
    if (record === null || record.expiresAt <= now) return null;
    if (record.ownerMark !== ownerMark) return null;
    if (now - record.lastUsedAt >= TOUCH_MS) await this.#touch(record, now);
    return viewOf(record);
  }

  /** All sessions of the owner's present key, those used last first. */
  async list(ownerMark: string): Promise<SessionView[]> {
    const now = this.#now();
    return (await listSessions(this.#store))
      .filter((record) => record.ownerMark === ownerMark)
      .filter((record) => record.expiresAt > now)
      .sort((a, b) => b.lastUsedAt - a.lastUsedAt)
      .map(viewOf);
  }

  /** Ends the session of a secret. */
  async close(secret: string): Promise<void> {
    const digest = digestOf(secret);
    this.#remembered.delete(digest);
    await deleteSession(this.#store, digest);
  }

  /** Ends a session; null when there is none. */
  async revoke(id: string): Promise<SessionView | null> {
    const records = await listSessions(this.#store);
    const record = records.find((record) => record.id === id);
    if (record === undefined) return null;
    this.#remembered.delete(record.digest);
    await deleteSession(this.#store, record.digest);
    return viewOf(record);
  }

  /** A page asks for many things at once; the store is asked for one. */
  async #read(digest: string): Promise<SessionRecord | null> {
    const now = this.#now();
    const known = this.#remembered.get(digest);
    if (known !== undefined && now - known.at < REMEMBER_MS) {
      return known.record;
    }
    const record = await getSession(this.#store, digest);
    if (this.#remembered.size >= MAX_REMEMBERED) this.#remembered.clear();
    // Others' secrets are not worth a place.
    if (record !== null) this.#remembered.set(digest, { record, at: now });
    return record;
  }

  async #touch(record: SessionRecord, now: number): Promise<void> {
    record.lastUsedAt = now;
    record.expiresAt = Math.min(
      record.createdAt + SESSION_MAX_MS,
      now + SESSION_IDLE_MS,
    );
    await touchSession(this.#store, record, now);
  }
}

function viewOf(
  { digest: _, ownerMark: __, ...view }: SessionRecord,
): SessionView {
  return view;
}
