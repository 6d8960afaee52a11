import { decodeBase64, encodeBase64 } from "@std/encoding/base64";
import { decodeHex } from "@std/encoding/hex";
import { ApiError } from "../http/errors.ts";

/** A key as 32 bytes. */
export type KeyBytes = Uint8Array<ArrayBuffer>;

const KEY_BYTES = 32;

/** Makes guessing a passphrase slow; OWASP's number for PBKDF2 with SHA-256. */
const PASSPHRASE_ROUNDS = 600_000;

/** Fixed: there is one vault, and its key must be the same on every machine. */
const SALT = new TextEncoder().encode("puter-2api vault v1");

/**
 * The key behind `ENCRYPTION_KEY`: 32 bytes in hex or base64 as they are, any
 * other text through PBKDF2.
 */
export async function keyFromText(text: string): Promise<KeyBytes> {
  return keyBytes(text) ?? await keyFromPassphrase(text);
}

/**
 * The key in a file, which is made readable for its owner alone when missing.
 *
 * @throws {ApiError} 503 `vault_key_unusable`
 */
export async function keyFromFile(path: string): Promise<KeyBytes> {
  try {
    const text = await readKeyFile(path) ?? await makeKeyFile(path);
    const key = keyBytes(text);
    if (key !== undefined) return key;
  } catch (cause) {
    throw unusable("DATA_DIR/vault.key cannot be read or made", cause);
  }
  throw unusable("DATA_DIR/vault.key does not hold 32 bytes in base64");
}

function keyBytes(text: string): KeyBytes | undefined {
  const trimmed = text.trim();
  if (/^[0-9a-f]{64}$/i.test(trimmed)) {
    return new Uint8Array(decodeHex(trimmed));
  }
  if (!/^[\w+/-]{43}=?$/.test(trimmed)) return undefined;
  const standard = trimmed.replaceAll("-", "+").replaceAll("_", "/");
  const bytes = decodeBase64(standard.slice(0, 43) + "=");
  return bytes.length === KEY_BYTES ? new Uint8Array(bytes) : undefined;
}

async function keyFromPassphrase(text: string): Promise<KeyBytes> {
  const passphrase = await crypto.subtle.importKey(
    "raw",
    new TextEncoder().encode(text.normalize("NFKC")),
    "PBKDF2",
    false,
    ["deriveBits"],
  );
  const bits = await crypto.subtle.deriveBits(
    {
      name: "PBKDF2",
      hash: "SHA-256",
      salt: SALT,
      iterations: PASSPHRASE_ROUNDS,
    },
    passphrase,
    KEY_BYTES * 8,
  );
  return new Uint8Array(bits);
}

async function readKeyFile(path: string): Promise<string | undefined> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** Writes a complete file first, so that no other process reads half a key. */
async function makeKeyFile(path: string): Promise<string> {
  const key = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
  const draft = `${path}.${crypto.randomUUID()}`;
  await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), {
    recursive: true,
    mode: 0o700,
  });
  await Deno.writeTextFile(draft, `${encodeBase64(key)}\n`, {
    createNew: true,
    mode: 0o600,
  });
  try {
    await Deno.link(draft, path);
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
  } finally {
    await Deno.remove(draft);
  }
  return await Deno.readTextFile(path);
}

function unusable(message: string, cause?: unknown): ApiError {
  return new ApiError(
    `${message}: repair it, or set ENCRYPTION_KEY`,
    { status: 503, code: "vault_key_unusable", cause },
  );
}
