import { describe, it } from "@std/testing/bdd";
import {
  assert,
  assertEquals,
  assertNotEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { encodeBase64 } from "@std/encoding/base64";
import { encodeBase64Url } from "@std/encoding/base64url";
import { encodeHex } from "@std/encoding/hex";
import fc from "fast-check";
import { openVault, Vault } from "../../lib/auth/vault.ts";
import { readConfig } from "../../lib/config.ts";
import { ApiError } from "../../lib/http/errors.ts";

const ACCOUNT = "dd694a2d-e140-42bf-8c1e-3ba81c9b889f";

function vaultOf(env: Record<string, string>): Vault {
  return openVault(readConfig((name) => env[name]));
}

function vaultWith(byte: number): Vault {
  return new Vault(() => Promise.resolve(new Uint8Array(32).fill(byte)));
}

async function codeOf(promise: Promise<unknown>): Promise<string | null> {
  const error = await assertRejects(() => promise, ApiError);
  assertEquals(error.status, 503);
  return error.code;
}

describe("Vault", () => {
  it("opens what it sealed, whatever it is", async () => {
    const vault = vaultWith(1);
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: "grapheme" }),
        fc.uuid(),
        async (token, accountId) => {
          const sealed = await vault.seal(token, accountId);
          assertEquals(await vault.open(sealed, accountId), token);
        },
      ),
      { numRuns: 50 },
    );
  });

  it("opens sealed bytes with their own binding and key only", async () => {
    const vault = vaultWith(1);
    const bytes = crypto.getRandomValues(new Uint8Array(100));
    const sealed = await vault.sealBytes(bytes, "one");
    assertEquals(await vault.openBytes(sealed, "one"), bytes);
    const other = vault.openBytes(sealed, "other");
    assertEquals(await codeOf(other), "sealed_data_damaged");
    const stranger = vaultWith(2).openBytes(sealed, "one");
    assertEquals(await codeOf(stranger), "vault_key_mismatch");
    const empty = vault.openBytes(new Uint8Array(), "one");
    assertEquals(await codeOf(empty), "vault_key_mismatch");
  });

  it("seals the same token differently each time, without showing it", async () => {
    const vault = vaultWith(1);
    const first = await vault.seal("fake-token", ACCOUNT);
    assertNotEquals(await vault.seal("fake-token", ACCOUNT), first);
    assertEquals(first.includes("fake-token"), false);
  });

  it("does not open a token that was moved to another account", async () => {
    const vault = vaultWith(1);
    const sealed = await vault.seal("fake-token", ACCOUNT);
    const other = ACCOUNT.replace("d", "e");
    assertEquals(
      await codeOf(vault.open(sealed, other)),
      "sealed_token_damaged",
    );
  });

  it("notices any change of a sealed token", async () => {
    const vault = vaultWith(1);
    const sealed = await vault.seal("fake-token", ACCOUNT);
    const from = sealed.lastIndexOf(".") + 1;
    for (let at = from; at < sealed.length - 1; at++) {
      const swapped = sealed[at] === "A" ? "B" : "A";
      const changed = sealed.slice(0, at) + swapped + sealed.slice(at + 1);
      const code = await codeOf(vault.open(changed, ACCOUNT));
      assertEquals(code, "sealed_token_damaged");
    }
    for (const text of ["", "v1", "fake-token", sealed.replace("v1", "v2")]) {
      const code = await codeOf(vault.open(text, ACCOUNT));
      assertEquals(code, "sealed_token_damaged");
    }
  });

  it("tells another key from damage, and names the account", async () => {
    const sealed = await vaultWith(1).seal("fake-token", ACCOUNT);
    const error = await assertRejects(
      () => vaultWith(2).open(sealed, ACCOUNT),
      ApiError,
    );
    assertEquals(error.code, "vault_key_mismatch");
    assertStringIncludes(error.message, "dd694a2d");
    assertStringIncludes(error.message, "ENCRYPTION_KEY");
  });

  it("asks for its key again after a failure", async () => {
    let asked = 0;
    const vault = new Vault(() =>
      ++asked === 1
        ? Promise.reject(new ApiError("away", { status: 503, code: "away" }))
        : Promise.resolve(new Uint8Array(32))
    );
    assertEquals(await codeOf(vault.seal("fake-token", ACCOUNT)), "away");
    await vault.seal("fake-token", ACCOUNT);
    await vault.seal("fake-token", ACCOUNT);
    assertEquals(asked, 2);
  });
});

describe("openVault()", () => {
  it("takes 32 bytes in hex, base64 or base64url as the same key", async () => {
    const bytes = crypto.getRandomValues(new Uint8Array(32));
    const sealed = await vaultOf({ ENCRYPTION_KEY: encodeHex(bytes) })
      .seal("fake-token", ACCOUNT);
    for (
      const ENCRYPTION_KEY of [
        encodeHex(bytes).toUpperCase(),
        encodeBase64(bytes),
        encodeBase64(bytes).slice(0, 43),
        encodeBase64Url(bytes),
      ]
    ) {
      const vault = vaultOf({ ENCRYPTION_KEY });
      assertEquals(await vault.open(sealed, ACCOUNT), "fake-token");
    }
  });

  it("takes any other text as a passphrase", async () => {
    const passphrase = { ENCRYPTION_KEY: "correct horse battery staple" };
    const sealed = await vaultOf(passphrase).seal("fake-token", ACCOUNT);
    const again = await vaultOf(passphrase).open(sealed, ACCOUNT);
    assertEquals(again, "fake-token");
    const other = vaultOf({ ENCRYPTION_KEY: "correct horse battery stapler" });
    const code = await codeOf(other.open(sealed, ACCOUNT));
    assertEquals(code, "vault_key_mismatch");
  });

  it("makes a key file for its owner alone, once for all", async () => {
    const root = await Deno.makeTempDir();
    const env = { DATA_DIR: `${root}/data` };
    const vaults = Array.from({ length: 8 }, () => vaultOf(env));
    const sealed = await Promise.all(
      vaults.map((vault) => vault.seal("fake-token", ACCOUNT)),
    );
    for (const text of sealed) {
      assertEquals(await vaultOf(env).open(text, ACCOUNT), "fake-token");
    }
    const names = await Array.fromAsync(Deno.readDir(env.DATA_DIR));
    assertEquals(names.map(({ name }) => name), ["vault.key"]);
    const { mode } = await Deno.stat(`${env.DATA_DIR}/vault.key`);
    if (mode !== null) assertEquals(mode & 0o777, 0o600);
    await Deno.remove(root, { recursive: true });
  });

  it("does not replace a key file that is damaged", async () => {
    const root = await Deno.makeTempDir();
    await Deno.writeTextFile(`${root}/vault.key`, "half a k");
    const vault = vaultOf({ DATA_DIR: root });
    const code = await codeOf(vault.seal("fake-token", ACCOUNT));
    assertEquals(code, "vault_key_unusable");
    const kept = await Deno.readTextFile(`${root}/vault.key`);
    assertEquals(kept, "half a k");
    await Deno.remove(root, { recursive: true });
  });

  it("refuses to seal on Deno Deploy without ENCRYPTION_KEY", async () => {
    const vault = vaultOf({ DENO_DEPLOY: "1" });
    const error = await assertRejects(
      () => vault.seal("fake-token", ACCOUNT),
      ApiError,
    );
    assertEquals(error.status, 503);
    assertEquals(error.code, "encryption_key_missing");
    assert(error.message.includes("ENCRYPTION_KEY"));
  });
});
