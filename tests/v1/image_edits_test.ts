import { assert, assertEquals } from "@std/assert";
import { after, before, beforeEach, describe, it } from "@std/testing/bdd";
import { PIXEL_PNG } from "../../lib/puter/simulator/media/files.ts";
import { seeing, type SeenCall } from "../helpers/driver_calls.ts";
import { type TestGateway, testGateway } from "../helpers/gateway.ts";

const PATH = "/v1/images/edits";
const BYTES = Uint8Array.fromBase64(PIXEL_PNG);
const DATA_URL = `data:image/png;base64,${PIXEL_PNG}`;
const FLUX = "flux.1-schnell";

describe("image edits", () => {
  const calls: SeenCall[] = [];
  let gateway: TestGateway;
  before(async () => {
    gateway = await testGateway({ wrap: seeing(calls) });
  });
  after(() => gateway.close());
  beforeEach(() => {
    calls.length = 0;
  });

  function pixel(type = "application/octet-stream"): Blob {
    return new Blob([BYTES], { type });
  }

  function form(parts: [name: string, value: string | Blob][]): FormData {
    const data = new FormData();
    for (const [name, value] of parts) {
      if (typeof value === "string") data.append(name, value);
      else data.append(name, value, "picture");
    }
    return data;
  }

  async function edit(body: FormData | Record<string, unknown>) {
    const response = body instanceof FormData
      ? await gateway.fetch(PATH, { method: "POST", body })
      : await gateway.post(PATH, body);
    return { status: response.status, ...await response.json() };
  }

  it("101: takes one file as image, of a type that says nothing", async () => {
    const { status, data } = await edit(form([
      ["image", pixel()],
      ["prompt", "a hat"],
      ["model", "gpt-image-1"],
      ["n", "2"],
      ["size", "1024x1536"],
      ["quality", ""],
      ["response_format", "b64_json"],
      ["user", "u"],
    ]));
    assertEquals([status, data.length], [200, 2]);
    assert(data[0].b64_json);
    assertEquals(calls[0]?.args, {
      prompt: "a hat",
      model: "gpt-image-1",
      ratio: { w: 1024, h: 1536 },
      input_images: [DATA_URL],
    });
  });

  it("101: takes several files as image[], image[0] or image", async () => {
    for (
      const names of [["image[]", "image[]"], ["image[0]", "image[1]"], [
        "image",
        "image",
      ]]
    ) {
      const { status } = await edit(form([
        ["prompt", "a hat"],
        ["model", "gpt-image-1"],
        ...names.map((name): [string, Blob] => [name, pixel("image/png")]),
      ]));
      assertEquals(status, 200);
      assertEquals(calls.at(-1)?.args.input_images, [DATA_URL, DATA_URL]);
    }
  });

  it("101: hands a mask on where one is taken, else says so", async () => {
    const parts = (model: string): [string, string | Blob][] => [
      ["image", pixel()],
      ["mask", pixel()],
      ["prompt", "a hat"],
      ["model", model],
    ];
    assertEquals((await edit(form(parts(FLUX)))).status, 200);
    assertEquals(calls[0]?.args.mask_image_base64, DATA_URL);
    const { status, error } = await edit(form(parts("gpt-image-1")));
    assertEquals([status, error.param], [400, "mask"]);
    assertEquals(calls.length, 1);
  });

  it("102: takes JSON with images, data and URLs as they are", async () => {
    const url = "https://example.com/cat.png";
    const { status } = await edit({
      model: "gpt-image-1",
      prompt: "a hat",
      images: [{ image_url: DATA_URL }, { image_url: url }],
    });
    assertEquals(status, 200);
    assertEquals(calls[0]?.args.input_images, [DATA_URL, url]);
  });

  it("102: takes large data without a change", async () => {
    const large = `data:image/png;base64,${"iVBORw0K".repeat(40_000)}`;
    for (const image of [large, large.slice(large.indexOf(",") + 1)]) {
      const { status } = await edit({
        model: "gpt-image-1",
        prompt: "a hat",
        images: [{ image_url: image }],
      });
      assertEquals(status, 200);
      assert(calls.at(-1)?.args.input_images[0] === image);
    }
  });

  it("102: refuses what it has no image for", async () => {
    const cases: [Record<string, unknown>, string][] = [
      [{}, "image"],
      [{ images: [] }, "image"],
      [{ images: [{ file_id: "file-1" }] }, "images[0]"],
      [{ images: [{ image_url: "http://10.0.0.1/a.png" }] }, "images[0]"],
      [{ images: [{ image_url: "data:text/html;base64,AAAA" }] }, "images[0]"],
      [{ images: [{}] }, "images[0]"],
      [{ images: Array(17).fill({ image_url: DATA_URL }) }, "images"],
    ];
    for (const [fields, param] of cases) {
      const { status, error } = await edit({
        model: "gpt-image-1",
        prompt: "a hat",
        ...fields,
      });
      assertEquals(
        [status, error.param],
        [400, param],
        JSON.stringify(fields).slice(0, 99),
      );
    }
    assertEquals(calls, []);
  });

  it("refuses files that are no images, and forms without one", async () => {
    const text = new Blob(["hello"], { type: "image/png" });
    const html = new Blob(["<html>"], { type: "text/html" });
    for (const file of [html, undefined]) {
      const { status, error } = await edit(form([
        ["prompt", "a hat"],
        ["model", "gpt-image-1"],
        ...(file === undefined ? [] : [["image", file] as [string, Blob]]),
      ]));
      assertEquals([status, error.param], [400, "image"]);
    }
    assertEquals(calls, []);
    assert(text.size > 0);
  });

  it("refuses numbers that are none", async () => {
    const { status, error } = await edit(form([
      ["image", pixel()],
      ["prompt", "a hat"],
      ["model", "gpt-image-1"],
      ["n", "two"],
    ]));
    assertEquals([status, error.param], [400, "n"]);
  });

  it("103: streams image_edit.completed", async () => {
    const response = await gateway.fetch(PATH, {
      method: "POST",
      body: form([
        ["image", pixel()],
        ["prompt", "a hat"],
        ["model", "gpt-image-1"],
        ["stream", "true"],
      ]),
    });
    const text = await response.text();
    assert(text.startsWith("event: image_edit.completed\ndata: {"), text);
  });

  it("takes a form for generations too", async () => {
    const response = await gateway.fetch("/v1/images/generations", {
      method: "POST",
      body: form([["prompt", "a hat"], ["model", "gpt-image-1"]]),
    });
    assertEquals(response.status, 200);
    await response.body?.cancel();
  });
});
