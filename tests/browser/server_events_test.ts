import fc from "fast-check";
import { assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { serverEvents } from "../../lib/browser/server_events.ts";

const encoder = new TextEncoder();

/** Reads events out of bytes that arrive in pieces of the given sizes. */
async function read(text: string, sizes: number[] = []): Promise<string[]> {
  const bytes = encoder.encode(text);
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      let from = 0;
      for (const size of [...sizes, bytes.length]) {
        controller.enqueue(bytes.slice(from, from + size));
        from += size;
      }
      controller.close();
    },
  });
  return await Array.fromAsync(serverEvents(body));
}

describe("serverEvents", () => {
  it("yields data and skips comments and other fields", async () => {
    const text = ": ping\n\nevent: x\nid: 1\ndata: one\n\ndata:two\n\n";
    assertEquals(await read(text), ["one", "two"]);
  });

  it("joins the data lines of one event", async () => {
    assertEquals(await read("data: a\ndata:\ndata:  b\n\n"), ["a\n\n b"]);
  });

  it("does not yield an event that the end cut off", async () => {
    assertEquals(await read("data: a\n\ndata: b\n"), ["a"]);
  });

  it("finds the same events however the bytes are split", async () => {
    const line = fc.string({ unit: "grapheme", minLength: 1 })
      .filter((text) => !/[\r\n]/.test(text));
    const ends = fc.constantFrom("\n", "\r\n", "\r");
    await fc.assert(fc.asyncProperty(
      fc.array(line),
      ends,
      fc.array(fc.integer({ min: 1, max: 5 })),
      async (events, end, sizes) => {
        const text = events.map((data) => `data: ${data}${end}${end}`).join("");
        assertEquals(await read(`${text}: end\n`, sizes), events);
      },
    ));
  });
});
