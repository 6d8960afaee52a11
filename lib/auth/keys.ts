import { getKeyUse, listKeyUses } from "../store/key_usage.ts";
import {
  changeKey,
  createKey,
  deleteKey,
  getKey,
  type KeyRecord,
  listKeys,
} from "../store/keys.ts";
import type { Store } from "../store/kv.ts";
import { assertStill } from "../http/differences.ts";
import { keysOf } from "./credentials.ts";
import { digestOf, sameDigest } from "./digest.ts";
import {
  type KeyChange,
  type KeyOptions,
  type KeyView,
  makeRecord,
  makeSecret,
  type NewKey,
  viewOf,
  withChange,
  withSecret,
} from "./key_views.ts";
import { establishOwnerKey } from "./owner.ts";
import { type KeyPolicy, OPEN_POLICY } from "./policy.ts";
import { badKey, noKey, notOwner } from "./refusal.ts";

export type { KeyChange, KeyOptions, KeyView, NewKey } from "./key_views.ts";

/** Who sent a request. */
export interface Caller {
  kind: "owner" | "client" | "anonymous";
  keyId: string;
  name: string;
  /** What a client key may do; null for the owner and for anonymous callers. */
  policy: KeyPolicy | null;
}

/** What a `KeyRing` works with. */
export interface KeyRingOptions {
  store: Store;
  /** The owner's key; one is made and kept in the store when absent. */
  masterKey?: string;
  /** True when the public API takes any key, or none. */
  noAuth?: boolean;
  /** Told the owner key that was just made, once and by one instance only. */
  announce?: (ownerKey: string) => void;
  /** Milliseconds that only grow. */
  now?: () => number;
  /** Milliseconds since the epoch. */
  clock?: () => number;
}

const OWNER: Caller = {
  kind: "owner",
  keyId: "owner",
  name: "Owner",
  policy: null,
};

/** The owner in a browser that is signed in. */
export const COCKPIT: Caller = {
  kind: "owner",
  keyId: "cockpit",
  name: "Cockpit",
  policy: null,
};

const ANONYMOUS: Caller = {
  kind: "anonymous",
  keyId: "anonymous",
  name: "Anonymous",
  policy: null,
};

/** Unknown keys make the ring look into the store at most this often. */
const LOOKUP_MS = 1000;

interface Client {
  digest: string;
  caller: Caller;
  guestId: string | undefined;
  /** Ms since the epoch from which on the digest opens nothing. */
  until: number;
}

/**
 * The keys that open this gateway. Holds digests in memory so that a request
 * waits for nothing; `refresh` reads them anew when the revision changes.
 */
export class KeyRing {
  readonly #store: Store;
  readonly #noAuth: boolean;
  readonly #announce: (ownerKey: string) => void;
  readonly #now: () => number;
  readonly #clock: () => number;
  readonly #masterDigest: string | undefined;
  #ownerDigest: string | undefined;
  #clients: Map<string, Client> | undefined;
  #started = 0;
  #applied = 0;
  #lookup: Promise<void> | undefined;
  #lookupAt = -Infinity;

  constructor(options: KeyRingOptions) {
    this.#store = options.store;
    this.#noAuth = options.noAuth ?? false;
    this.#announce = options.announce ?? (() => {});
    this.#now = options.now ?? (() => performance.now());
    this.#clock = options.clock ?? Date.now;
    if (options.masterKey !== undefined) {
      this.#masterDigest = digestOf(options.masterKey);
      this.#ownerDigest = this.#masterDigest;
    }
  }

