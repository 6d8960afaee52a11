import { assert, assertEquals, assertRejects } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { ApiError } from "../../lib/http/errors.ts";
import type { FormFile, MultipartForm } from "../../lib/http/form.ts";
import { isMultipart, readMultipart } from "../../lib/http/multipart.ts";

const encoder = new TextEncoder();

const LIMITS = { maxBytes: 1 << 20, maxFileBytes: 1 << 19, maxFiles: 8 };

const BOUNDARY = "----form-7MA4YWxkTrZu0gW";

interface Part {
  head: string;
  content: Uint8Array;
}

function part(head: string, content: string | Uint8Array): Part {
  return {
    head: `Content-Disposition: form-data; ${head}`,
    content: typeof content === "string" ? encoder.encode(content) : content,
  };
}

function bodyOf(parts: Part[], end = `--${BOUNDARY}--\r\n`): Uint8Array {
  const pieces = parts.flatMap(({ head, content }) => [
    encoder.encode(`--${BOUNDARY}\r\n${head}\r\n\r\n`),
    content,
    encoder.encode("\r\n"),
  ]);
  return joined([...pieces, encoder.encode(end)]);
}

function joined(pieces: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const size = pieces.reduce((sum, piece) => sum + piece.byteLength, 0);
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.byteLength;
  }
  return bytes;
}

function request(
  body: BodyInit | Uint8Array,
  type = `multipart/form-data; boundary=${BOUNDARY}`,
): Request {
  return new Request("http://localhost/", {
    method: "POST",
    headers: { "content-type": type },
    body: body as BodyInit,
  });
}

function inPieces(bytes: Uint8Array, cuts: number[]): ReadableStream {
  const places = [...new Set(cuts)].sort((a, b) => a - b);
  let from = 0;
  const pieces = [...places, bytes.byteLength].map((to) => {
    const piece = bytes.slice(from, to);
    from = to;
    return piece;
  });
  return ReadableStream.from(pieces);
}

function contentOf(file: FormFile | undefined): Uint8Array {
  return joined(file?.chunks ?? []);
}

async function refusal(
  promise: Promise<unknown>,
): Promise<[status: number, code: string | null, param: string | null]> {
  const error = await assertRejects(() => promise, ApiError);
  return [error.status, error.code, error.param];
}

const INVALID = "invalid_multipart_form_data";

