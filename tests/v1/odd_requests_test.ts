import { assert, assertEquals } from "@std/assert";
import { after, before, describe, it } from "@std/testing/bdd";
import { OWNER_KEY } from "../helpers/gateway.ts";
import {
  type GatewayServer,
  gatewayServer,
} from "../helpers/gateway_server.ts";

/** Requests that no client library makes, over a connection of their own. */
describe("odd requests over a socket", () => {
  let server: GatewayServer;
  before(async () => {
    server = await gatewayServer();
  });
  after(() => server.close());

  async function send(first: string, headers: string[]) {
    const port = Number(new URL(server.baseURL).port);
    const connection = await Deno.connect({ port, hostname: "127.0.0.1" });
    const lines = [
      first,
      ...headers,
      `authorization: Bearer ${OWNER_KEY}`,
      "connection: close",
    ];
    const bytes = new TextEncoder().encode(`${lines.join("\r\n")}\r\n\r\n`);
    const writer = connection.writable.getWriter();
    await writer.write(bytes);
    writer.releaseLock();
    const text = await new Response(connection.readable).text();
    const [head = "", ...body] = text.split("\r\n\r\n");
    return {
      status: Number(head.split(" ")[1]),
      head: head.toLowerCase(),
      body: body.join("\r\n\r\n"),
    };
  }

  it("are told when their host is none", async () => {
    for (const host of ["a b", "[::zz]", "x:99999"]) {
      for (
        const first of [
          "GET /v1/no/such HTTP/1.1",
          "GET /v1/videos HTTP/1.1",
          "GET /v1/models/a HTTP/1.1",
        ]
      ) {
        const { status, head, body } = await send(first, [`host: ${host}`]);
        assertEquals(status, 400, `${host} ${first} ${body}`);
        assert(head.includes("x-request-id: req_"));
        assert(head.includes("access-control-allow-origin: *"));
        assert(body.includes('"code":"invalid_url"'), body);
      }
    }
  });

  it("are told when their path is no encoding", async () => {
    const { status, head, body } = await send(
      "GET /v1/models/%E0%A4%A HTTP/1.1",
      ["host: x"],
    );
    assertEquals(status, 400);
    assert(head.includes("x-request-id: req_"));
    assert(body.includes('"code":"invalid_url"'), body);
  });

  it("are told when their method is none of ours", async () => {
    for (const method of ["TRACE", "constructor", "valueOf"]) {
      const first = `${method} /v1/models HTTP/1.1`;
      const { status, head } = await send(first, ["host: x"]);
      assertEquals(status, 405, method);
      assert(head.includes("allow: get, head, options"), head);
    }
  });

  it("are served when they are merely old or roundabout", async () => {
    for (
      const [first, ...headers] of [
        ["GET /v1/models HTTP/1.0"],
        ["GET http://other.example/v1/models HTTP/1.1", "host: x"],
        ["GET /v1/models/../models HTTP/1.1", "host: x"],
        ["GET /v1/models?%zz HTTP/1.1", "host: x"],
      ] as [string, ...string[]][]
    ) {
      const { status, body } = await send(first, headers);
      assertEquals(status, 200, first);
      assert(body.includes('"object":"list"'));
    }
  });
});
