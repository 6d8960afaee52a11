import { encodeBase64Url } from "@std/encoding/base64url";
import type { Vault } from "../../auth/vault.ts";
import { backupEntries, type BackupEntry } from "../../store/backup_parts.ts";
import type { Store } from "../../store/kv.ts";
import { toTyped } from "../../store/typed_json.ts";
import {
  type BackupKeys,
  Checksum,
  deriveBackupKeys,
  type DeriveKeys,
  sealForBackup,
} from "./crypto.ts";

/** Version of the file's form. */
export const BACKUP_VERSION = 1;

/** What a backup is made from. */
export interface BackupOptions {
  store: Store;
  vault: Vault;
  passphrase: string;
  derive?: DeriveKeys;
}

/**
 * A backup as lines of JSON: a head, one line for each entry of the database,
 * and an end with a checksum under the passphrase, without which a file is no
 * backup. Tokens are sealed under the passphrase in place of the vault's key.
 */
export async function* backupLines(
  options: BackupOptions,
): AsyncGenerator<string> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const derive = options.derive ?? deriveBackupKeys;
  const keys = await derive(options.passphrase, salt);
  const checksum = new Checksum(keys);
  const head = headLine(keys, encodeBase64Url(salt), new Date().toISOString());
  checksum.add(head);
  yield head;
  let records = 0;
  for await (const entry of backupEntries(options.store)) {
    const line = await entryLine(entry, keys, options.vault);
    checksum.add(line);
    records++;
    yield line;
  }
  yield endLine(records, checksum.end());
}

/** The first line; its own checksum tells a wrong passphrase at once. */
export function headLine(
  keys: BackupKeys,
  salt: string,
  createdAt: string,
): string {
  const head = {
    backup: "puter-2api",
    version: BACKUP_VERSION,
    createdAt,
    salt,
  };
  const check = new Checksum(keys).add(JSON.stringify(head)).end();
  return `${JSON.stringify({ ...head, check })}\n`;
}

/** The last line. */
export function endLine(records: number, checksum: string): string {
  return `${JSON.stringify({ end: true, records, checksum })}\n`;
}

/** What the token of an account is bound to. */
export function bindingOf(key: Deno.KvKey): string {
  return JSON.stringify(toTyped(key));
}

async function entryLine(
  { part, key, value }: BackupEntry,
  keys: BackupKeys,
  vault: Vault,
): Promise<string> {
  const line = { k: toTyped(key), v: toTyped(value) };
  const record = value as Record<string, unknown>;
  if (part.sealed === undefined || record[part.sealed] === undefined) {
    return `${JSON.stringify(line)}\n`;
  }
  const sealed = String(record[part.sealed]);
  const token = await openOrNull(vault, sealed, String(key[1]));
  const t = token === null
    ? null
    : await sealForBackup(keys, token, bindingOf(key));
  const v = toTyped({ ...record, [part.sealed]: "" });
  return `${JSON.stringify({ ...line, v, t })}\n`;
}

/** A token that cannot be opened here cannot be opened anywhere. */
async function openOrNull(
  vault: Vault,
  sealed: string,
  accountId: string,
): Promise<string | null> {
  try {
    return await vault.open(sealed, accountId);
  } catch {
    return null;
  }
}
