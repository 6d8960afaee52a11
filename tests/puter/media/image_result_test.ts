import { assertEquals, assertRejects } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import type { DriverAnswer } from "../../../lib/puter/driver_call.ts";
import { PuterError } from "../../../lib/puter/errors/classify.ts";
import { readImage } from "../../../lib/puter/media/image_result.ts";

function value(value: unknown): DriverAnswer {
  return { type: "value", value, metadata: {} };
}

function media(contentType: string, ...chunks: number[][]): DriverAnswer {
  return {
    type: "media",
    contentType,
    read: () => {
      const chunk = chunks.shift();
      return Promise.resolve(chunk ? Uint8Array.from(chunk) : null);
    },
  };
}

describe("readImage()", () => {
  it("reads data URLs and vendors' URLs, also inside an object", async () => {
    const url = "https://vendor.example/a.png";
    for (const result of [url, { url }, { asset_url: url }, { href: url }]) {
      assertEquals(await readImage(value(result), "m"), { type: "url", url });
    }
    const data = "data:image/png;base64,iVBORw0KGgo=";
    assertEquals(await readImage(value(data), "m"), {
      type: "data",
      base64: "iVBORw0KGgo=",
    });
  });

  it("reads bytes", async () => {
    assertEquals(await readImage(media("image/png", [1, 2], [3]), "m"), {
      type: "data",
      base64: "AQID",
    });
  });

  it("takes nothing else for an image", async () => {
    const cases = [
      value(null),
      value(""),
      value({}),
      value("~/image.png"),
      value("data:image/png;base64,"),
      value("data:image/svg+xml,<svg/>"),
      value({ stream: {}, content_type: "image/png" }),
      media("audio/mpeg", [1]),
    ];
    for (const answer of cases) {
      const error = await assertRejects(
        () => readImage(answer, "m"),
        PuterError,
      );
      assertEquals(error.failure.code, "vendor_no_media");
    }
  });
});
