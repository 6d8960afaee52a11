import { describe, it } from "@std/testing/bdd";
import { assert, assertEquals, assertRejects } from "@std/assert";
import fc from "fast-check";
import { ApiError } from "../../../lib/http/errors.ts";
import { finishRestore, isRestoring } from "../../../lib/store/restore.ts";
import { Store } from "../../../lib/store/kv.ts";
import {
  eventually,
  type Instance,
  instances,
} from "../../helpers/instances.ts";
import { crashingKv, dump } from "../../helpers/kv_tools.ts";
import { backupOf, only, restoreBytes } from "./parts.ts";

const keyPart = fc.oneof(
  fc.string({ minLength: 1, maxLength: 20 }),
  fc.integer(),
  fc.boolean(),
  fc.bigInt(),
  fc.uint8Array({ minLength: 1, maxLength: 8 }),
);

const value = fc.oneof(
  fc.anything({ withBigInt: true, withDate: true, withTypedArray: true }),
  // Near the largest value there is, in the forms that take most room as JSON.
  fc.nat({ max: 65_000 }).map((length) => "\u0001".repeat(length)),
  fc.nat({ max: 30_000 }).map((length) => "模".repeat(length)),
  fc.nat({ max: 65_000 }).map((length) => new Uint8Array(length)),
  fc.nat({ max: 7000 }).map((length) => new Float64Array(length).fill(0.1)),
);

const entries = fc.uniqueArray(
  fc.tuple(
    fc.constantFrom("usage", "audit", "account_state"),
    fc.array(keyPart, { minLength: 1, maxLength: 3 }),
    value,
  ),
  { maxLength: 60, selector: ([name, rest]) => `${name} ${String(rest)}` },
);

/** Fills a deployment; says what a client and the pool know of it. */
async function fill(
  { services, call }: Instance,
  kv: Deno.Kv,
  minutes: number,
): Promise<string> {
  await call("PATCH", "/api/settings", {
    body: { recordDays: 77, aliases: { fast: ["a", "b"] } },
  });
  const { key } = await services.keys.create({ name: "Laptop" });
  for (const id of ["a1", "a2"]) {
    const sealedToken = await services.vault.seal(`token of ${id}`, id);
    await kv.set(["accounts", id], {
      id,
      username: id,
      tier: "paid",
      pending: null,
      problem: null,
      sealedToken,
    });
  }
  for (let i = 0; i < minutes; i++) {
    await kv.set(["usage", "minute", i, "instance", 0], new Uint8Array(3000));
  }
  await services.audit.flush();
  return key;
}

async function tokensOf({ services }: Instance): Promise<string[]> {
  return (await services.accounts.profiles()).map(({ token }) => token);
}

