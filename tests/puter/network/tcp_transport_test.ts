import { assertEquals, assertRejects } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { tcpTransport } from "../../../lib/puter/network/tcp_transport.ts";
import type { PuterCall, PuterExchange } from "../../../lib/puter/transport.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const HELLO = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello";
const GET: PuterCall = { method: "GET", path: "/whoami" };

/** A server by hand: what it does with each connection. */
interface RawServer {
  url: string;
  connections: Deno.Conn[];
  close(): void;
}

type Reply = (
  connection: Deno.Conn,
  request: string,
  count: number,
) => Promise<unknown> | void;

/** Calls `reply` for each read of a connection, with how many came before. */
function listen(reply: Reply, hostname = "127.0.0.1"): RawServer {
  const listener = Deno.listen({ hostname, port: 0 });
  const connections: Deno.Conn[] = [];
  const serve = async (connection: Deno.Conn) => {
    connections.push(connection);
    const buffer = new Uint8Array(1024 * 1024);
    for (let count = 0;; count++) {
      const length = await connection.read(buffer);
      if (length === null) break;
      await reply(
        connection,
        decoder.decode(buffer.subarray(0, length)),
        count,
      );
    }
  };
  (async () => {
    for await (const connection of listener) serve(connection).catch(() => {});
  })();
  return {
    url: `http://127.0.0.1:${listener.addr.port}`,
    connections,
    close() {
      listener.close();
      for (const connection of connections) {
        try {
          connection.close();
        } catch {
          // The server has closed this one itself.
        }
      }
    },
  };
}

function say(connection: Deno.Conn, text: string): Promise<number> {
  return connection.write(encoder.encode(text));
}

async function textOf({ answer }: PuterExchange): Promise<string> {
  const { read } = await answer;
  let text = "";
  for (;;) {
    const bytes = await read();
    if (bytes === null) return text;
    text += decoder.decode(bytes, { stream: true });
  }
}

describe("tcpTransport", () => {
  it("sends one well-formed request and reads the answer", async () => {
    let seen = "";
    const server = listen((connection, request) => {
      seen = request;
      return say(connection, HELLO.replace("200 OK", "418 Teapot"));
    });
    const exchange = tcpTransport(server.url).send({
      method: "POST",
      path: "/drivers/call",
      token: "token-for-tests",
      body: [encoder.encode('{"a":'), encoder.encode("1}")],
    });
    const { status } = await exchange.answer;
    assertEquals(status, 418);
    assertEquals(await textOf(exchange), "hello");
    const [head = "", body] = seen.split("\r\n\r\n");
    assertEquals(body, '{"a":1}');
    assertEquals(head.split("\r\n"), [
      "POST /drivers/call HTTP/1.1",
      `host: ${new URL(server.url).host}`,
      "user-agent: puter-2api/1.0",
      "accept: */*",
      "authorization: Bearer token-for-tests",
      "content-type: application/json",
      "content-length: 7",
    ]);
    server.close();
  });

  it("uses a connection again once its answer was read", async () => {
    const server = listen((connection) => say(connection, HELLO));
    const transport = tcpTransport(server.url);
    for (let i = 0; i < 3; i++) {
      assertEquals(await textOf(transport.send(GET)), "hello");
    }
    assertEquals(server.connections.length, 1);
    server.close();
  });

  it("asks once more when a kept connection turns out closed", async () => {
    const server = listen(async (connection, _, count) => {
      if (count > 0) return connection.close();
      await say(connection, HELLO);
    });
    const transport = tcpTransport(server.url);
    assertEquals(await textOf(transport.send(GET)), "hello");
    assertEquals(await textOf(transport.send(GET)), "hello");
    assertEquals(server.connections.length, 2);
    server.close();
  });

  it("never repeats a call that got a first byte", async () => {
    const server = listen(async (connection, _, count) => {
      await say(connection, count === 0 ? HELLO : "HTTP/1.1 200");
      if (count > 0) connection.close();
    });
    const transport = tcpTransport(server.url);
    await textOf(transport.send(GET));
    await assertRejects(() => transport.send(GET).answer);
    assertEquals(server.connections.length, 1);
    server.close();
  });

  it("closes the connection of a cancelled call, and only that", async () => {
    const server = listen((connection) =>
      say(connection, "HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\nhel")
    );
    const exchange = tcpTransport(server.url).send(GET);
    const { read } = await exchange.answer;
    assertEquals(decoder.decode((await read())?.slice()), "hel");
    const pending = read();
    exchange.cancel();
    await assertRejects(() => pending);
    exchange.cancel();
    server.close();
  });

  it("leaves the next call alone when a finished one is cancelled", async () => {
    const server = listen((connection) => say(connection, HELLO));
    const transport = tcpTransport(server.url);
    const first = transport.send(GET);
    await textOf(first);
    const second = transport.send(GET);
    first.cancel();
    assertEquals(await textOf(second), "hello");
    assertEquals(server.connections.length, 1);
    server.close();
  });

  it("rejects when it is cancelled before the head", async () => {
    const server = listen(() => {});
    const exchange = tcpTransport(server.url).send(GET);
    exchange.cancel();
    await assertRejects(() => exchange.answer);
    server.close();
  });

  it("rejects an answer that ends too early", async () => {
    const server = listen(async (connection) => {
      await say(
        connection,
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n",
      );
      connection.close();
    });
    await assertRejects(() => textOf(tcpTransport(server.url).send(GET)));
    server.close();
  });

  it("reads an answer that comes before all was sent", async () => {
    const server = listen((connection, _, count) =>
      count === 0
        ? say(connection, "HTTP/1.1 413 No\r\ncontent-length: 2\r\n\r\nno")
        : undefined
    );
    const exchange = tcpTransport(server.url).send({
      ...GET,
      method: "POST",
      body: [new Uint8Array(8 * 1024 * 1024)],
    });
    assertEquals((await exchange.answer).status, 413);
    assertEquals(await textOf(exchange), "no");
    exchange.cancel();
    server.close();
  });

  it("grows with what comes and loses nothing of it", async () => {
    const text = "0123456789".repeat(100_000);
    const server = listen(async (connection) => {
      await say(
        connection,
        `HTTP/1.1 200 OK\r\ncontent-length: ${text.length}\r\n\r\n`,
      );
      const bytes = encoder.encode(text);
      for (let at = 0; at < bytes.byteLength;) {
        at += await connection.write(bytes.subarray(at));
      }
    });
    assertEquals(await textOf(tcpTransport(server.url).send(GET)), text);
    server.close();
  });

  it("finds a server that only one address of its name leads to", async () => {
    const server = listen((connection) => say(connection, HELLO));
    const { port } = new URL(server.url);
    const transport = tcpTransport(`http://localhost:${port}`);
    assertEquals(await textOf(transport.send(GET)), "hello");
    server.close();
  });

  it("refuses values that would begin a header of their own", async () => {
    const server = listen((connection) => say(connection, HELLO));
    const transport = tcpTransport(server.url);
    for (
      const call of [
        { ...GET, token: "a\r\nx-evil: 1" },
        { ...GET, etag: "a\nb" },
        { ...GET, path: "/a b" },
      ]
    ) {
      await assertRejects(async () => await transport.send(call).answer);
    }
    assertEquals(server.connections.length, 0);
    server.close();
  });
});