  /**
   * Reads the keys from the store.
   *
   * @throws {ApiError} 503 when the database is not available
   */
  async refresh(): Promise<void> {
    const turn = ++this.#started;
    const ownerDigest = this.#masterDigest ?? await this.#establishOwner();
    const clients = (await listKeys(this.#store)).flatMap(clientsOf);
    // A reading that began earlier may end later, and knows less.
    if (turn < this.#applied) return;
    this.#applied = turn;
    this.#ownerDigest = ownerDigest;
    this.#clients = new Map(clients.map((client) => [client.digest, client]));
  }

  /**
   * Who sent a request to the public API. Answers at once when the keys are
   * loaded and the key is known.
   *
   * @throws {ApiError} 401 `invalid_api_key`, or 503 when the keys cannot be
   * read
   */
  authenticate(headers: Headers): Caller | Promise<Caller> {
    const digests = keysOf(headers).map(digestOf);
    const caller = this.#find(digests);
    if (caller !== undefined) return caller;
    if (this.#noAuth) return ANONYMOUS;
    return this.#lookUp(digests);
  }

  /**
   * The owner, for everything but the public API; never switched off.
   *
   * @throws {ApiError} 401 `invalid_api_key`, 403 `insufficient_permissions`
   * for a client key, or 503 when the keys cannot be read
   */
  requireOwner(headers: Headers): Caller | Promise<Caller> {
    const digests = keysOf(headers).map(digestOf);
    const caller = this.#find(digests);
    if (caller !== undefined) return ownerOnly(caller);
    const found = this.#lookUp(digests);
    return found.then(ownerOnly);
  }

  /** Who has a key, by its id; undefined when it opens nothing any more. */
  callerOf(keyId: string): Caller | undefined {
    if (keyId === OWNER.keyId) return OWNER;
    if (keyId === COCKPIT.keyId) return COCKPIT;
    if (keyId === ANONYMOUS.keyId) return this.#noAuth ? ANONYMOUS : undefined;
    for (const { caller, until } of this.#clients?.values() ?? []) {
      if (caller.keyId === keyId && this.#clock() < until) return caller;
    }
    return undefined;
  }

  /** The key of a guest link, by its page; undefined when that has ended. */
  guest(guestId: string): Caller | undefined {
    for (const client of this.#clients?.values() ?? []) {
      if (client.guestId !== guestId) continue;
      const { expiresAt = Infinity } = client.caller.policy ?? {};
      return this.#clock() < expiresAt ? client.caller : undefined;
    }
    return undefined;
  }

  /**
   * Recognises the owner's present key and says nothing about it.
   *
   * @throws {ApiError} 503 when the keys cannot be read
   */
  async ownerMark(): Promise<string> {
    if (this.#ownerDigest === undefined) await this.refresh();
    return digestOf(`session ${this.#ownerDigest}`);
  }

  /**
   * True for the owner's key.
   *
   * @throws {ApiError} 503 when the keys cannot be read
   */
  async isOwnerKey(key: string): Promise<boolean> {
    if (this.#ownerDigest === undefined) await this.refresh();
    return sameDigest(digestOf(key), this.#ownerDigest ?? "");
  }

  /** All client keys, oldest first. */
  async list(): Promise<KeyView[]> {
    const now = this.#clock();
    const uses = await listKeyUses(this.#store);
    return (await listKeys(this.#store)).map((record) =>
      viewOf(record, { now, lastUsedAt: uses.get(record.id) ?? null })
    );
  }

  /** One client key; null when there is none. */
  async get(id: string): Promise<KeyView | null> {
    const record = await getKey(this.#store, id);
    return record === null ? null : await this.#view(record);
  }

  /** Makes a client key that works from now on. */
  async create(options: KeyOptions): Promise<NewKey> {
    const now = this.#clock();
    const { key, record } = makeRecord(options, now);
    await createKey(this.#store, record);
    this.#put(record);
    return { key, ...viewOf(record, { now, lastUsedAt: null }) };
  }

  /**
   * Changes the name or the policy of a key; null when there is none.
   *
   * @throws {ApiError} 409 `changed_since` when it is not as `expected`
   */
  async change(
    id: string,
    change: KeyChange,
    expected: KeyChange = {},
  ): Promise<KeyView | null> {
    const record = await changeKey(this.#store, id, (record) => {
      const view = viewOf(record, { now: this.#clock(), lastUsedAt: null });
      assertStill(view, expected);
      return withChange(record, change);
    });
    if (record === null) return null;
    this.#put(record);
    return await this.#view(record);
  }

  /**
   * Gives a key a new secret; null when there is no such key. The old secret
   * works for `graceMs` longer, one that is older ends at once.
   */
  async rotate(id: string, graceMs: number): Promise<NewKey | null> {
    const now = this.#clock();
    const secret = makeSecret();
    const record = await changeKey(
      this.#store,
      id,
      (record) => withSecret(record, secret, { now, graceMs }),
    );
    if (record === null) return null;
    this.#put(record);
    return { key: secret.key, ...await this.#view(record) };
  }

  /** Makes a client key useless at once; false when there is none. */
  async revoke(id: string): Promise<boolean> {
    const isDeleted = await deleteKey(this.#store, id);
    this.#replace(id, []);
    return isDeleted;
  }

  async #view(record: KeyRecord): Promise<KeyView> {
    const lastUsedAt = await getKeyUse(this.#store, record.id);
    return viewOf(record, { now: this.#clock(), lastUsedAt });
  }

  #put(record: KeyRecord): void {
    this.#replace(record.id, clientsOf(record));
  }

  /** Changes a loaded key at once; readings under way come too late. */
  #replace(id: string, clients: Client[]): void {
    const loaded = this.#clients;
    if (loaded === undefined) return;
    this.#applied = ++this.#started;
    for (const [digest, { caller }] of loaded) {
      if (caller.keyId === id) loaded.delete(digest);
    }
    for (const client of clients) loaded.set(client.digest, client);
  }

  #find(digests: string[]): Caller | undefined {
    const owner = this.#ownerDigest;
    for (const digest of digests) {
      if (owner !== undefined && sameDigest(digest, owner)) return OWNER;
      const client = this.#clients?.get(digest);
      if (client === undefined || this.#clock() >= client.until) continue;
      if (sameDigest(digest, client.digest)) return client.caller;
    }
    return undefined;
  }

  /** Throws at once when another look into the store is not due. */
  #lookUp(digests: string[]): Promise<Caller> {
    if (digests.length === 0) throw noKey();
    const isDue = this.#clients === undefined ||
      this.#now() - this.#lookupAt >= LOOKUP_MS;
    if (this.#lookup === undefined && !isDue) throw badKey();
    this.#lookup ??= this.#refreshForLookup();
    return this.#lookup.then(() => {
      const caller = this.#find(digests);
      if (caller === undefined) throw badKey();
      return caller;
    });
  }

  /** Fails only when no keys were ever loaded. */
  async #refreshForLookup(): Promise<void> {
    this.#lookupAt = this.#now();
    try {
      await this.refresh();
    } catch (cause) {
      if (this.#clients === undefined) throw cause;
    } finally {
      this.#lookup = undefined;
    }
  }

  async #establishOwner(): Promise<string> {
    const { digest, made } = await establishOwnerKey(this.#store);
    if (made !== undefined) this.#announce(made);
    return digest;
  }
}

/** One client for each digest that leads to a key. */
function clientsOf(record: KeyRecord): Client[] {
  const { id, name, digest, previous, policy = OPEN_POLICY } = record;
  const { guestId } = record;
  const caller: Caller = { kind: "client", keyId: id, name, policy };
  const clients = [{ digest, caller, guestId, until: Infinity }];
  if (previous !== undefined) clients.push({ ...previous, caller, guestId });
  return clients;
}

function ownerOnly(caller: Caller): Caller {
  if (caller.kind === "owner") return caller;
  throw notOwner();
}
