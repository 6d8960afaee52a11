import type { z } from "zod";
import { ApiError } from "../../http/errors.ts";
import { byteLines } from "../../http/byte_lines.ts";
import { type BackupPart, partOf } from "../../store/backup_parts.ts";
import { Restore } from "../../store/restore.ts";
import { validate } from "../../surfaces/validate.ts";
import { type restoredSchema, restoreSchema } from "../api_schemas/backup.ts";
import type { DeriveKeys } from "./crypto.ts";
import { damaged, readBackup, type ReadEntry } from "./reader.ts";
import type { Services } from "../services.ts";

/** What a restore did. */
export type Restored = z.output<typeof restoredSchema>;

/** Limits of a restore; others in tests. */
export interface RestoreOptions {
  maxBytes?: number;
  derive?: DeriveKeys;
}

/** A line holds one value of 64 KiB, as JSON. */
const MAX_LINE_BYTES = 512 * 1024;

/** Far beyond the usage figures of years. */
const MAX_BYTES = 1024 * 1024 * 1024;

/**
 * Restores a backup from a body whose first line says how, and whose other
 * lines are the file. All of it is read, checked and staged first.
 *
 * @throws {ApiError} 400 or 413 when the body is of no use, 409 when the
 * deployment is not empty or another restore runs; nothing is changed then
 */
export async function restoreBackup(
  services: Services,
  body: ReadableStream<Uint8Array> | null,
  options: RestoreOptions = {},
): Promise<Restored> {
  const limited = limit(
    body ?? new ReadableStream(),
    options.maxBytes ?? MAX_BYTES,
  );
  const lines = byteLines(limited, MAX_LINE_BYTES);
  try {
    const how = await readHow(lines);
    const entries = readBackup(lines, { ...how, derive: options.derive });
    const restore = await Restore.begin(services.store, how.mode);
    const result: Restored = {
      restored: true,
      records: 0,
      parts: {},
      withoutToken: [],
    };
    try {
      for await (const entry of entries) {
        await stage(services, restore, { entry, how, result });
      }
      await services.audit.flush();
    } catch (thrown) {
      await restore.abort();
      throw thrown;
    }
    await restore.commit();
    return result;
  } catch (thrown) {
    throw thrown instanceof RangeError ? damaged("a line is too long") : thrown;
  }
}

interface StageParts {
  entry: ReadEntry;
  how: z.output<typeof restoreSchema>;
  result: Restored;
}

async function stage(
  services: Services,
  restore: Restore,
  { entry, how, result }: StageParts,
): Promise<void> {
  const part = partOf(entry.key);
  if (part === undefined) throw damaged("it holds what no backup does");
  if (part.kind === "owner_key" && how.ownerKey === "keep") return;
  const { key, size } = entry;
  const value = await sealedValue(services, part, entry);
  if (entry.token === null) result.withoutToken.push(String(key[1]));
  await restore.add({ key, value, size });
  result.records++;
  result.parts[part.name] = (result.parts[part.name] ?? 0) + 1;
}

/** An account's token is sealed anew, under this deployment's key. */
async function sealedValue(
  services: Services,
  part: BackupPart,
  { key, value, token }: ReadEntry,
): Promise<unknown> {
  if (part.sealed === undefined || token === undefined || token === null) {
    return value;
  }
  const sealed = await services.vault.seal(token, String(key[1]));
  return { ...value as object, [part.sealed]: sealed };
}

async function readHow(
  lines: AsyncIterator<Uint8Array>,
): Promise<z.output<typeof restoreSchema>> {
  const first = await lines.next();
  let how: unknown;
  try {
    how = JSON.parse(new TextDecoder().decode(first.value));
  } catch {
    throw new ApiError(
      'The first line must be JSON such as {"passphrase": "…"}, and the backup must follow it',
      { status: 400, code: "invalid_value" },
    );
  }
  return validate(restoreSchema, how);
}

async function* limit(
  stream: ReadableStream<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of stream) {
    bytes += chunk.length;
    if (bytes > maxBytes) {
      throw new ApiError(
        `The backup is too large: at most ${maxBytes} bytes are accepted. Nothing was changed`,
        { status: 413, code: "request_too_large" },
      );
    }
    yield chunk;
  }
}
