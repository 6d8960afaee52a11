import { assert, assertEquals, assertThrows } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { BadMessage } from "../../../lib/http/client/http_body.ts";
import { HeadReader } from "../../../lib/http/client/http_head.ts";

const encoder = new TextEncoder();

function read(text: string) {
  return new HeadReader().push(encoder.encode(text));
}

describe("HeadReader", () => {
  it("finds head and body wherever reads cut them", () => {
    const text = "HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n" +
      "HTTP/1.1 402 Payment Required\r\nContent-Type: text/plain\r\n" +
      "set-cookie: a\r\nSet-Cookie: b\r\ncontent-length: 4\r\n\r\nbody";
    const bytes = encoder.encode(text);
    fc.assert(fc.property(fc.integer({ min: 1, max: 50 }), (size) => {
      const reader = new HeadReader();
      let body = "";
      let status = 0;
      for (let at = 0; at < bytes.byteLength; at += size) {
        const part = bytes.subarray(at, at + size);
        if (status > 0) {
          body += new TextDecoder().decode(part);
          continue;
        }
        const found = reader.push(part);
        if (found === null) continue;
        const { head, bodyAt } = found;
        status = head.status;
        assertEquals(Object.fromEntries(head.headers), {
          "content-type": "text/plain",
          "set-cookie": "a, b",
          "content-length": "4",
        });
        assertEquals(head.framing, { type: "length", bytes: 4 });
        assertEquals(head.keepsAlive, true);
        body += new TextDecoder().decode(part.subarray(bodyAt));
      }
      assertEquals([status, body], [402, "body"]);
    }));
  });

  it("knows how a body ends and whether the connection stays", () => {
    const of = (lines: string) => {
      const found = read(`HTTP/1.1 200 OK\r\n${lines}\r\n`);
      assert(found !== null);
      return [found.head.framing.type, found.head.keepsAlive];
    };
    assertEquals(of("transfer-encoding: chunked\r\n"), ["chunked", true]);
    assertEquals(of("content-length: 0\r\n"), ["length", true]);
    assertEquals(of("content-length: 0\r\nconnection: Close\r\n"), [
      "length",
      false,
    ]);
    assertEquals(of(""), ["close", false]);
  });

  it("gives answers that have no body none", () => {
    for (const status of [204, 304]) {
      const found = read(`HTTP/1.1 ${status} X\r\ncontent-length: 9\r\n\r\n`);
      assertEquals(found?.head.framing, { type: "length", bytes: 0 });
    }
  });

  for (
    const text of [
      "SSH-2.0-server\r\n\r\n",
      "HTTP/2 200\r\n\r\n",
      "HTTP/1.1 20 OK\r\n\r\n",
      "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
      "HTTP/1.1 200 OK\r\ncontent-length: 4, 4\r\n\r\n",
      "HTTP/1.1 200 OK\r\ncontent-length: -4\r\n\r\n",
      "HTTP/1.1 200 OK\r\ntransfer-encoding: gzip, chunked\r\n\r\n",
      "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n" +
      "content-length: 4\r\n\r\n",
      `HTTP/1.1 200 OK\r\nx: ${"a".repeat(70_000)}`,
    ]
  ) {
    it(`refuses ${JSON.stringify(text.slice(0, 70))}`, () => {
      assertThrows(() => read(text), BadMessage);
    });
  }
});
