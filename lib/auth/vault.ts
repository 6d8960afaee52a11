import { decodeBase64Url, encodeBase64Url } from "@std/encoding/base64url";
import type { Config } from "../config.ts";
import { ApiError } from "../http/errors.ts";
import { digestOf } from "./digest.ts";
import { type KeyBytes, keyFromFile, keyFromText } from "./vault_key.ts";

const VERSION = "v1";
const IV_BYTES = 12;

/** Of the key's id before sealed bytes: hex digits. */
const ID_BYTES = 8;

interface VaultKey {
  /** Recognises the key, so that a wrong one can be told from damage. */
  id: string;
  key: CryptoKey;
}

/**
 * Seals the accounts' tokens with AES-GCM under a key that does not live in the
 * database. A sealed token belongs to its account: moved to another record it
 * does not open.
 */
export class Vault {
  readonly #source: () => Promise<KeyBytes>;
  #key: Promise<VaultKey> | undefined;

  /** `source` gives the key on first use, and again after it failed. */
  constructor(source: () => Promise<KeyBytes>) {
    this.#source = source;
  }

  /**
   * Seals a token of an account.
   *
   * @throws {ApiError} 503 `encryption_key_missing` or `vault_key_unusable`
   */
  async seal(token: string, accountId: string): Promise<string> {
    const { id, key } = await this.#load();
    const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
    const sealed = await crypto.subtle.encrypt(
      { name: "AES-GCM", iv, additionalData: bindingOf(accountId) },
      key,
      new TextEncoder().encode(token),
    );
    return [VERSION, id, encodeBase64Url(iv), encodeBase64Url(sealed)].join(
      ".",
    );
  }

  /**
   * Opens a sealed token of an account.
   *
   * @throws {ApiError} 503 `vault_key_mismatch` when it was sealed under another
   * key, `sealed_token_damaged`, or as `seal`
   */
  async open(sealed: string, accountId: string): Promise<string> {
    const { id, key } = await this.#load();
    const [version, keyId, iv, text] = sealed.split(".");
    if (version !== VERSION || iv === undefined || text === undefined) {
      throw damaged(accountId);
    }
    if (keyId !== id) throw otherKey(accountId);
    try {
      const token = await crypto.subtle.decrypt(
        {
          name: "AES-GCM",
          iv: new Uint8Array(decodeBase64Url(iv)),
          additionalData: bindingOf(accountId),
        },
        key,
        new Uint8Array(decodeBase64Url(text)),
      );
      return new TextDecoder().decode(token);
    } catch (cause) {
      throw damaged(accountId, cause);
    }
  }

  /**
   * Seals bytes that belong to `binding`; they open with the same one only.
   *
   * @throws {ApiError} as `seal`
   */
  async sealBytes(
    bytes: Uint8Array<ArrayBuffer>,
    binding: string,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const { id, key } = await this.#load();
    const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
    const additionalData = new TextEncoder().encode(binding);
    const sealed = await crypto.subtle.encrypt(
      { name: "AES-GCM", iv, additionalData },
      key,
      bytes,
    );
    const head = new TextEncoder().encode(id);
    const whole = new Uint8Array(ID_BYTES + IV_BYTES + sealed.byteLength);
    whole.set(head);
    whole.set(iv, ID_BYTES);
    whole.set(new Uint8Array(sealed), ID_BYTES + IV_BYTES);
    return whole;
  }

  /**
   * Opens what `sealBytes` sealed.
   *
   * @throws {ApiError} 503 `vault_key_mismatch` when it was sealed under another
   * key, `sealed_data_damaged`, or as `seal`
   */
  async openBytes(
    sealed: Uint8Array<ArrayBuffer>,
    binding: string,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const { id, key } = await this.#load();
    const keyId = new TextDecoder().decode(sealed.subarray(0, ID_BYTES));
    if (keyId !== id) throw otherKeyForData();
    const iv = sealed.slice(ID_BYTES, ID_BYTES + IV_BYTES);
    const additionalData = new TextEncoder().encode(binding);
    try {
      const bytes = await crypto.subtle.decrypt(
        { name: "AES-GCM", iv, additionalData },
        key,
        sealed.subarray(ID_BYTES + IV_BYTES),
      );
      return new Uint8Array(bytes);
    } catch (cause) {
      throw damagedData(cause);
    }
  }

  #load(): Promise<VaultKey> {
    this.#key ??= this.#import();
    return this.#key;
  }

  async #import(): Promise<VaultKey> {
    try {
      const bytes = await this.#source();
      const key = await crypto.subtle.importKey(
        "raw",
        bytes,
        "AES-GCM",
        false,
        [
          "encrypt",
          "decrypt",
        ],
      );
      return {
        id: digestOf(`vault key ${encodeBase64Url(bytes)}`).slice(0, 8),
        key,
      };
    } catch (error) {
      this.#key = undefined;
      throw error;
    }
  }
}

/** The vault that the configuration asks for; no key is read or made yet. */
export function openVault(config: Config): Vault {
  const { encryptionKey, onDeploy, dataDir } = config;
  if (encryptionKey !== undefined) {
    return new Vault(() => keyFromText(encryptionKey));
  }
  if (onDeploy) return new Vault(() => Promise.reject(noKey()));
  return new Vault(() => keyFromFile(`${dataDir}/vault.key`));
}

function bindingOf(accountId: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`puter account ${accountId}`);
}

function noKey(): ApiError {
  return new ApiError(
    "No encryption key is set: set ENCRYPTION_KEY to 32 random bytes in base64, then redeploy",
    { status: 503, code: "encryption_key_missing" },
  );
}

function otherKey(accountId: string): ApiError {
  return new ApiError(
    `The token of account ${
      short(accountId)
    } was sealed under another key: restore ENCRYPTION_KEY (or DATA_DIR/vault.key), or connect the account again`,
    { status: 503, code: "vault_key_mismatch" },
  );
}

function otherKeyForData(): ApiError {
  return new ApiError(
    "This was sealed under another key: restore ENCRYPTION_KEY (or DATA_DIR/vault.key)",
    { status: 503, code: "vault_key_mismatch" },
  );
}

function damagedData(cause: unknown): ApiError {
  return new ApiError("The sealed data is damaged", {
    status: 503,
    code: "sealed_data_damaged",
    cause,
  });
}

function damaged(accountId: string, cause?: unknown): ApiError {
  return new ApiError(
    `The sealed token of account ${
      short(accountId)
    } is damaged: connect the account again`,
    { status: 503, code: "sealed_token_damaged", cause },
  );
}

function short(accountId: string): string {
  return accountId.slice(0, 8);
}
