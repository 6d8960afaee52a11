import { createHmac } from "node:crypto";
import { decodeBase64Url, encodeBase64Url } from "@std/encoding/base64url";

/** OWASP's number for PBKDF2 with SHA-256; fixed by the file's version. */
export const ROUNDS = 600_000;

const IV_BYTES = 12;

/** The keys of one backup file. */
export interface BackupKeys {
  seal: CryptoKey;
  mac: Uint8Array<ArrayBuffer>;
}

/** Makes the keys of a file from its passphrase and salt. */
export type DeriveKeys = (
  passphrase: string,
  salt: Uint8Array<ArrayBuffer>,
) => Promise<BackupKeys>;

/** Slow on purpose: a file may fall into hands that try all words. */
export async function deriveBackupKeys(
  passphrase: string,
  salt: Uint8Array<ArrayBuffer>,
): Promise<BackupKeys> {
  const password = await crypto.subtle.importKey(
    "raw",
    new TextEncoder().encode(passphrase.normalize("NFKC")),
    "PBKDF2",
    false,
    ["deriveBits"],
  );
  const bits = await crypto.subtle.deriveBits(
    { name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS },
    password,
    256,
  );
  return await expandKeys(bits);
}

/** Two independent keys from 256 secret bits. */
export async function expandKeys(bits: ArrayBuffer): Promise<BackupKeys> {
  const base = await crypto.subtle.importKey("raw", bits, "HKDF", false, [
    "deriveBits",
  ]);
  const expand = (use: string) =>
    crypto.subtle.deriveBits(
      {
        name: "HKDF",
        hash: "SHA-256",
        salt: new Uint8Array(),
        info: new TextEncoder().encode(`puter-2api backup ${use}`),
      },
      base,
      256,
    );
  const seal = await crypto.subtle.importKey(
    "raw",
    await expand("seal"),
    "AES-GCM",
    false,
    ["encrypt", "decrypt"],
  );
  return { seal, mac: new Uint8Array(await expand("mac")) };
}

/** Seals a token; `binding` must be the same when it is opened. */
export async function sealForBackup(
  { seal }: BackupKeys,
  token: string,
  binding: string,
): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const sealed = await crypto.subtle.encrypt(
    { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(binding) },
    seal,
    new TextEncoder().encode(token),
  );
  return `${encodeBase64Url(iv)}.${encodeBase64Url(sealed)}`;
}

/** Opens what `sealForBackup` made; throws when it is damaged. */
export async function openFromBackup(
  { seal }: BackupKeys,
  sealed: string,
  binding: string,
): Promise<string> {
  const [iv = "", text = ""] = sealed.split(".");
  const token = await crypto.subtle.decrypt(
    {
      name: "AES-GCM",
      iv: new Uint8Array(decodeBase64Url(iv)),
      additionalData: new TextEncoder().encode(binding),
    },
    seal,
    new Uint8Array(decodeBase64Url(text)),
  );
  return new TextDecoder().decode(token);
}

/** HMAC-SHA-256 of bytes that come in pieces. */
export class Checksum {
  readonly #hmac;

  constructor({ mac }: BackupKeys) {
    this.#hmac = createHmac("sha256", mac);
  }

  add(bytes: Uint8Array | string): this {
    this.#hmac.update(bytes);
    return this;
  }

  /** In hex; ends it. */
  end(): string {
    return this.#hmac.digest("hex");
  }
}
