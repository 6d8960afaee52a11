import { ApiError } from "../../http/errors.ts";
import { gunzipJson, gzipJson } from "../gzip.ts";
import type { Store } from "../kv.ts";
import { bumpRevision } from "../revision.ts";

/** What the owner has set, as read; not validated. */
export interface StoredSettings {
  values: Record<string, unknown>;
  /** Unix ms of the last change; null when there was none. */
  changedAt: number | null;
  /** Grows with each change; empty before the first. */
  version: string;
}

/** The form in the database: a list of models may have hundreds of entries. */
interface SettingsRow {
  /** JSON, compressed. */
  values: Uint8Array<ArrayBuffer>;
  changedAt: number;
}

/** A value holds 64 KiB; the rest is for its wrapping. */
const MAX_BYTES = 60 * 1024;

const SETTINGS = ["settings"];

/** The settings that the owner has changed. */
export async function readSettings(store: Store): Promise<StoredSettings> {
  const kv = await store.kv();
  const { value, versionstamp } = await kv.get<SettingsRow>(SETTINGS);
  if (value === null) return { values: {}, changedAt: null, version: "" };
  return {
    values: await gunzipJson(value.values) as Record<string, unknown>,
    changedAt: value.changedAt,
    version: versionstamp,
  };
}

/**
 * Replaces the settings; null when they have changed since they were read.
 *
 * @throws {ApiError} 400 `settings_too_large`
 */
export async function writeSettings(
  store: Store,
  settings: StoredSettings,
): Promise<string | null> {
  const values = await gzipJson(settings.values);
  if (values.length > MAX_BYTES) throw tooLarge(values.length);
  const kv = await store.kv();
  const operation = kv.atomic()
    .check({ key: SETTINGS, versionstamp: settings.version || null })
    .set(SETTINGS, { values, changedAt: settings.changedAt });
  const result = await bumpRevision(operation).commit();
  return result.ok ? result.versionstamp : null;
}

function tooLarge(bytes: number): ApiError {
  return new ApiError(
    `The settings are too large together: ${bytes} bytes of at most ${MAX_BYTES}, compressed`,
    { status: 400, code: "settings_too_large" },
  );
}
