import { assert } from "@std/assert";
import {
  type DeriveKeys,
  expandKeys,
} from "../../../lib/gateway/backup/crypto.ts";
import { backupLines } from "../../../lib/gateway/backup/writer.ts";
import { restoreBackup } from "../../../lib/gateway/backup/restore.ts";
import type { Services } from "../../../lib/gateway/services.ts";
import type { Instance } from "../../helpers/instances.ts";

/** The passphrase of these tests. */
export const PASSPHRASE = "correct horse battery staple";

/** As the real one, without its slowness. */
export const quickKeys: DeriveKeys = async (passphrase, salt) => {
  const text = new TextEncoder().encode(passphrase);
  const both = new Uint8Array([...salt, ...text]);
  return await expandKeys(await crypto.subtle.digest("SHA-256", both));
};

/** A backup as bytes. */
export async function backupOf(services: Services): Promise<Uint8Array> {
  const lines = backupLines({
    store: services.store,
    vault: services.vault,
    passphrase: PASSPHRASE,
    derive: quickKeys,
  });
  const text = (await Array.fromAsync(lines)).join("");
  return new TextEncoder().encode(text);
}

/** How `restoreBytes` differs from a plain restore. */
export interface RestoreBytesOptions {
  passphrase?: string;
  mode?: "empty" | "replace";
  maxBytes?: number;
}

/** Restores bytes as the endpoint would, in chunks of odd sizes. */
export function restoreBytes(
  services: Services,
  bytes: Uint8Array,
  options: RestoreBytesOptions = {},
) {
  const { passphrase = PASSPHRASE, mode = "empty", maxBytes } = options;
  const head = `${JSON.stringify({ passphrase, mode })}\n`;
  return restoreBackup(services, chunked(head, bytes), {
    derive: quickKeys,
    maxBytes,
  });
}

function chunked(
  head: string,
  bytes: Uint8Array,
): ReadableStream<Uint8Array> {
  function* chunks(): Generator<Uint8Array> {
    yield new TextEncoder().encode(head);
    for (let at = 0; at < bytes.length; at += 1777) {
      yield bytes.subarray(at, at + 1777);
    }
  }
  return ReadableStream.from(chunks());
}

/** The first of some instances. */
export function only(all: Instance[]): Instance {
  const [first] = all;
  assert(first !== undefined);
  return first;
}
