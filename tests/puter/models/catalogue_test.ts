import { assertEquals, assertRejects } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { ApiError } from "../../../lib/http/errors.ts";
import {
  Catalogue,
  type ModelCache,
  type ModelCacheEntry,
  type ModelKind,
} from "../../../lib/puter/models/catalogue.ts";
import { parseModels } from "../../../lib/puter/models/models.ts";
import {
  type Script,
  type ScriptedAnswer,
  ScriptedTransport,
} from "../scripted_transport.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

class MemoryCache implements ModelCache {
  readonly entries = new Map<ModelKind, ModelCacheEntry>();

  get(kind: ModelKind): Promise<ModelCacheEntry | null> {
    return Promise.resolve(this.entries.get(kind) ?? null);
  }

  set(kind: ModelKind, entry: ModelCacheEntry): Promise<void> {
    this.entries.set(kind, entry);
    return Promise.resolve();
  }
}

/** A Puter with one list, which tests change while it runs. */
class ListedPuter {
  id = "one";
  /** Said instead of the list, while set. */
  failure: ScriptedAnswer | Error | undefined;
  clock = 1_000_000_000_000;
  readonly transport = new ScriptedTransport((call) => this.#answer(call));
  readonly #held: Promise<void>[] = [];

  catalogue(cache?: ModelCache): Catalogue {
    const now = () => this.clock;
    return new Catalogue({ transport: this.transport, cache, now });
  }

  /** Holds every answer back until the returned function is called. */
  hold(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#held.push(promise);
    return resolve;
  }

  async #answer(call: Parameters<Script>[0]): Promise<ScriptedAnswer> {
    await Promise.all(this.#held.splice(0));
    if (this.failure instanceof Error) throw this.failure;
    if (this.failure !== undefined) return this.failure;
    const headers = { etag: `W/"${this.id}"` };
    if (call.etag === headers.etag) return { status: 304, body: "", headers };
    return { headers, body: { models: [{ id: this.id, provider: "claude" }] } };
  }
}

async function ids(catalogue: Catalogue): Promise<string[]> {
  return (await catalogue.chat()).models.map(({ id }) => id);
}

/** Lets a renewal that nobody waits for come to its end. */
async function settle(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 1));
}

const DOWN: ScriptedAnswer = {
  status: 503,
  body: { message: "Database unavailable", code: "db_unavailable" },
};

describe("Catalogue", () => {
  it("asks for each list at its own address, without a token", async () => {
    const puter = new ListedPuter();
    const catalogue = puter.catalogue();
    await catalogue.chat();
    await catalogue.image();
    await catalogue.video();
    assertEquals(puter.transport.calls, [
      { method: "GET", path: "/puterai/chat/models/details", etag: undefined },
      { method: "GET", path: "/puterai/image/models/details", etag: undefined },
      { method: "GET", path: "/puterai/video/models/details", etag: undefined },
    ]);
  });

  it("does not ask again while the list is fresh", async () => {
    const puter = new ListedPuter();
    const catalogue = puter.catalogue();
    await ids(catalogue);
    puter.id = "two";
    puter.clock += 5 * MINUTE - 1;
    assertEquals(await ids(catalogue), ["one"]);
    assertEquals(puter.transport.calls.length, 1);
  });

  it("serves a stale list at once and renews it meanwhile", async () => {
    const puter = new ListedPuter();
    const catalogue = puter.catalogue();
    await ids(catalogue);
    puter.id = "two";
    puter.clock += 5 * MINUTE;
    assertEquals(await ids(catalogue), ["one"]);
    await settle();
    assertEquals(await ids(catalogue), ["two"]);
    assertEquals(puter.transport.calls.length, 2);
  });

  it("waits for Puter when the list is a day old", async () => {
    const puter = new ListedPuter();
    const catalogue = puter.catalogue();
    await ids(catalogue);
    puter.id = "two";
    puter.clock += 24 * HOUR;
    assertEquals(await ids(catalogue), ["two"]);
  });

  it("keeps the list that Puter says is unchanged", async () => {
    const puter = new ListedPuter();
    const catalogue = puter.catalogue();
    const first = await catalogue.chat();
    puter.clock += 6 * MINUTE;
    await catalogue.chat();
    await settle();
    assertEquals(puter.transport.calls[1]?.etag, 'W/"one"');
    assertEquals(await catalogue.chat() === first, true);
    assertEquals(puter.transport.calls.length, 2);
  });

  it("asks once for all who wait", async () => {
    const puter = new ListedPuter();
    const catalogue = puter.catalogue();
    const release = puter.hold();
    const waiting = [ids(catalogue), ids(catalogue), ids(catalogue)];
    release();
    assertEquals(await Promise.all(waiting), [["one"], ["one"], ["one"]]);
    assertEquals(puter.transport.calls.length, 1);
  });

  it("renews once for all who read meanwhile", async () => {
    const puter = new ListedPuter();
    const catalogue = puter.catalogue();
    await ids(catalogue);
    puter.clock += 6 * MINUTE;
    const release = puter.hold();
    for (let i = 0; i < 5; i++) assertEquals(await ids(catalogue), ["one"]);
    release();
    await settle();
    assertEquals(puter.transport.calls.length, 2);
  });
});