describe("restoring a backup", () => {
  it("reproduces a deployment under another sealing key", async () => {
    await using source = await instances({ vaultByte: 1 });
    const from = only(source.all);
    const key = await fill(from, source.kv, 1200);
    const bytes = await backupOf(from.services);
    const text = new TextDecoder().decode(bytes);
    assertEquals(text.includes("token of"), false);
    await using target = await instances({ vaultByte: 2, count: 2 });
    const [to, other] = target.all;
    assert(to !== undefined && other !== undefined);
    const result = await restoreBytes(to.services, bytes);
    assertEquals(result.parts.accounts, 2);
    assertEquals(result.parts.usage, 1200);
    assertEquals(result.withoutToken, []);
    await to.services.reload();
    assertEquals(await tokensOf(to), ["token of a1", "token of a2"]);
    assertEquals(to.services.settings.current.recordDays, 77);
    // Other instances follow without being told.
    await eventually(() => other.services.settings.current.recordDays === 77);
    const headers = new Headers({ authorization: `Bearer ${key}` });
    assertEquals(
      (await other.services.keys.authenticate(headers)).name,
      "Laptop",
    );
    const events = await to.call("GET", "/api/audit?action=settings.");
    assertEquals((await events.json()).events.length, 1);
    const withoutTokens = async (kv: Deno.Kv) =>
      (await dump(kv)).filter(([key]) => key[0] !== "accounts");
    assertEquals(
      await withoutTokens(target.kv),
      await withoutTokens(source.kv),
    );
  });

  it("gives back any entries that a database can hold", async () => {
    await fc.assert(
      fc.asyncProperty(entries, async (list) => {
        await using source = await instances();
        for (const [name, rest, value] of list) {
          try {
            await source.kv.set([name, ...rest], value);
          } catch {
            // The database does not take it, so there is nothing to back up.
          }
        }
        const bytes = await backupOf(only(source.all).services);
        await using target = await instances();
        await restoreBytes(only(target.all).services, bytes);
        const all = await dump(target.kv);
        const restored = all.filter(([key]) => key[0] !== "settings");
        assertEquals(restored, await dump(source.kv));
      }),
      { numRuns: 40 },
    );
  });

  it("refuses a deployment that is not empty, unless it is replaced", async () => {
    await using source = await instances();
    const from = only(source.all);
    await from.services.keys.create({ name: "Old" });
    const bytes = await backupOf(from.services);
    await using target = await instances({ count: 2 });
    const [to, other] = target.all;
    assert(to !== undefined && other !== undefined);
    await to.services.keys.create({ name: "New" });
    await to.services.settings.change({ affinity: true });
    await to.services.audit.flush();
    const before = await dump(target.kv);
    const error = await assertRejects(
      () => restoreBytes(to.services, bytes),
      ApiError,
    );
    assertEquals([error.status, error.code], [409, "not_empty"]);
    assertEquals(await dump(target.kv), before);
    await restoreBytes(to.services, bytes, { mode: "replace" });
    await to.services.reload();
    const names = (await to.services.keys.list()).map(({ name }) => name);
    assertEquals(names, ["Old"]);
    assertEquals(to.services.settings.current.affinity, false);
    await eventually(() => !other.services.settings.current.affinity);
  });

  it("is finished by the next start, wherever it was interrupted", async () => {
    await using source = await instances();
    const from = only(source.all);
    await fill(from, source.kv, 250);
    const bytes = await backupOf(from.services);
    const expected = await dump(source.kv);
    let finished = 0;
    for (let limit = 0; limit < 40; limit++) {
      await using target = await instances();
      const to = only(target.all);
      await to.services.keys.create({ name: "Old" });
      const before = await dump(target.kv);
      const kv = crashingKv(target.kv, () => limit);
      const store = new Store({ open: () => Promise.resolve(kv), advice: "" });
      const crashing = { ...to.services, store, vault: to.services.vault };
      let isDone = true;
      await restoreBytes(crashing, bytes, { mode: "replace" }).catch(() => {
        isDone = false;
      });
      const wasRunning = await isRestoring(to.services.store);
      const isRestored = await finishRestore(to.services.store) || isDone;
      if (wasRunning) assert(isRestored);
      const after = await dump(target.kv);
      if (isRestored) {
        assertEquals(keysOf(after), keysOf(expected));
        finished++;
      } else {
        const isOurs = ([key]: [Deno.KvKey, unknown]) =>
          !String(key[0]).startsWith("restore");
        assertEquals(after.filter(isOurs), before);
      }
      if (isDone) {
        assert(finished > 5);
        return;
      }
    }
    throw new Error("The restore never ended");
  });

  it("lets only one restore run at a time", async () => {
    await using source = await instances();
    const from = only(source.all);
    await fill(from, source.kv, 1200);
    const bytes = await backupOf(from.services);
    await using target = await instances({ count: 2 });
    const outcomes = await Promise.allSettled(
      target.all.map(({ services }) => restoreBytes(services, bytes)),
    );
    const failed = outcomes.filter((outcome) => outcome.status === "rejected");
    assertEquals(failed.length, 1);
    assertEquals(failed[0]?.reason.code, "restore_running");
    assertEquals(keysOf(await dump(target.kv)), keysOf(await dump(source.kv)));
  });
});

function keysOf(entries: [Deno.KvKey, unknown][]): string[] {
  return entries.map(([key]) => key.join(" "));
}
