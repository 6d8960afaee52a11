import { assert, assertEquals, assertRejects } from "@std/assert";
import { afterEach, beforeEach, describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { Vault } from "../../../lib/auth/vault.ts";
import { ResponseKeeper } from "../../../lib/gateway/responses/keeper.ts";
import { memoryStore, type Store } from "../../../lib/store/kv.ts";
import { MAX_RESPONSE_BYTES } from "../../../lib/store/responses.ts";
import { newResponseId } from "../../../lib/surfaces/responses/ids.ts";
import { newRequestId } from "../../../lib/http/request_id.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

function vault(byte = 7): Vault {
  return new Vault(() => Promise.resolve(new Uint8Array(32).fill(byte)));
}

function newId(): string {
  return newResponseId(newRequestId());
}

describe("ResponseKeeper", () => {
  let store: Store;
  let failures: string[];
  let keepMs: number;
  let keeper: ResponseKeeper;
  beforeEach(() => {
    store = memoryStore();
    failures = [];
    keepMs = DAY_MS;
    keeper = keeperOf(vault());
  });
  afterEach(async () => {
    await keeper.close();
    await store.close();
  });

  function keeperOf(sealing: Vault): ResponseKeeper {
    return new ResponseKeeper({
      store,
      vault: sealing,
      keepMs: () => keepMs,
      onFailure: (cause, id) => failures.push(`${id}: ${cause}`),
      retryMs: 0,
    });
  }

  function keep(keyId: string, id: string, text: string): void {
    keeper.keep({ keyId, id }, () => new TextEncoder().encode(text));
  }

  async function read(
    keyId: string,
    id: string,
    from = keeper,
  ): Promise<string | null> {
    const json = await from.read({ keyId, id });
    return json === null ? null : new TextDecoder().decode(json);
  }

  async function entries(): Promise<Deno.KvEntry<unknown>[]> {
    const kv = await store.kv();
    return await Array.fromAsync(kv.list({ prefix: [] }));
  }

  it("gives back what was kept, of any size, before and after it is stored", async () => {
    const sizes = fc.oneof(
      fc.integer({ min: 1, max: 200 }),
      fc.integer({ min: 59_000, max: 61_500 }),
      fc.integer({ min: 600_000, max: 1_500_000 }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(sizes, { minLength: 1, maxLength: 4 }),
        async (lengths) => {
          const kept = lengths.map((length) => ({
            id: newId(),
            text: `{${randomText(length)}}`,
          }));
          for (const { id, text } of kept) keep("k", id, text);
          for (const { id, text } of kept) assert(await read("k", id) === text);
          await keeper.flush();
          const other = keeperOf(vault());
          for (const { id, text } of kept) {
            assert(await read("k", id, other) === text);
          }
        },
      ),
      { numRuns: 15 },
    );
    assertEquals(failures, []);
  });

  it("keeps nothing readable in the database", async () => {
    const id = newId();
    keep("k", id, `{"secret":"${"very secret ".repeat(20)}"}`);
    await keeper.flush();
    const stored = await entries();
    assert(stored.length > 0);
    for (const { value } of stored) {
      for (const part of Object.values(value as object)) {
        if (!(part instanceof Uint8Array)) continue;
        assert(!new TextDecoder().decode(part).includes("secret"));
      }
    }
    await assertRejects(
      () => read("k", id, keeperOf(vault(8))),
      Error,
      "sealed",
    );
  });

  it("tells keys apart, also when entries are moved", async () => {
    const id = newId();
    keep("k", id, "{}");
    await keeper.flush();
    assertEquals(await read("other", id), null);
    const kv = await store.kv();
    for await (const { key, value } of kv.list({ prefix: ["response"] })) {
      await kv.set(key.with(1, "other"), value);
    }
    await assertRejects(() => read("other", id), Error);
  });

  it("replaces what is kept under the same id", async () => {
    const id = newId();
    keep("k", id, `{"a":"${randomText(200_000)}"}`);
    await keeper.flush();
    keep("k", id, '{"b":1}');
    assertEquals(await read("k", id), '{"b":1}');
    await keeper.flush();
    assertEquals(await read("k", id), '{"b":1}');
  });

  it("deletes every trace of a response", async () => {
    const id = newId();
    keep("k", id, `{${randomText(1_000_000)}}`);
    await keeper.flush();
    assert((await entries()).length > 10);
    assertEquals(await keeper.delete({ keyId: "other", id }), false);
    assertEquals(await keeper.delete({ keyId: "k", id }), true);
    assertEquals(await keeper.delete({ keyId: "k", id }), false);
    assertEquals(await entries(), []);
  });

  it("forgets what is past its time", async () => {
    const [old, young] = [newId(), newId()];
    keep("k", old, `{${randomText(300_000)}}`);
    keep("k", young, "{}");
    await keeper.flush();
    const signal = new AbortController().signal;
    await keeper.upkeep.run(Date.now(), signal);
    assertEquals(await read("k", young), "{}");
    await keeper.upkeep.run(Date.now() + DAY_MS + 1000, signal);
    assertEquals(await entries(), []);
  });

  it("hides and forgets at once what a shorter time leaves out", async () => {
    const id = newId();
    keep("k", id, "{}");
    await keeper.flush();
    keepMs = 0;
    assertEquals(await read("k", id), null);
    await keeper.upkeep.run(Date.now() + 1, new AbortController().signal);
    assertEquals(await entries(), []);
  });

  it("stores the others where one is too large", async () => {
    const [huge, small] = [newId(), newId()];
    keeper.keep(
      { keyId: "k", id: huge },
      () => {
        const bytes = new Uint8Array(MAX_RESPONSE_BYTES + 1);
        for (let at = 0; at < bytes.length; at += 65_536) {
          crypto.getRandomValues(bytes.subarray(at, at + 65_536));
        }
        return bytes;
      },
    );
    keep("k", small, "{}");
    await keeper.flush();
    assertEquals(await read("k", small), "{}");
    assertEquals(await read("k", huge), null);
    assertEquals(failures.length, 1);
  });

  it("tries again, then says that it could not", async () => {
    const id = newId();
    let tries = 0;
    keeper.keep({ keyId: "k", id }, () => {
      if (++tries === 1) throw new Error("not now");
      return new TextEncoder().encode("{}");
    });
    await keeper.flush();
    assertEquals([tries, failures, await read("k", id)], [2, [], "{}"]);
    keeper.keep({ keyId: "k", id: newId() }, () => {
      throw new Error("never");
    });
    await keeper.flush();
    assertEquals(failures.length, 1);
  });
});

/** Text that does not compress away. */
function randomText(length: number): string {
  let text = "";
  while (text.length < length) {
    const bytes = crypto.getRandomValues(new Uint8Array(30_000));
    text += btoa(String.fromCharCode(...bytes));
  }
  return text.slice(0, length);
}