describe("Catalogue while Puter fails", () => {
  const failures: [string, ScriptedAnswer | Error, number][] = [
    ["is overloaded", DOWN, 503],
    ["has a fault", { status: 500, body: { code: "internal_error" } }, 502],
    ["refuses the address", { status: 403, body: "Forbidden" }, 502],
    ["limits the calls", { status: 429, body: "slow down" }, 503],
    ["says nonsense", { body: "<html>" }, 502],
    ["lists nothing", { body: { models: [] } }, 502],
    ["cannot be reached", new TypeError("connection refused"), 502],
    ["says unchanged of nothing", { status: 304, body: "" }, 502],
  ];
  for (const [what, failure, status] of failures) {
    it(`answers ${status} when Puter ${what} and there is no list`, async () => {
      const puter = new ListedPuter();
      puter.failure = failure;
      const catalogue = puter.catalogue();
      const error = await assertRejects(() => catalogue.chat(), ApiError);
      assertEquals(error.status, status);
      puter.failure = undefined;
      assertEquals(await ids(catalogue), ["one"]);
    });

    it(`serves what it has when Puter ${what}`, async () => {
      const puter = new ListedPuter();
      const catalogue = puter.catalogue();
      await ids(catalogue);
      puter.failure = failure;
      puter.clock += 48 * HOUR;
      assertEquals(await ids(catalogue), ["one"]);
    });
  }

  it("pauses between attempts, and then heals", async () => {
    const puter = new ListedPuter();
    const catalogue = puter.catalogue();
    await ids(catalogue);
    puter.failure = DOWN;
    puter.clock += 6 * MINUTE;
    for (let i = 0; i < 5; i++) {
      await ids(catalogue);
      await settle();
    }
    assertEquals(puter.transport.calls.length, 2);
    puter.failure = undefined;
    puter.id = "two";
    puter.clock += 30_000;
    await ids(catalogue);
    await settle();
    assertEquals(await ids(catalogue), ["two"]);
  });
});

describe("Catalogue with a cache", () => {
  it("keeps the list over a restart", async () => {
    const puter = new ListedPuter();
    const cache = new MemoryCache();
    await ids(puter.catalogue(cache));
    assertEquals(cache.entries.get("chat")?.checkedAt, puter.clock);
    assertEquals(await ids(puter.catalogue(cache)), ["one"]);
    assertEquals(puter.transport.calls.length, 1);
  });

  it("serves an old cached list and renews it with its etag", async () => {
    const puter = new ListedPuter();
    const cache = new MemoryCache();
    cache.entries.set("chat", {
      models: parseModels([{ id: "zero" }]),
      etag: 'W/"zero"',
      checkedAt: puter.clock - HOUR,
    });
    const catalogue = puter.catalogue(cache);
    assertEquals(await ids(catalogue), ["zero"]);
    await settle();
    assertEquals(puter.transport.calls[0]?.etag, 'W/"zero"');
    assertEquals(await ids(catalogue), ["one"]);
    assertEquals(cache.entries.get("chat")?.etag, 'W/"one"');
  });

  it("serves a cached list of any age when Puter fails", async () => {
    const puter = new ListedPuter();
    puter.failure = DOWN;
    const cache = new MemoryCache();
    cache.entries.set("chat", {
      models: parseModels([{ id: "zero" }]),
      etag: null,
      checkedAt: 0,
    });
    assertEquals(await ids(puter.catalogue(cache)), ["zero"]);
  });

  it("does without a cache that fails", async () => {
    const puter = new ListedPuter();
    const broken: ModelCache = {
      get: () => Promise.reject(new Error("no storage")),
      set: () => Promise.reject(new Error("no storage")),
    };
    assertEquals(await ids(puter.catalogue(broken)), ["one"]);
  });
});

describe("Catalogue.expire()", () => {
  it("makes the next reader ask again", async () => {
    const puter = new ListedPuter();
    const catalogue = puter.catalogue();
    await ids(catalogue);
    puter.id = "two";
    puter.clock += MINUTE;
    catalogue.expire("chat");
    await ids(catalogue);
    await settle();
    assertEquals(await ids(catalogue), ["two"]);
  });

  it("cannot be used to make the gateway ask all the time", async () => {
    const puter = new ListedPuter();
    const catalogue = puter.catalogue();
    for (let i = 0; i < 5; i++) {
      await ids(catalogue);
      catalogue.expire("chat");
      await settle();
    }
    assertEquals(puter.transport.calls.length, 1);
  });
});
