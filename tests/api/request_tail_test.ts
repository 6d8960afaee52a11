import { describe, it } from "@std/testing/bdd";
import { assert, assertEquals } from "@std/assert";
import { Recorder } from "../../lib/gateway/requests/recorder.ts";
import { Store } from "../../lib/store/kv.ts";
import { putRequests } from "../../lib/store/requests/requests.ts";
import type { RequestRecord } from "../../lib/store/requests/record.ts";
import { BEGIN, requestRecord } from "../store/requests/records.ts";
import { type OwnerApp, ownerApp } from "./owner_app.ts";

interface Event {
  event?: string;
  id?: string;
  data?: string;
}

/** Reads server-sent events one by one, as a browser would. */
class EventReader {
  readonly #reader: ReadableStreamDefaultReader<string>;
  #text = "";

  constructor(response: Response) {
    assertEquals(response.status, 200);
    assertEquals(
      response.headers.get("content-type"),
      "text/event-stream; charset=utf-8",
    );
    assert(response.body !== null);
    this.#reader = response.body.pipeThrough(new TextDecoderStream())
      .getReader();
  }

  /** The next block; null at the end. */
  async next(): Promise<Event | null> {
    while (!this.#text.includes("\n\n")) {
      const { value, done } = await this.#reader.read();
      if (done) return null;
      this.#text += value;
    }
    const [block = "", ...rest] = this.#text.split("\n\n");
    this.#text = rest.join("\n\n");
    const fields = block.split("\n").filter((line) => !line.startsWith(":"))
      .map((line) => {
        const colon = line.indexOf(": ");
        return [line.slice(0, colon), line.slice(colon + 2)];
      });
    return Object.fromEntries(fields);
  }

  /** The numbers of the next records, and the id of the last event. */
  async records(count: number): Promise<{ seen: number[]; id: string }> {
    const seen: number[] = [];
    let id = "";
    while (seen.length < count) {
      const block = await this.next();
      assert(block !== null, "the stream ended");
      if (block.event !== "request") continue;
      const { at }: RequestRecord = JSON.parse(block.data ?? "");
      seen.push(at - BEGIN);
      id = block.id ?? "";
    }
    return { seen, id };
  }

  async close(): Promise<void> {
    await this.#reader.cancel();
  }
}

async function tail(
  app: OwnerApp,
  query = "",
  headers: HeadersInit = {},
): Promise<EventReader> {
  const response = await app.call("GET", `/api/requests/tail${query}`, {
    headers,
  });
  const reader = new EventReader(response);
  await reader.next();
  return reader;
}

async function record(
  app: OwnerApp,
  ...records: RequestRecord[]
): Promise<void> {
  for (const one of records) app.services.recorder.push(one);
  await app.services.recorder.flush();
}

describe("GET /api/requests/tail", () => {
  it("shows what is recorded from now on, and ends with its viewer", async () => {
    await using app = await ownerApp();
    await record(app, requestRecord(1));
    const viewer = await tail(app);
    assertEquals(app.services.feed.viewers, 1);
    await record(app, requestRecord(3), requestRecord(2));
    assertEquals((await viewer.records(2)).seen, [3, 2]);
    await viewer.close();
    assertEquals(app.services.feed.viewers, 0);
  });

  it("shows only what its filter wants", async () => {
    await using app = await ownerApp();
    const viewer = await tail(app, "?outcome=failed&key=k1");
    await record(
      app,
      requestRecord(1),
      requestRecord(2, { status: 500 }),
      requestRecord(3, { status: 500, keyId: "k2" }),
    );
    await record(app, requestRecord(4));
    await record(app, requestRecord(5, { status: 429 }));
    assertEquals((await viewer.records(2)).seen, [2, 5]);
    await viewer.close();
  });

  it("goes on where a list or an earlier viewer ended", async () => {
    await using app = await ownerApp();
    await record(app, requestRecord(1));
    const list = await (await app.call("GET", "/api/requests")).json();
    await record(app, requestRecord(2), requestRecord(3), requestRecord(4));
    const viewer = await tail(app, `?after=${list.tail}`);
    const { seen, id } = await viewer.records(2);
    assertEquals(seen, [2, 3]);
    await viewer.close();
    await record(app, requestRecord(5));
    const again = await tail(app, `?after=${list.tail}`, {
      "last-event-id": id,
    });
    assertEquals((await again.records(2)).seen, [4, 5]);
    await again.close();
  });

  it("tells of a gap to a viewer from another time", async () => {
    await using app = await ownerApp();
    const viewer = await tail(app, "", { "last-event-id": "900-1" });
    assertEquals((await viewer.next())?.event, "gap");
    await record(app, requestRecord(1));
    assertEquals((await viewer.records(1)).seen, [1]);
    await viewer.close();
  });

  it("sends comments with its position while nothing happens", async () => {
    await using app = await ownerApp({ env: { KEEP_ALIVE_MS: "100" } });
    const viewer = await tail(app, "?key=nobody");
    await record(app, requestRecord(1));
    assertEquals(await viewer.next(), { id: "2-0" });
    await viewer.close();
  });

  it("ends when the gateway stops", async () => {
    const app = await ownerApp();
    const viewer = await tail(app);
    const last = viewer.next();
    await app[Symbol.asyncDispose]();
    assertEquals(await last, null);
  });

  it("shows within a second what another instance records", async () => {
    const kv = await Deno.openKv(":memory:");
    const open = () => Promise.resolve(kv);
    const other = new Store({ open, advice: "" });
    const recorder = new Recorder({
      commit: (records) => putRequests(other, records, { keepMs: 60_000 }),
    });
    {
      await using app = await ownerApp({
        store: new Store({ open, advice: "" }),
      });
      const viewer = await tail(app);
      const expected: number[] = [];
      for (let n = 0; n < 60; n += 2) {
        recorder.push(requestRecord(n));
        app.services.recorder.push(requestRecord(n + 1));
        if (n % 6 === 0) {
          await Promise.all([recorder.flush(), app.services.recorder.flush()]);
        }
        expected.push(n, n + 1);
      }
      const begun = performance.now();
      const { seen } = await viewer.records(60);
      assert(performance.now() - begun < 2000);
      assertEquals(seen.sort((a, b) => a - b), expected);
      await viewer.close();
      await recorder.close();
    }
    await other.close();
  });

  it("refuses a position that is none", async () => {
    await using app = await ownerApp();
    const res = await app.call("GET", "/api/requests/tail?after=now");
    assertEquals(res.status, 400);
    assertEquals((await res.json()).error.param, "after");
  });
});
