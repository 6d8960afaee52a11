import { describe, it } from "@std/testing/bdd";
import { assertEquals, assertRejects } from "@std/assert";
import { encodeHex } from "@std/encoding/hex";
import { memoryStore } from "../../lib/store/kv.ts";
import { modelCache } from "../../lib/store/model_cache.ts";

interface Entry {
  models: string[];
}

/** Text of about `bytes` that does not compress below half its size. */
function noise(bytes: number): string {
  const chunks = Array.from(
    { length: Math.ceil(bytes / 65_536) },
    () => encodeHex(crypto.getRandomValues(new Uint8Array(32_768))),
  );
  return chunks.join("");
}

describe("modelCache()", () => {
  it("has nothing before the first set", async () => {
    const store = memoryStore();
    assertEquals(await modelCache<Entry>(store).get("chat"), null);
    await store.close();
  });

  it("keeps entries of any size up to a commit, one for each kind", async () => {
    const store = memoryStore();
    const cache = modelCache<Entry>(store);
    const large = { models: [noise(900_000)] };
    const small = { models: ["é", "模型"] };
    await cache.set("chat", large);
    await cache.set("image", small);
    assertEquals(await cache.get("chat"), large);
    assertEquals(await cache.get("image"), small);
    await cache.set("chat", small);
    assertEquals(await cache.get("chat"), small);
    await store.close();
  });

  it("refuses what no commit holds and keeps what it has", async () => {
    const store = memoryStore();
    const cache = modelCache<Entry>(store);
    await cache.set("chat", { models: ["a"] });
    await assertRejects(
      () => cache.set("chat", { models: [noise(2_000_000)] }),
      Error,
      "Cannot keep the chat list",
    );
    assertEquals(await cache.get("chat"), { models: ["a"] });
    await store.close();
  });
});
