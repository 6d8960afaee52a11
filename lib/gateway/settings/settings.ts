import { assertStill } from "../../http/differences.ts";
import { ApiError } from "../../http/errors.ts";
import type { Store } from "../../store/kv.ts";
import {
  readSettings,
  type StoredSettings,
  writeSettings,
} from "../../store/settings/settings.ts";
import type { Settings } from "../../store/settings/record.ts";
import { settingsShape } from "../../store/settings/shape.ts";
import {
  type GivenSettings,
  SETTING_DEFAULTS,
} from "../../store/settings/start.ts";

/** Changes to settings; null gives one back to the environment. */
export type SettingsPatch = {
  [Name in keyof Settings]?: Settings[Name] | null;
};

/** A change that was made: the stored values; null where there was none. */
export interface SettingsChange {
  before: SettingsPatch;
  after: SettingsPatch;
}

/** What a change may depend on. */
export interface ChangeOptions {
  /** The version the caller has seen; any when absent. */
  version?: string;
  /** Stored values that must still be there. */
  expected?: SettingsPatch;
}

/** Told after the settings in force have changed. */
export type SettingsListener = (now: Settings, before: Settings) => void;

/** What a `LiveSettings` works with. */
export interface LiveSettingsOptions {
  store: Store;
  /** What the environment gives. */
  given: GivenSettings;
  /** Told about stored values that are of no use. */
  onError?: (message: string) => void;
  /** Unix ms. */
  now?: () => number;
}

const MAX_CONFLICTS = 5;

/**
 * The settings in force: the stored value of each, else that of the
 * environment, else its default. A snapshot in memory, so that nobody waits.
 */
export class LiveSettings {
  readonly #options: LiveSettingsOptions;
  readonly #listeners = new Set<SettingsListener>();
  #current: Settings;
  #stored: StoredSettings = { values: {}, changedAt: null, version: "" };

  constructor(options: LiveSettingsOptions) {
    this.#options = options;
    this.#current = this.#inForce({});
  }

  /** All settings; replaced as a whole when one of them changes. */
  get current(): Settings {
    return this.#current;
  }

  /** Names the stored values; changes with them. */
  get version(): string {
    return this.#stored.version;
  }

  /** Unix ms of the last change by the owner; null when there was none. */
  get changedAt(): number | null {
    return this.#stored.changedAt;
  }

  /** The value that the owner has set; null when there is none. */
  stored<Name extends keyof Settings>(name: Name): Settings[Name] | null {
    return usable(name, this.#stored.values[name]) ?? null;
  }

  /** Calls `listener` after each change; the result ends that. */
  onChange(listener: SettingsListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Reads what is stored.
   *
   * @throws {ApiError} 503 when the database is not available
   */
  async load(): Promise<void> {
    this.#apply(await readSettings(this.#options.store));
  }

  /**
   * Changes settings; they are in force on this instance when it returns, and
   * within a second on the others.
   *
   * @throws {ApiError} 412 when `version` is out of date, 409 when `expected`
   * does not hold
   */
  async change(
    patch: SettingsPatch,
    options: ChangeOptions = {},
  ): Promise<SettingsChange> {
    for (let i = 0; i < MAX_CONFLICTS; i++) {
      const old = await readSettings(this.#options.store);
      assertUnchanged(old, options);
      const change = changeOf(old.values, patch);
      if (same(change.before, change.after)) return change;
      const next = {
        values: without(old.values, change.after),
        changedAt: (this.#options.now ?? Date.now)(),
        version: old.version,
      };
      const version = await writeSettings(this.#options.store, next);
      if (version === null) continue;
      this.#apply({ ...next, version });
      return change;
    }
    throw busy();
  }

  /** Takes what was read, unless something newer is known already. */
  #apply(stored: StoredSettings): void {
    if (stored.version <= this.#stored.version) return;
    this.#stored = stored;
    const before = this.#current;
    const now = this.#inForce(stored.values);
    if (same(now, before)) return;
    this.#current = now;
    for (const listener of this.#listeners) listener(now, before);
  }

  #inForce(values: Record<string, unknown>): Settings {
    const settings: Settings = { ...SETTING_DEFAULTS, ...this.#options.given };
    for (const name of Object.keys(settingsShape) as (keyof Settings)[]) {
      this.#overrule(settings, name, values[name]);
    }
    if (settings.defaultModel === "") settings.defaultModel = null;
    return settings;
  }

  /** A value of another release may be of no use; the others still are. */
  #overrule<Name extends keyof Settings>(
    settings: Settings,
    name: Name,
    stored: unknown,
  ): void {
    if (stored === undefined || stored === null) return;
    const value = usable(name, stored);
    if (value !== undefined) settings[name] = value;
    else this.#options.onError?.(`The stored setting ${name} is of no use`);
  }
}

function usable<Name extends keyof Settings>(
  name: Name,
  stored: unknown,
): Settings[Name] | undefined {
  const result = settingsShape[name].safeParse(stored);
  return result.success ? result.data as Settings[Name] : undefined;
}

function assertUnchanged(old: StoredSettings, options: ChangeOptions): void {
  if (options.version !== undefined && options.version !== old.version) {
    throw new ApiError(
      "The settings have changed since they were read: read them again",
      { status: 412, code: "settings_changed" },
    );
  }
  assertStill(old.values, options.expected ?? {});
}

function changeOf(
  values: Record<string, unknown>,
  patch: SettingsPatch,
): SettingsChange {
  const before: Record<string, unknown> = {};
  const after: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(patch)) {
    const old = values[name] ?? null;
    if (value === undefined || same(old, value)) continue;
    before[name] = old;
    after[name] = value;
  }
  return { before, after };
}

function without(
  values: Record<string, unknown>,
  changes: Record<string, unknown>,
): Record<string, unknown> {
  const entries = Object.entries({ ...values, ...changes });
  return Object.fromEntries(entries.filter(([_, value]) => value !== null));
}

/** Settings are JSON, and keep the order of their fields. */
function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function busy(): ApiError {
  return new ApiError("The settings are being changed by others: try again", {
    status: 409,
    code: "conflict",
  });
}
