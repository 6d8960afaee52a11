import { assertEquals, assertStringIncludes } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { type TestGateway, testGateway } from "../helpers/gateway.ts";
import { httpsServer } from "../helpers/https_server.ts";
import {
  createVideoJob,
  endOfVideo,
  PIXEL,
  withFilmUrl,
} from "../helpers/videos.ts";

const HOST = "files.vendor.com";
const SECRET = "signature=c2lnbmVk";

/** A gateway whose vendor keeps films at a URL of the played Internet. */
function gatewayOn(
  network: Awaited<ReturnType<typeof httpsServer>>["network"],
  url = `https://${HOST}/film.mp4?${SECRET}`,
): Promise<TestGateway> {
  return testGateway({
    wrap: (transport) => withFilmUrl(transport, url),
    services: { network },
  });
}

async function completedId(gateway: TestGateway): Promise<string> {
  const { id } = await createVideoJob(gateway);
  const video = await endOfVideo(gateway, id);
  assertEquals(video.status, "completed");
  assertEquals(JSON.stringify(video).includes(SECRET), false);
  return id;
}

describe("files of videos", () => {
  it("pass through the gateway, in whole and in part, without its key", async () => {
    const seen: [string | null, string | null][] = [];
    await using server = await httpsServer(HOST, ({ headers }) => {
      const range = headers.get("range");
      seen.push([range, headers.get("authorization")]);
      const part: Record<string, string> = range === null
        ? {}
        : { "content-range": "bytes 1-2/4" };
      return new Response(range === null ? "film" : "il", {
        status: range === null ? 200 : 206,
        headers: {
          "content-type": "binary/octet-stream",
          "accept-ranges": "bytes",
          "set-cookie": "a=b",
          ...part,
        },
      });
    });
    const gateway = await gatewayOn(server.network);
    const id = await completedId(gateway);
    const whole = await gateway.fetch(`/v1/videos/${id}/content`);
    assertEquals(whole.status, 200);
    assertEquals(whole.headers.get("content-type"), "video/mp4");
    assertEquals(whole.headers.get("content-length"), "4");
    assertEquals(whole.headers.get("set-cookie"), null);
    assertEquals(await whole.text(), "film");
    const part = await gateway.fetch(`/v1/videos/${id}/content`, {
      headers: { range: "bytes=1-2" },
    });
    assertEquals(part.status, 206);
    assertEquals(part.headers.get("content-range"), "bytes 1-2/4");
    assertEquals(await part.text(), "il");
    assertEquals(seen, [[null, null], ["bytes=1-2", null]]);
    await gateway.close();
  });

  it("that a vendor has given up, or that lead inside, are said to be so", async () => {
    await using server = await httpsServer(
      HOST,
      () => new Response("no", { status: 403 }),
      { resolve: (name) => name === HOST ? ["93.184.215.14"] : ["10.0.0.1"] },
    );
    const cases: [string, number, string][] = [
      [`https://${HOST}/film.mp4?${SECRET}`, 404, "video_expired"],
      ["https://inside.vendor.com/film.mp4", 502, "upstream_error"],
      ["http://169.254.169.254/latest", 502, "upstream_error"],
    ];
    for (const [url, status, code] of cases) {
      const gateway = await gatewayOn(server.network, url);
      const id = await completedId(gateway);
      const response = await gateway.fetch(`/v1/videos/${id}/content`);
      const text = await response.text();
      assertEquals([response.status, JSON.parse(text).error.code], [
        status,
        code,
      ]);
      assertEquals(text.includes(SECRET), false);
      await gateway.close();
    }
  });

  it("are fetched when a film begins with a picture of the web", async () => {
    await using server = await httpsServer(
      HOST,
      (req) =>
        req.url.endsWith("/page")
          ? new Response("<p>", { headers: { "content-type": "text/html" } })
          : new Response(PIXEL, { headers: { "content-type": "image/png" } }),
    );
    const gateway = await gatewayOn(server.network);
    const { id } = await createVideoJob(gateway, {
      input_reference: `https://${HOST}/cat.png`,
    });
    assertEquals((await endOfVideo(gateway, id)).status, "completed");
    const refused = await gateway.post("/v1/videos", {
      prompt: "a cat",
      model: "veo-3.1-lite",
      input_reference: { image_url: `https://${HOST}/page` },
    });
    const { error } = await refused.json();
    assertEquals([refused.status, error.param], [400, "input_reference"]);
    assertStringIncludes(error.message, "text/html");
    await gateway.close();
  });

  it("never show a link with the vendor's key, and show others", async () => {
    await using server = await httpsServer(
      HOST,
      () => new Response("film", { headers: { "content-type": "video/webm" } }),
    );
    const cases: [string, string][] = [
      [`https://${HOST}/f?${SECRET}`, `https://${HOST}/f?${SECRET}`],
      [
        `https://${HOST}/f?alt=media&key=AIza`,
        `data:video/webm;base64,${btoa("film")}`,
      ],
    ];
    for (const [url, shown] of cases) {
      const gateway = await gatewayOn(server.network, url);
      const response = await gateway.post("/v1/videos/generations", {
        model: "veo-3.1-lite",
        prompt: "a cat",
      });
      assertEquals((await response.json()).data, [{ url: shown }]);
      await gateway.close();
    }
  });
});
