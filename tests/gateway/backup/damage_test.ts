import { describe, it } from "@std/testing/bdd";
import { assert, assertEquals, assertRejects } from "@std/assert";
import { encodeBase64Url } from "@std/encoding/base64url";
import fc from "fast-check";
import { ApiError } from "../../../lib/http/errors.ts";
import { Checksum } from "../../../lib/gateway/backup/crypto.ts";
import { endLine, headLine } from "../../../lib/gateway/backup/writer.ts";
import { instances } from "../../helpers/instances.ts";
import { dump } from "../../helpers/kv_tools.ts";
import {
  backupOf,
  only,
  PASSPHRASE,
  quickKeys,
  restoreBytes,
  type RestoreBytesOptions,
} from "./parts.ts";

/** The backup of a deployment with something of everything. */
async function sample(): Promise<Uint8Array> {
  await using cluster = await instances();
  const { services, call } = only(cluster.all);
  await call("PATCH", "/api/settings", { body: { affinity: true } });
  await services.keys.create({ name: "Laptop ü 电脑" });
  const sealedToken = await services.vault.seal("a token", "a1");
  await cluster.kv.set(["accounts", "a1"], { id: "a1", sealedToken });
  await cluster.kv.set(["usage", "minute", 60_000, "i"], new Uint8Array(90));
  await services.audit.flush();
  return await backupOf(services);
}

/** Tries to restore bytes; the error, after checking that nothing changed. */
type Refused = (
  bytes: Uint8Array,
  options?: RestoreBytesOptions,
) => Promise<ApiError>;

/** Runs a test with an empty deployment that must refuse what it is given. */
async function withTarget(
  test: (refused: Refused) => Promise<void>,
): Promise<void> {
  await using cluster = await instances({ vaultByte: 2 });
  const { services } = only(cluster.all);
  const before = await dump(cluster.kv);
  await test(async (bytes, options) => {
    const error = await assertRejects(
      () => restoreBytes(services, bytes, options),
      ApiError,
    );
    assert(error.status === 400 || error.status === 413, error.message);
    assertEquals(await dump(cluster.kv), before);
    return error;
  });
}

describe("a damaged backup", () => {
  it("is refused wherever it was cut", async () => {
    const bytes = await sample();
    await withTarget(async (refused) => {
      const cut = fc.integer({ min: 0, max: bytes.length - 1 });
      const lineEnds = [...bytes.keys()].filter((at) => bytes[at] === 10);
      await fc.assert(
        fc.asyncProperty(cut, async (length) => {
          await refused(bytes.subarray(0, length));
        }),
        {
          numRuns: 300,
          examples: [...lineEnds, bytes.length - 1].flatMap((
            at,
          ) => [[at] as [number], [Math.min(at + 1, bytes.length - 1)]]),
        },
      );
    });
  });

  it("is refused whichever bit was flipped", async () => {
    const bytes = await sample();
    await withTarget(async (refused) => {
      const bit = fc.integer({ min: 0, max: bytes.length * 8 - 1 });
      await fc.assert(
        fc.asyncProperty(bit, async (at) => {
          const flipped = bytes.slice();
          flipped[at >> 3] = (flipped[at >> 3] ?? 0) ^ (1 << (at & 7));
          await refused(flipped);
        }),
        { numRuns: 600 },
      );
    });
  });

  it("is refused when lines were left out, moved, doubled or added", async () => {
    const bytes = await sample();
    const lines = new TextDecoder().decode(bytes).split("\n");
    const [head = "", second = "", ...rest] = lines;
    const altered = [
      [head, ...rest],
      [head, second, second, ...rest],
      [second, head, ...rest],
      [head, ...rest.slice(0, 1), second, ...rest.slice(1)],
      [...lines, "{}"],
      [...lines.slice(0, -1), second, ""],
      [...lines.slice(0, -1), lines.at(-2) ?? "", ""],
      [head, ...lines],
    ];
    await withTarget(async (refused) => {
      for (const list of altered) {
        const text = list.join("\n");
        await refused(new TextEncoder().encode(text));
      }
    });
  });

  it("is refused for a wrong passphrase, which is said", async () => {
    const bytes = await sample();
    await withTarget(async (refused) => {
      const error = await refused(bytes, {
        passphrase: `${PASSPHRASE}!`,
      });
      assertEquals(error.code, "wrong_passphrase");
    });
  });

  it("is refused when it or a line of it is too large", async () => {
    const bytes = await sample();
    const endless = new Uint8Array(600 * 1024).fill(32);
    await withTarget(async (refused) => {
      const large = await refused(bytes, {
        maxBytes: bytes.length - 1,
      });
      assertEquals(large.status, 413);
      await refused(new Uint8Array([...bytes, ...endless]));
      await refused(endless);
    });
  });

  it("is refused when it holds more than this release knows", async () => {
    const bytes = await foreign();
    await withTarget(async (refused) => {
      const error = await refused(bytes);
      assertEquals(error.code, "invalid_backup");
    });
  });
});

/** A well made backup with an entry that no backup holds. */
async function foreign(): Promise<Uint8Array> {
  const keys = await quickKeys(PASSPHRASE, new Uint8Array(16));
  const salt = encodeBase64Url(new Uint8Array(16));
  const head = headLine(keys, salt, "2026-01-01T00:00:00.000Z");
  const line = '{"k":["revision"],"v":"x"}\n';
  const end = endLine(1, new Checksum(keys).add(head).add(line).end());
  return new TextEncoder().encode(head + line + end);
}
