import { assertEquals, assertRejects } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { CancelScope } from "../../../lib/gateway/cancel_scope.ts";
import { bytesStream } from "../../../lib/gateway/media/bytes_stream.ts";
import { RequestTracker } from "../../../lib/gateway/requests/tracker.ts";
import type { RequestRecord } from "../../../lib/store/requests/record.ts";

/** A stream of media, and what becomes of the call and its record. */
function stream(read: () => Promise<Uint8Array | null>) {
  const records: RequestRecord[] = [];
  const tracker = new RequestTracker(
    { id: "req_1", keyId: "k", surface: "speech" },
    (record) => records.push(record),
  );
  const scope = new CancelScope();
  const ends: string[] = [];
  const media = {
    result: { type: "media" as const, contentType: "audio/mpeg", read },
    close: () => ends.push("close"),
    fail: (_thrown: unknown, bytes: number) => ends.push(`fail ${bytes}`),
  };
  const body = bytesStream({ media, scope, tracker });
  return { body, records, ends, scope };
}

/** Gives chunks out of one reused buffer, as networks do. */
function chunks(...texts: string[]) {
  const buffer = new Uint8Array(16);
  return () => {
    const text = texts.shift();
    if (text === undefined) return Promise.resolve(null);
    const { written } = new TextEncoder().encodeInto(text, buffer);
    return Promise.resolve(buffer.subarray(0, written));
  };
}

describe("bytesStream()", () => {
  it("gives the bytes and gives the account back at their end", async () => {
    const { body, records, ends } = stream(chunks("one ", "two"));
    assertEquals(await new Response(body).text(), "one two");
    assertEquals(ends, ["close"]);
    assertEquals(records.map(({ status }) => status), [200]);
  });

  it("breaks off where the upstream breaks off", async () => {
    const some = chunks("half");
    const { body, records, ends } = stream(async () => {
      const chunk = await some();
      if (chunk === null) throw new Error("reset");
      return chunk;
    });
    await assertRejects(() => new Response(body).bytes());
    assertEquals(ends, ["fail 4"]);
    assertEquals(records.map(({ status }) => status), [500]);
  });

  it("calls the upstream off when its client leaves", async () => {
    const { body, records, scope } = stream(chunks("one ", "two"));
    const reader = body.getReader();
    await reader.read();
    await reader.cancel();
    assertEquals(scope.cancelled, true);
    assertEquals(records.map(({ status }) => status), [499]);
  });
});