describe("readMultipart()", () => {
  it("gives the same parts wherever the bytes are cut", async () => {
    const noise = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.constantFrom(
        `\r\n--${BOUNDARY.slice(0, -1)}`,
        "\r\n--",
        "\r\n\r\n--\r",
        `--${BOUNDARY}x`,
      ).map((text) => encoder.encode(text)),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(noise, { maxLength: 4 }),
        fc.string({ unit: "grapheme", maxLength: 60 }),
        fc.array(fc.nat(1500), { maxLength: 40 }),
        fc.constantFrom("", "\r\n", "\r\nan epilogue\r\n"),
        fc.option(fc.integer({ min: 1, max: 200 })),
        async (contents, text, cuts, after, blockBytes) => {
          const parts = [
            part('name="prompt"', text),
            ...contents.map((content) =>
              part('name="file[]"; filename="a.bin"', content)
            ),
          ];
          const bytes = bodyOf(parts, `--${BOUNDARY}--${after}`);
          const within = cuts.map((cut) => cut % (bytes.byteLength + 1));
          const cut = request(inPieces(bytes, within));
          // Blocks are no larger than the body says it is.
          if (blockBytes !== null) {
            cut.headers.set("content-length", String(blockBytes));
          }
          const form = await readMultipart(cut, LIMITS);
          assertEquals(form.fields(), { prompt: text });
          assertEquals(form.files("file").map(contentOf), contents);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("reads one byte at a time", async () => {
    const bytes = bodyOf([part('name="a"; filename="a"', "x\r\n--y")]);
    const cuts = Array.from(bytes, (_, index) => index);
    const form = await readMultipart(request(inPieces(bytes, cuts)), LIMITS);
    assertEquals(contentOf(form.file("a")), encoder.encode("x\r\n--y"));
  });

  it("reads what FormData writes, over a socket too", async () => {
    const bytes = crypto.getRandomValues(new Uint8Array(60_000));
    const large = joined(Array.from({ length: 12 }, () => bytes));
    const limits = { ...LIMITS, maxFileBytes: 1 << 20 };
    let form: MultipartForm | undefined;
    await using server = Deno.serve({ port: 0, onListen() {} }, async (req) => {
      form = await readMultipart(req, limits);
      return new Response();
    });
    const data = new FormData();
    data.append("model", "whisper-1");
    data.append("file", new File([large], "日本.bin"));
    const url = `http://localhost:${server.addr.port}`;
    const res = await fetch(url, { method: "POST", body: data });
    await res.body?.cancel();
    assertEquals(res.status, 200);
    assertEquals(form?.fields(), { model: "whisper-1" });
    const file = form?.file("file");
    assertEquals([file?.name, file?.size], ["日本.bin", large.byteLength]);
    assertEquals(contentOf(file), large);
  });

  it("answers 413 over a socket without reading on", async () => {
    await using server = Deno.serve({ port: 0, onListen() {} }, async (req) => {
      try {
        await readMultipart(req, { ...LIMITS, maxBytes: 300_000 });
        return new Response();
      } catch (error) {
        return new Response(null, { status: (error as ApiError).status });
      }
    });
    async function* endless() {
      yield bodyOf([], `--${BOUNDARY}\r\nContent-Disposition: x; name=a\r\n`);
      yield encoder.encode("\r\n");
      for (let i = 0; i < 8; i++) yield new Uint8Array(100_000);
    }
    const url = `http://localhost:${server.addr.port}`;
    const res = await fetch(url, {
      method: "POST",
      headers: { "content-type": `multipart/form-data; boundary=${BOUNDARY}` },
      body: ReadableStream.from(endless()),
    });
    await res.body?.cancel();
    assertEquals(res.status, 413);
  });

  it("gathers repeated, bracketed and numbered names", async () => {
    const form = await readMultipart(
      request(bodyOf([
        part('name="plain"', "1"),
        part('name="twice"', "1"),
        part('name="twice"', "2"),
        part('name="list[]"', "1"),
        part('name="numbered[1]"', "b"),
        part('name="numbered[0]"', "a"),
        part('name="object[type]"', "server_vad"),
        part('name="object[__proto__]"', "x"),
        part('name="image[1]"; filename="b.png"', "b"),
        part('name="image[0]"; filename="a.png"', "a"),
      ])),
      LIMITS,
    );
    const { object, ...fields } = form.fields();
    assertEquals(fields, {
      plain: "1",
      twice: ["1", "2"],
      list: ["1"],
      numbered: ["a", "b"],
    });
    assertEquals(Object.entries(object as Record<string, unknown>), [
      ["type", "server_vad"],
      ["__proto__", "x"],
    ]);
    assertEquals(form.files("image").map((file) => file.name), [
      "a.png",
      "b.png",
    ]);
    assertEquals(form.fileFields, ["image"]);
  });

  it("believes bytes, then the declared type, then the name", async () => {
    const type = "\r\nContent-Type: application/octet-stream";
    const form = await readMultipart(
      request(bodyOf([
        part(`name="a"; filename="a.txt"${type}`, "fLaC...."),
        part(`name="b"${type}`, "unknown"),
        part(`name="c"; filename="c.mp3"${type}`, "unknown"),
        part('name="d"; filename="d"\r\nContent-Type: audio/x-odd', "unknown"),
        part('name="f"; filename="f"\r\nContent-Type: a/b"c', "unknown"),
        part(
          'name="e"; filename="e.webm"\r\nContent-Type: audio/webm; codecs=opus',
          Uint8Array.from(
            "\x1a\x45\xdf\xa3\x42\x82\x84webm",
            (letter) => letter.charCodeAt(0),
          ),
        ),
      ])),
      LIMITS,
    );
    const types = ["a", "b", "c", "d", "e", "f"].map((name) =>
      form.file(name)?.type
    );
    assertEquals(types, [
      "audio/flac",
      "application/octet-stream",
      "audio/mpeg",
      "audio/x-odd",
      "audio/webm",
      "application/octet-stream",
    ]);
  });

  it("leaves out files that were not chosen", async () => {
    const empty = part('name="file"; filename=""', "");
    const form = await readMultipart(request(bodyOf([empty])), LIMITS);
    assertEquals(form.file("file"), undefined);
  });

  it("keeps views of the blocks it read instead of copies", async () => {
    const content = new Uint8Array(100_000);
    const form = await readMultipart(
      request(bodyOf([part('name="a"; filename="a"', content)])),
      LIMITS,
    );
    const [chunk, ...others] = form.file("a")?.chunks ?? [];
    assertEquals(others, []);
    assert(chunk !== undefined && chunk.buffer.byteLength > chunk.byteLength);
  });

  it("refuses other content types with 415", async () => {
    const refused = readMultipart(request("{}", "application/json"), LIMITS);
    assertEquals(await refusal(refused), [415, "unsupported_media_type", null]);
  });

  it("refuses a missing or impossible boundary", async () => {
    for (const end of ["", "; boundary=", `; boundary=${"b".repeat(200)}`]) {
      const refused = request(bodyOf([]), `multipart/form-data${end}`);
      assertEquals(
        await refusal(readMultipart(refused, LIMITS)),
        [400, INVALID, null],
        end,
      );
    }
  });

  it("refuses a boundary that is not the body's", async () => {
    const refused = request(bodyOf([]), "multipart/form-data; boundary=other");
    assertEquals(await refusal(readMultipart(refused, LIMITS)), [
      400,
      INVALID,
      null,
    ]);
  });

  it("refuses a body that was cut short anywhere", async () => {
    const bytes = bodyOf([part('name="a"; filename="a"', "content")]);
    const whole = bytes.byteLength - 2;
    for (let length = 0; length < whole; length++) {
      const refused = readMultipart(request(bytes.slice(0, length)), LIMITS);
      assertEquals(await refusal(refused), [400, INVALID, null]);
    }
  });

  it("refuses parts without a name", async () => {
    for (const head of ['filename="x"', 'name=""', "x=y"]) {
      const refused = request(bodyOf([part(head, "x")]));
      assertEquals(
        await refusal(readMultipart(refused, LIMITS)),
        [400, INVALID, null],
        head,
      );
    }
  });

  it("refuses text that is not UTF-8 and names its field", async () => {
    const refused = request(
      bodyOf([part('name="prompt"', new Uint8Array([0xff, 0xfe]))]),
    );
    assertEquals(await refusal(readMultipart(refused, LIMITS)), [
      400,
      INVALID,
      "prompt",
    ]);
  });

  it("keeps every limit", async () => {
    const file = (size: number) =>
      part('name="file"; filename="f"', new Uint8Array(size));
    const cases: [Part[], Partial<typeof LIMITS>, number][] = [
      [[file(2000)], { maxBytes: 1000 }, 413],
      [[file(2000)], { maxFileBytes: 1000 }, 413],
      [[file(1 << 20)], { maxBytes: 1 << 22, maxFileBytes: 1 << 19 }, 413],
      [[file(1), file(1), file(1)], { maxFiles: 2 }, 400],
      [[part('name="text"', "x".repeat(1 << 20 | 1))], {
        maxBytes: 1 << 22,
        maxFileBytes: 1 << 22,
      }, 413],
      [[part(`name="${"n".repeat(9000)}"`, "x")], {}, 413],
      [Array.from({ length: 300 }, () => part('name="x"', "")), {}, 413],
    ];
    for (const [parts, limits, status] of cases) {
      const refused = readMultipart(request(bodyOf(parts)), {
        ...LIMITS,
        ...limits,
      });
      assertEquals((await refusal(refused))[0], status, JSON.stringify(limits));
    }
  });
});

describe("isMultipart()", () => {
  it("goes by the media type alone", () => {
    assert(isMultipart(request("", "Multipart/Form-Data; boundary=x")));
    assert(!isMultipart(request("", "multipart/mixed; boundary=x")));
    assert(!isMultipart(request("", "application/json")));
  });
});
