import { fingerprint } from "../../auth/digest.ts";
import type { Vault } from "../../auth/vault.ts";
import type { CompanionTarget } from "../../companion/client.ts";
import { ApiError } from "../../http/errors.ts";
import {
  COMPANION_ID,
  type CompanionRecord,
  getCompanion,
  putCompanion,
} from "../../store/companion.ts";
import type { Store } from "../../store/kv.ts";

/** The companion endpoint as its owner sees it: never with its key. */
export interface CompanionView {
  baseUrl: string | null;
  hasKey: boolean;
  /** Eight hex digits that recognise the key. */
  keyFingerprint: string | null;
  source: "stored" | "environment" | "none";
  /** Unix ms of the owner's last change; null when there was none. */
  changedAt: number | null;
}

/** What the owner sets; an absent key is kept, null removes it. */
export interface CompanionChange {
  baseUrl: string | null;
  apiKey?: string | null;
}

/** What a `Companion` works with. */
export interface CompanionOptions {
  store: Store;
  vault: Vault;
  /** What the environment names; null when it names none. */
  given: CompanionTarget | null;
  /** Unix ms. */
  now?: () => number;
}

/**
 * The endpoint that serves what Puter does not: the owner's own, else that of
 * the environment. A snapshot in memory, so that nobody waits for the store.
 */
export class Companion {
  readonly #options: CompanionOptions;
  #record: CompanionRecord | null = null;
  /** The opened key, and the sealed one it came from. */
  #opened: { sealed: string; apiKey: string } | undefined;

  constructor(options: CompanionOptions) {
    this.#options = options;
  }

  /** What is in force. */
  get view(): CompanionView {
    const { given } = this.#options;
    if (this.#record !== null) return viewOf(this.#record);
    return {
      baseUrl: given?.baseUrl ?? null,
      hasKey: given !== null && given.apiKey !== null,
      keyFingerprint: given?.apiKey ? fingerprint(given.apiKey) : null,
      source: given === null ? "none" : "environment",
      changedAt: null,
    };
  }

  /**
   * Reads what is stored.
   *
   * @throws {ApiError} 503 when the database is not available
   */
  async load(): Promise<void> {
    this.#record = (await getCompanion(this.#options.store)).record;
  }

  /**
   * Whom to call; null where there is no companion.
   *
   * @throws {ApiError} 503 `companion_key_unusable` when its key cannot be
   * opened
   */
  async target(): Promise<CompanionTarget | null> {
    const record = this.#record;
    if (record === null) return this.#options.given;
    if (record.baseUrl === null) return null;
    const { baseUrl, sealedKey } = record;
    const apiKey = sealedKey === undefined ? null : await this.#open(sealedKey);
    return { baseUrl, apiKey };
  }

  /**
   * Names another endpoint; null gives it back to the environment.
   *
   * @throws {ApiError} 400 when the key would go to another host than it was
   * given for, 409 when others change it too, 503 without a vault
   */
  async change(
    change: CompanionChange | null,
  ): Promise<{ before: CompanionView; after: CompanionView }> {
    const { store } = this.#options;
    const stored = await getCompanion(store);
    this.#record = stored.record;
    const before = this.view;
    const record = change && await this.#recordOf(change, stored.record);
    if (!await putCompanion(store, { ...stored, record })) throw busy();
    this.#record = record;
    return { before, after: this.view };
  }

  async #recordOf(
    { baseUrl, apiKey }: CompanionChange,
    old: CompanionRecord | null,
  ): Promise<CompanionRecord> {
    const changedAt = (this.#options.now ?? Date.now)();
    if (baseUrl === null || apiKey === null) return { baseUrl, changedAt };
    if (apiKey !== undefined) {
      const sealedKey = await this.#options.vault.seal(apiKey, COMPANION_ID);
      const keyFingerprint = fingerprint(apiKey);
      return { baseUrl, changedAt, sealedKey, keyFingerprint };
    }
    if (old?.sealedKey === undefined) return { baseUrl, changedAt };
    if (originOf(old.baseUrl) !== originOf(baseUrl)) throw otherHost();
    return { ...old, baseUrl, changedAt };
  }

  async #open(sealed: string): Promise<string> {
    if (this.#opened?.sealed === sealed) return this.#opened.apiKey;
    try {
      const apiKey = await this.#options.vault.open(sealed, COMPANION_ID);
      this.#opened = { sealed, apiKey };
      return apiKey;
    } catch (cause) {
      throw new ApiError(
        "The companion endpoint's key cannot be opened: its owner should restore ENCRYPTION_KEY, or enter the key again",
        { status: 503, code: "companion_key_unusable", cause },
      );
    }
  }
}

function viewOf(record: CompanionRecord): CompanionView {
  return {
    baseUrl: record.baseUrl,
    hasKey: record.sealedKey !== undefined,
    keyFingerprint: record.keyFingerprint ?? null,
    source: "stored",
    changedAt: record.changedAt,
  };
}

function originOf(url: string | null): string | undefined {
  return URL.parse(url ?? "")?.origin;
}

function otherHost(): ApiError {
  return new ApiError(
    "The base URL leads to another host: give apiKey again, or null for none",
    { status: 400, code: "missing_required_parameter", param: "apiKey" },
  );
}

function busy(): ApiError {
  return new ApiError("The companion is being changed by others: try again", {
    status: 409,
    code: "conflict",
  });
}
