import { assertEquals, assertRejects } from "@std/assert";
import { afterEach, beforeEach, describe, it } from "@std/testing/bdd";
import { memoryStore, type Store } from "../../lib/store/kv.ts";
import {
  changeVideo,
  createVideo,
  deleteVideo,
  getVideo,
  getVideoAsk,
  getVideoAsks,
  listOpenVideos,
  listVideos,
} from "../../lib/store/video_jobs.ts";
import type { VideoRecord } from "../../lib/store/video_record.ts";
import { videoRecord } from "../helpers/video_records.ts";

const NOW = Date.now();

function idAt(index: number): string {
  return `video_01KE${String(index).padStart(22, "0")}`;
}

function recordAt(index: number, change: Partial<VideoRecord> = {}) {
  return videoRecord({
    id: idAt(index),
    createdAt: NOW,
    expiresAt: NOW + 60_000,
    ...change,
  });
}

const failed: VideoRecord["state"] = {
  status: "failed",
  completedAt: NOW,
  error: { code: "upstream_error", message: "It failed" },
};

describe("video jobs in the store", () => {
  let store: Store;
  beforeEach(() => {
    store = memoryStore();
  });
  afterEach(() => store.close());

  async function create(index: number, change: Partial<VideoRecord> = {}) {
    const record = recordAt(index, change);
    await createVideo(store, record, { prompt: `Clip ${index}`, extras: {} });
    return record;
  }

  it("keeps a job and the longest prompt that may be asked", async () => {
    const record = recordAt(1);
    const ask = { prompt: "猫".repeat(32_000), extras: { seed: 1 } };
    await createVideo(store, record, ask);
    assertEquals(await getVideo(store, record.id, NOW), record);
    assertEquals(await getVideoAsk(store, record.id), ask);
  });

  it("hides a job from its expiry on, whatever the database keeps", async () => {
    const record = await create(1);
    assertEquals(await getVideo(store, record.id, record.expiresAt), null);
    const page = await listVideos(store, {
      keyId: record.keyId,
      limit: 5,
      order: "desc",
      now: record.expiresAt,
    });
    assertEquals(page, { records: [], hasMore: false });
  });

  it("lists a key's own jobs, both ways, page by page", async () => {
    for (let index = 1; index <= 25; index++) await create(index);
    await create(26, { keyId: "key_b" });
    for (const order of ["desc", "asc"] as const) {
      const seen: string[] = [];
      let after: string | undefined;
      for (;;) {
        const { records, hasMore } = await listVideos(store, {
          keyId: "key_a",
          limit: 12,
          order,
          now: NOW,
          ...(after === undefined ? {} : { after }),
        });
        seen.push(...records.map(({ id }) => id));
        after = seen.at(-1);
        if (!hasMore) break;
      }
      const wanted = Array.from({ length: 25 }, (_, index) => idAt(index + 1));
      if (order === "desc") wanted.reverse();
      assertEquals(seen, wanted);
    }
    const asks = await getVideoAsks(store, [idAt(3), "video_none", idAt(14)]);
    assertEquals(asks.map((ask) => ask?.prompt), [
      "Clip 3",
      undefined,
      "Clip 14",
    ]);
  });

  it("goes on after a job that was deleted meanwhile", async () => {
    for (let index = 1; index <= 3; index++) await create(index);
    await deleteVideo(store, idAt(2));
    const { records } = await listVideos(store, {
      keyId: "key_a",
      limit: 5,
      after: idAt(2),
      order: "desc",
      now: NOW,
    });
    assertEquals(records.map(({ id }) => id), [idAt(1)]);
  });

  it("changes a job in one step, however many want to", async () => {
    const { id } = await create(1);
    await Promise.all(
      Array.from({ length: 5 }, () =>
        changeVideo(store, id, (record) => ({
          ...record,
          progress: record.progress + 1,
        }))),
    );
    assertEquals((await getVideo(store, id, NOW))?.progress, 5);
    assertEquals(await changeVideo(store, id, () => null), null);
    assertEquals(await changeVideo(store, "video_none", (one) => one), null);
    await assertRejects(() =>
      changeVideo(store, id, () => {
        throw new RangeError("no");
      }), RangeError);
  });

  it("knows which jobs are not at their end", async () => {
    for (let index = 1; index <= 3; index++) await create(index);
    await changeVideo(
      store,
      idAt(1),
      (record) => ({ ...record, state: failed }),
    );
    await deleteVideo(store, idAt(3));
    assertEquals(await listOpenVideos(store, 10), [idAt(2)]);
  });

  it("leaves nothing of a deleted job", async () => {
    const record = await create(1);
    assertEquals(await deleteVideo(store, record.id), record);
    assertEquals(await deleteVideo(store, record.id), null);
    const kv = await store.kv();
    const left = await Array.fromAsync(kv.list({ prefix: [] }));
    assertEquals(left, []);
  });
});
