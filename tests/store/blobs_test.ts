import { assertEquals, assertRejects } from "@std/assert";
import { afterEach, beforeEach, describe, it } from "@std/testing/bdd";
import {
  deleteBlob,
  getBlobInfo,
  putBlob,
  readBlob,
} from "../../lib/store/blobs.ts";
import { memoryStore, type Store } from "../../lib/store/kv.ts";

/** More than one commit takes, and no multiple of a piece. */
const SIZE = 1_700_001;

const bytes = Uint8Array.from({ length: SIZE }, (_, at) => at * 31 >> 3);

describe("blobs in the store", () => {
  let store: Store;
  const expiresAt = Date.now() + 60_000;
  beforeEach(async () => {
    store = memoryStore();
    await putBlob(store, "a", { bytes, mediaType: "video/mp4", expiresAt });
  });
  afterEach(() => store.close());

  async function read(start: number, end: number): Promise<Uint8Array> {
    const body = readBlob(store, "a", { start, end });
    return await new Response(body as BodyInit).bytes();
  }

  it("come back as they were, in whole and in part", async () => {
    assertEquals(await getBlobInfo(store, "a", Date.now()), {
      mediaType: "video/mp4",
      size: SIZE,
      expiresAt,
    });
    const ranges = [
      [0, SIZE],
      [0, 1],
      [59_999, 60_001],
      [60_000, 120_000],
      [SIZE - 1, SIZE],
      [123_456, 1_234_567],
      [5, 5],
    ] as const;
    for (const [start, end] of ranges) {
      const part = await read(start, end);
      assertEquals(part.byteLength, end - start);
      const isSame = part.every((byte, at) => byte === bytes[start + at]);
      assertEquals(isSame, true, `${start} to ${end}`);
    }
  });

  it("end at their time, and leave nothing when they are deleted", async () => {
    assertEquals(await getBlobInfo(store, "a", expiresAt), null);
    const slow = readBlob(store, "a", { start: 0, end: SIZE }).getReader();
    await slow.read();
    await deleteBlob(store, "a");
    await deleteBlob(store, "none");
    const kv = await store.kv();
    assertEquals(await Array.fromAsync(kv.list({ prefix: [] })), []);
    await assertRejects(async () => {
      while (!(await slow.read()).done);
    }, Error);
  });

  it("may be empty", async () => {
    const empty = { bytes: new Uint8Array(), mediaType: "text/plain" };
    await putBlob(store, "b", { ...empty, expiresAt });
    assertEquals((await getBlobInfo(store, "b", Date.now()))?.size, 0);
  });
});
