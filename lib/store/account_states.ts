import { delay } from "@std/async/delay";
import type { Store } from "./kv.ts";
import { bumpRevision, STATES_REVISION } from "./revision.ts";

/** What instances share of an account: each kind under a key of its own. */
export type SharedKind = "account_state" | "account_credit";

const KINDS: readonly SharedKind[] = ["account_state", "account_credit"];

/** Attempts to write while others write the same. */
const MAX_CONFLICTS = 20;

const INCIDENTS = "account_incident";

/** The keys of all that is shared of an account. */
export function sharedKeys(id: string): Deno.KvKey[] {
  return KINDS.map((kind) => [kind, id]);
}

/** What is shared of all accounts, by account. */
export async function listShared<Value>(
  store: Store,
  kind: SharedKind,
): Promise<Map<string, Value>> {
  const kv = await store.kv();
  const all = new Map<string, Value>();
  const entries = kv.list<Value>({ prefix: [kind] }, { batchSize: 500 });
  for await (const { key, value } of entries) all.set(String(key[1]), value);
  return all;
}

/**
 * Changes what is shared of an account, based on what is stored at that very
 * moment, and announces it. `change` may be called several times; null leaves
 * everything as it is. False when nothing was written.
 *
 * @throws {Error} when others never stop writing the same
 */
export async function changeShared<Value>(
  store: Store,
  { kind, id }: { kind: SharedKind; id: string },
  change: (stored: Value | null) => Value | null,
): Promise<boolean> {
  const kv = await store.kv();
  for (let i = 0; i < MAX_CONFLICTS; i++) {
    const [account, entry] = await kv.getMany<[unknown, Value]>(
      [["accounts", id], [kind, id]],
    );
    // A late change must not outlive a removed account.
    if (account.versionstamp === null) return false;
    const value = change(entry.value);
    if (value === null) return false;
    const operation = kv.atomic().check(account).check(entry)
      .set([kind, id], value);
    if (await commits(bumpRevision(operation, STATES_REVISION))) return true;
  }
  throw new Error(`Too many others change what is shared of account ${id}`);
}

/** False on a conflict; a locked SQLite file is one with another process. */
async function commits(operation: Deno.AtomicOperation): Promise<boolean> {
  try {
    return (await operation.commit()).ok;
  } catch (cause) {
    const isLocked = cause instanceof Error && /is locked/.test(cause.message);
    if (!isLocked) throw cause;
    await delay(10 + 40 * Math.random());
    return false;
  }
}

/** An incident as it is shared; the fields belong to the pool. */
interface StoredIncident {
  code: string;
  until: number;
}

/** Shares an incident for as long as it lasts. */
export async function putIncident<Incident extends StoredIncident>(
  store: Store,
  incident: Incident,
  now: number,
): Promise<void> {
  const kv = await store.kv();
  const expireIn = Math.max(1, incident.until - now);
  const operation = kv.atomic()
    .set([INCIDENTS, incident.code], incident, { expireIn });
  await bumpRevision(operation, STATES_REVISION).commit();
}

/** The incidents shared lately; some may have ended. */
export async function listIncidents<Incident>(
  store: Store,
): Promise<Incident[]> {
  const kv = await store.kv();
  const entries = kv.list<Incident>({ prefix: [INCIDENTS] });
  return await Array.fromAsync(entries, ({ value }) => value);
}
