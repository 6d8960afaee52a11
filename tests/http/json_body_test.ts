import { assert, assertEquals, assertRejects } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { ApiError } from "../../lib/http/errors.ts";
import { parseLarge, readJsonBody } from "../../lib/http/json_body.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

function spliced(body: ReturnType<typeof parseLarge>): string {
  const pieces = body.payloads.splice(JSON.stringify(body.value));
  return pieces.map((piece) => decoder.decode(piece)).join("");
}

function post(body: BodyInit, headers?: HeadersInit): Request {
  return new Request("http://localhost/", { method: "POST", body, headers });
}

describe("parseLarge()", () => {
  it("puts payloads back exactly where they were", () => {
    const base64 = fc.constantFrom("A", "b/+", "QUJD").map((unit) =>
      unit.repeat(40_000)
    );
    const value = fc.oneof(
      fc.string({ unit: "binary" }),
      base64,
      base64.map((data) => `data:image/png;base64,${data}`),
    );
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), value, { maxKeys: 6 }),
        (document) => {
          const text = JSON.stringify(document);
          assertEquals(spliced(parseLarge(encoder.encode(text))), text);
        },
      ),
      { numRuns: 50 },
    );
  });

  it("leaves the head of a data URL readable and takes the rest out", () => {
    const url = `data:image/png;base64,${"A".repeat(100_000)}`;
    const { value, payloads } = parseLarge(
      encoder.encode(JSON.stringify({ url })),
    );
    const parsed = (value as { url: string }).url;
    assert(parsed.startsWith("data:image/png;base64,"));
    assert(parsed.length < 200);
    assertEquals(payloads.count, 1);
  });

  it("keeps views of the bytes it was given instead of copies", () => {
    const url = `data:image/png;base64,${"A".repeat(100_000)}`;
    const bytes = encoder.encode(JSON.stringify({ url }));
    const { value, payloads } = parseLarge(bytes);
    const pieces = payloads.splice(JSON.stringify(value));
    assert(pieces.some((piece) => piece.buffer === bytes.buffer));
  });

  it("does not take out long ordinary text", () => {
    const text = "Some words, and more. ".repeat(10_000);
    const { value, payloads } = parseLarge(
      encoder.encode(JSON.stringify({ text })),
    );
    assertEquals(value, { text });
    assertEquals(payloads.count, 0);
  });
});

describe("readJsonBody()", () => {
  it("reads JSON whatever the content type says", async () => {
    const { value } = await readJsonBody(
      post('{"a":1}', { "content-type": "text/plain" }),
      1000,
    );
    assertEquals(value, { a: 1 });
  });

  it("reads a body of unknown length", async () => {
    const body = ReadableStream.from([
      encoder.encode('{"a":'),
      encoder.encode('"é"}'),
    ]);
    assertEquals((await readJsonBody(post(body), 1000)).value, { a: "é" });
  });

  it("refuses a declared length above the limit without reading", async () => {
    let pulled = 0;
    const body = new ReadableStream({
      pull(controller) {
        pulled++;
        controller.enqueue(new Uint8Array(10));
      },
    }, { highWaterMark: 0 });
    const error = await assertRejects(
      () => readJsonBody(post(body, { "content-length": "2000" }), 1000),
      ApiError,
    );
    assertEquals(error.status, 413);
    assertEquals(pulled, 0);
  });

  it("stops reading an undeclared body at the limit", async () => {
    let pulled = 0;
    const body = new ReadableStream({
      pull(controller) {
        pulled++;
        controller.enqueue(new Uint8Array(400));
      },
    }, { highWaterMark: 0 });
    const error = await assertRejects(
      () => readJsonBody(post(body), 1000),
      ApiError,
    );
    assertEquals(error.status, 413);
    assertEquals(pulled, 3);
  });

  it("refuses what is no JSON with 400", async () => {
    for (const text of ["", "{", "nonsense"]) {
      const error = await assertRejects(
        () => readJsonBody(post(text), 1000),
        ApiError,
      );
      assertEquals(error.status, 400);
    }
  });

  it("refuses what is nested too deeply, whatever its size", async () => {
    for (const [open, close] of [["[", "]"], ['{"a":', "}"]] as const) {
      for (const padding of ["", " ".repeat(200_000)]) {
        const text = (levels: number) =>
          `${padding}${open.repeat(levels)}1${close.repeat(levels)}`;
        const read = (levels: number) =>
          readJsonBody(
            post(text(levels), { "content-length": `${text(levels).length}` }),
            1_000_000,
          );
        await read(500);
        for (const levels of [501, 10_000]) {
          const error = await assertRejects(() => read(levels), ApiError);
          assertEquals(error.status, 400);
          assert(error.message.includes("500 levels"));
        }
      }
    }
  });
});
