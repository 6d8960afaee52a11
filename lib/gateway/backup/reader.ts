import { decodeBase64Url } from "@std/encoding/base64url";
import { ApiError } from "../../http/errors.ts";
import { fromTyped } from "../../store/typed_json.ts";
import {
  type BackupKeys,
  Checksum,
  deriveBackupKeys,
  type DeriveKeys,
  openFromBackup,
} from "./crypto.ts";
import { BACKUP_VERSION, bindingOf, endLine, headLine } from "./writer.ts";

/** How a backup is read. */
export interface ReadBackupOptions {
  passphrase: string;
  derive?: DeriveKeys;
}

/** An entry of a backup. */
export interface ReadEntry {
  key: Deno.KvKey;
  value: unknown;
  /** Bytes of its line. */
  size: number;
  /** The opened token; null when it could not be opened at the backup. */
  token?: string | null;
}

interface Head {
  backup?: unknown;
  version?: unknown;
  createdAt?: unknown;
  salt?: unknown;
}

/**
 * The entries of a backup, while its lines come in. Only when this has ended
 * without an error the file is known to be whole and unaltered.
 *
 * @throws {ApiError} 400 `invalid_backup`, `backup_version` or
 * `wrong_passphrase`
 */
export async function* readBackup(
  lines: AsyncIterator<Uint8Array>,
  options: ReadBackupOptions,
): AsyncGenerator<ReadEntry> {
  const first = await lines.next();
  if (first.done) throw damaged("it is empty");
  const head = textOf(first.value);
  const keys = await openHead(head, options);
  const checksum = new Checksum(keys).add(first.value);
  for (let records = 0;; records++) {
    const next = await lines.next();
    if (next.done) throw damaged("its end is missing");
    const text = textOf(next.value);
    if (text.startsWith('{"end"')) {
      if (text !== endLine(records, checksum.end())) throw damaged();
      break;
    }
    checksum.add(next.value);
    yield await readEntry(text, keys);
  }
  if (!(await lines.next()).done) throw damaged("it goes on after its end");
}

async function openHead(
  text: string,
  { passphrase, derive = deriveBackupKeys }: ReadBackupOptions,
): Promise<BackupKeys> {
  const head = parsed(text) as Head | null;
  const { backup, version, createdAt, salt } = head ?? {};
  if (backup !== "puter-2api") throw damaged("it is none of this gateway");
  if (version !== BACKUP_VERSION) {
    throw new ApiError(
      `This backup has version ${version}; only ${BACKUP_VERSION} is known`,
      { status: 400, code: "backup_version" },
    );
  }
  const bytes = saltBytes(salt);
  if (bytes === null || typeof createdAt !== "string") throw damaged();
  const keys = await derive(passphrase, bytes);
  if (text === headLine(keys, String(salt), createdAt)) return keys;
  throw new ApiError(
    "The passphrase is wrong, or the head of the backup was altered",
    { status: 400, code: "wrong_passphrase", param: "passphrase" },
  );
}

function saltBytes(salt: unknown): Uint8Array<ArrayBuffer> | null {
  try {
    return new Uint8Array(decodeBase64Url(String(salt)));
  } catch {
    return null;
  }
}

async function readEntry(text: string, keys: BackupKeys): Promise<ReadEntry> {
  const line = parsed(text) as { k?: unknown; v?: unknown; t?: unknown } | null;
  try {
    const key = fromTyped(line?.k) as Deno.KvKey;
    if (!Array.isArray(key) || key.length === 0) throw damaged();
    const entry = { key, value: fromTyped(line?.v), size: text.length };
    if (line?.t === undefined) return entry;
    const token = line.t === null
      ? null
      : await openFromBackup(keys, String(line.t), bindingOf(key));
    return { ...entry, token };
  } catch (cause) {
    throw cause instanceof ApiError ? cause : damaged();
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw damaged("it is not made of lines of JSON");
  }
}

function textOf(line: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })
      .decode(line);
  } catch {
    throw damaged("it is not UTF-8");
  }
}

/** Nothing has been changed when this is thrown. */
export function damaged(why?: string): ApiError {
  const reason = why === undefined ? "" : `: ${why}`;
  return new ApiError(
    `The backup is damaged, cut or altered${reason}. Nothing was changed`,
    { status: 400, code: "invalid_backup" },
  );
}
