import type { Store } from "./kv.ts";

/** A part of the database that backups hold. */
export interface BackupPart {
  name: string;
  /** The entry with this key, and all whose keys begin with it. */
  prefix: string[];
  /**
   * `identity`: a deployment that has any is not empty. `history`: grows by
   * itself, so that a restored deployment may have had some.
   * `owner_key`: restored on demand only.
   */
  kind: "identity" | "history" | "owner_key";
  /** The field that holds a secret sealed for this deployment, if any. */
  sealed?: string;
}

/** What a backup holds, in this order. */
export const BACKUP_PARTS: readonly BackupPart[] = [
  { name: "settings", prefix: ["settings"], kind: "identity" },
  {
    name: "companion",
    prefix: ["companion"],
    kind: "identity",
    sealed: "sealedKey",
  },
  { name: "owner_key", prefix: ["owner_key"], kind: "owner_key" },
  { name: "keys", prefix: ["keys"], kind: "identity" },
  { name: "keys", prefix: ["key_digests"], kind: "identity" },
  { name: "keys", prefix: ["key_spend"], kind: "history" },
  { name: "keys", prefix: ["key_uses"], kind: "history" },
  {
    name: "accounts",
    prefix: ["accounts"],
    kind: "identity",
    sealed: "sealedToken",
  },
  { name: "accounts", prefix: ["account_state"], kind: "history" },
  { name: "accounts", prefix: ["account_credit"], kind: "history" },
  { name: "audit", prefix: ["audit"], kind: "history" },
  { name: "audit", prefix: ["audit_by_area"], kind: "history" },
  { name: "audit", prefix: ["audit_by_target"], kind: "history" },
  { name: "usage", prefix: ["usage"], kind: "history" },
];

/** The part that an entry belongs to; undefined when it is none of a backup. */
export function partOf(key: Deno.KvKey): BackupPart | undefined {
  return BACKUP_PARTS.find(({ prefix }) =>
    prefix.every((step, index) => key[index] === step)
  );
}

/** One entry of the database. */
export interface BackupEntry {
  part: BackupPart;
  key: Deno.KvKey;
  value: unknown;
}

/** All entries that a backup holds. */
export async function* backupEntries(
  store: Store,
): AsyncGenerator<BackupEntry> {
  const kv = await store.kv();
  for (const part of BACKUP_PARTS) {
    for await (const { key, value } of entriesOf(kv, part)) {
      yield { part, key, value };
    }
  }
}

/** The entries of one part. */
export async function* entriesOf(
  kv: Deno.Kv,
  { prefix }: BackupPart,
): AsyncGenerator<Deno.KvEntry<unknown>> {
  const one = await kv.get(prefix);
  if (one.versionstamp !== null) yield one;
  yield* kv.list({ prefix }, { batchSize: 500 });
}
