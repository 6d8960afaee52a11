import { gunzipJson, gzipJson } from "./gzip.ts";
import type { Store } from "./kv.ts";

/** Who did something. */
export interface AuditActor {
  /**
   * `environment`: done at start because a variable says so. `anonymous`:
   * somebody without the owner's key tried.
   */
  kind: "owner" | "environment" | "anonymous";
  keyId: string;
  name: string;
}

/** One thing the owner did. */
export interface AuditEvent {
  /** Ordered by time. */
  id: string;
  /** Unix ms. */
  at: number;
  actor: AuditActor;
  /** What was done, such as `account.pause`. */
  action: string;
  /** What it was done to, such as the id of an account. */
  target: string;
  /** How things were and are; no secrets, fingerprints only. */
  before?: unknown;
  after?: unknown;
  /** True when `before` and `after` were too large to keep. */
  omitted?: true;
  /** The request that did it; null when none did. */
  requestId: string | null;
  /** How it is taken back, where that is possible. */
  undo?: string;
  /** The event that took this one back. */
  undoneBy?: string;
  /** The event that this one took back. */
  undoes?: string;
}

/** Newest events first. */
export interface AuditPage {
  events: AuditEvent[];
  /** Where the next page begins; null at the end. */
  cursor: string | null;
}

/** Which events, and how many. */
export interface AuditQuery {
  limit: number;
  /** The `cursor` of the page before. */
  cursor?: string;
  /** The beginning of their action, such as `account.`. */
  action?: string;
  target?: string;
  /** Events before this are not shown, in Unix ms. */
  since: number;
}

/** An event as stored; details of some size are compressed. */
type AuditRow = Omit<AuditEvent, "before" | "after"> & {
  before?: unknown;
  after?: unknown;
  packed?: Uint8Array<ArrayBuffer>;
};

const AUDIT = "audit";
const BY_AREA = "audit_by_area";
const BY_TARGET = "audit_by_target";

/** Details up to this many characters are stored as they are. */
const PLAIN_LENGTH = 8 * 1024;

/** A value holds 64 KiB; the rest is for the event itself. */
const MAX_PACKED = 56 * 1024;

/** Entries of an index looked at for one page; the page may be short then. */
const MAX_SCAN = 5000;

/** Keys of one event, its indexes included. */
function keysOf({ id, action, target }: AuditEvent): Deno.KvKey[] {
  return [
    [AUDIT, id],
    [BY_AREA, areaOf(action), id],
    [BY_TARGET, target, id],
  ];
}

function areaOf(action: string): string {
  return action.split(".", 1)[0] ?? action;
}

/** Stores an event. The database may forget it after `keepMs`. */
export async function putAuditEvent(
  store: Store,
  event: AuditEvent,
  options: { keepMs: number },
): Promise<void> {
  const row = await rowOf(event);
  const kv = await store.kv();
  const [key, ...indexes] = keysOf(event);
  const operation = kv.atomic();
  const expiry = { expireIn: options.keepMs };
  operation.set(key as Deno.KvKey, row, expiry);
  for (const index of indexes) operation.set(index, event.action, expiry);
  await operation.commit();
}

/** Notes which event took another back; false when one did already. */
export async function markUndone(
  store: Store,
  id: string,
  undoneBy: string,
): Promise<boolean> {
  const kv = await store.kv();
  const entry = await kv.get<AuditRow>([AUDIT, id]);
  if (entry.value === null || entry.value.undoneBy !== undefined) return false;
  const row = { ...entry.value, undoneBy };
  return (await kv.atomic().check(entry).set(entry.key, row).commit()).ok;
}

/** One event, or null. */
export async function getAuditEvent(
  store: Store,
  id: string,
): Promise<AuditEvent | null> {
  const kv = await store.kv();
  const { value } = await kv.get<AuditRow>([AUDIT, id]);
  return value === null ? null : await eventOf(value);
}

/** A page of events, newest first. */
export async function listAuditEvents(
  store: Store,
  query: AuditQuery,
): Promise<AuditPage> {
  const kv = await store.kv();
  const prefix = prefixOf(query);
  const entries = kv.list<AuditRow | string>(
    query.cursor === undefined
      ? { prefix }
      : { start: prefix, end: [...prefix, query.cursor] },
    { reverse: true, batchSize: 200 },
  );
  const ids: string[] = [];
  let scanned = 0;
  let last: string | null = null;
  for await (const { key, value } of entries) {
    if (ids.length === query.limit || scanned === MAX_SCAN) {
      return { events: await load(kv, ids), cursor: last };
    }
    scanned++;
    last = String(key.at(-1));
    if (timeOf(last) < query.since) break;
    const action = typeof value === "string" ? value : value.action;
    if (action.startsWith(query.action ?? "")) ids.push(last);
  }
  return { events: await load(kv, ids), cursor: null };
}

/** Deletes events from before a time, some of them; true when none is left. */
export async function deleteAuditEvents(
  store: Store,
  before: number,
): Promise<boolean> {
  const kv = await store.kv();
  const operation = kv.atomic();
  let count = 0;
  for await (const entry of kv.list<AuditRow>({ prefix: [AUDIT] })) {
    if (entry.value.at >= before) break;
    if (count === 100) {
      await operation.commit();
      return false;
    }
    for (const key of keysOf(entry.value)) operation.delete(key);
    count++;
  }
  if (count > 0) await operation.commit();
  return true;
}

function prefixOf({ action, target }: AuditQuery): string[] {
  if (target !== undefined) return [BY_TARGET, target];
  // Half of an area's name is the beginning of several.
  if (action?.includes(".")) return [BY_AREA, areaOf(action)];
  return [AUDIT];
}

/** The time in an id: ten characters of a ULID after `aud_`. */
function timeOf(id: string): number {
  let ms = 0;
  for (const character of id.slice(4, 14)) {
    ms = ms * 32 + "0123456789ABCDEFGHJKMNPQRSTVWXYZ".indexOf(character);
  }
  return ms;
}

async function load(kv: Deno.Kv, ids: string[]): Promise<AuditEvent[]> {
  const events: AuditEvent[] = [];
  for (let i = 0; i < ids.length; i += 10) {
    const keys = ids.slice(i, i + 10).map((id) => [AUDIT, id]);
    for (const { value } of await kv.getMany<AuditRow[]>(keys)) {
      if (value !== null) events.push(await eventOf(value));
    }
  }
  return events;
}

async function rowOf(event: AuditEvent): Promise<AuditRow> {
  const { before, after, ...rest } = event;
  const details = { before, after };
  if (JSON.stringify(details).length <= PLAIN_LENGTH) return event;
  const packed = await gzipJson(details);
  if (packed.length <= MAX_PACKED) return { ...rest, packed };
  const { undo: _, ...plain } = rest;
  return { ...plain, omitted: true };
}

async function eventOf({ packed, ...event }: AuditRow): Promise<AuditEvent> {
  if (packed === undefined) return event;
  return { ...event, ...await gunzipJson(packed) as object };
}
