import { assert, assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { PIXEL_PNG } from "../../lib/puter/simulator/media/files.ts";
import type { PuterTransport } from "../../lib/puter/transport.ts";
import { deleteBlob, putBlob } from "../../lib/store/blobs.ts";
import { type TestGateway, testGateway } from "../helpers/gateway.ts";
import { httpsServer } from "../helpers/https_server.ts";

const HOST = "files.vendor.com";
const URL_OF_IMAGE = `https://${HOST}/cat.png?signature=c2lnbmVk`;

/** Puter itself, as far as the gateway can tell, with a vendor at a URL. */
function keptBy(
  url: string,
): (transport: PuterTransport) => PuterTransport {
  return (transport) => ({
    kind: "puter",
    send(call) {
      if (call.path !== "/drivers/call") return transport.send(call);
      const body = JSON.stringify({ success: true, result: url });
      const chunks: (Uint8Array | null)[] = [
        new TextEncoder().encode(body),
        null,
      ];
      return {
        cancel() {},
        answer: Promise.resolve({
          status: 200,
          contentType: "application/json",
          header: () => null,
          read: () => Promise.resolve(chunks.shift() ?? null),
        }),
      };
    },
  });
}

function make(gateway: TestGateway, fields: Record<string, unknown>) {
  return gateway.post("/v1/images/generations", {
    prompt: "a cat",
    model: "seedream-4-0",
    ...fields,
  });
}

describe("images that a vendor keeps", () => {
  it("98: are fetched only when their data is asked for, without any key", async () => {
    const seen: (string | null)[] = [];
    await using server = await httpsServer(HOST, ({ headers }) => {
      seen.push(headers.get("authorization"));
      return new Response(Uint8Array.fromBase64(PIXEL_PNG), {
        headers: { "content-type": "image/png" },
      });
    });
    const gateway = await testGateway({
      wrap: keptBy(URL_OF_IMAGE),
      services: { network: server.network },
    });
    const url = await (await make(gateway, { response_format: "url" })).json();
    assertEquals(url.data, [{ url: URL_OF_IMAGE }]);
    assertEquals(seen, []);
    const data = await make(gateway, { response_format: "b64_json" });
    assertEquals((await data.json()).data, [{ b64_json: PIXEL_PNG }]);
    assertEquals(seen, [null]);
    await gateway.close();
  });

  it("are refused when they are not where or what they should be", async () => {
    await using server = await httpsServer(
      HOST,
      ({ url }) =>
        url.includes("html")
          ? new Response("<html>", { headers: { "content-type": "text/html" } })
          : url.includes("text")
          ? new Response("no image", {
            headers: { "content-type": "application/octet-stream" },
          })
          : new Response("gone", { status: 404 }),
      { resolve: (name) => name === HOST ? ["93.184.215.14"] : ["10.0.0.1"] },
    );
    const urls = [
      `https://${HOST}/html`,
      `https://${HOST}/text`,
      `https://${HOST}/gone`,
      "https://inside.vendor.com/cat.png",
      `http://${HOST}/cat.png`,
      "https://169.254.169.254/latest",
    ];
    for (const url of urls) {
      const gateway = await testGateway({
        wrap: keptBy(url),
        services: { network: server.network },
      });
      const response = await make(gateway, { response_format: "b64_json" });
      const { error } = await response.json();
      assertEquals([response.status, error.code], [502, "upstream_error"], url);
      assertEquals(response.headers.get("x-should-retry"), "false");
      assert(!error.message.includes(HOST), error.message);
      await gateway.close();
    }
  });
});

describe("images that the gateway keeps", () => {
  const id = `img_${"ab".repeat(16)}`;
  const path = `/v1/images/files/${id}`;

  it("are whole, however many pieces they are", async () => {
    const gateway = await testGateway();
    const { store } = gateway.services;
    const bytes = crypto.getRandomValues(new Uint8Array(60_000));
    const large = new Uint8Array(1_500_001).map((_, at) =>
      bytes[at % bytes.length] ?? 0
    );
    const expiresAt = Date.now() + 60_000;
    await putBlob(store, id, {
      bytes: large,
      mediaType: "image/webp",
      expiresAt,
    });
    const response = await gateway.fetch(path, { key: "" });
    assertEquals(response.headers.get("content-type"), "image/webp");
    assertEquals(response.headers.get("content-length"), "1500001");
    assertEquals(await response.bytes(), large);
    await deleteBlob(store, id);
    const gone = await gateway.fetch(path, { key: "" });
    assertEquals(gone.status, 404);
    assertEquals((await gone.json()).error.code, "file_not_found");
    await gateway.close();
  });

  it("are gone after their time, whenever the database forgets them", async () => {
    const gateway = await testGateway();
    const kv = await gateway.services.store.kv();
    const info = { mediaType: "image/png", size: 1, expiresAt: Date.now() };
    await kv.set(["blobs", id], info);
    const response = await gateway.fetch(path, { key: "" });
    assertEquals(response.status, 404);
    await response.body?.cancel();
    await gateway.close();
  });

  it("are nothing else that is stored", async () => {
    const gateway = await testGateway();
    const expiresAt = Date.now() + 60_000;
    await putBlob(gateway.services.store, "video_1", {
      bytes: new Uint8Array(1),
      mediaType: "video/mp4",
      expiresAt,
    });
    const response = await gateway.fetch("/v1/images/files/video_1", {
      key: "",
    });
    assertEquals(response.status, 404);
    await response.body?.cancel();
    await gateway.close();
  });
});
