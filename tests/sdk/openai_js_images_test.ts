import { assert, assertEquals } from "@std/assert";
import { after, before, describe, it } from "@std/testing/bdd";
import type OpenAI from "openai";
import { sniffType } from "../../lib/http/sniff.ts";
import { PIXEL_PNG } from "../../lib/puter/simulator/media/files.ts";
import { seeing, type SeenCall } from "../helpers/driver_calls.ts";
import {
  type GatewayServer,
  gatewayServer,
} from "../helpers/gateway_server.ts";
import { clientOf, OPENAI_SDKS } from "../helpers/openai_sdks.ts";

const BYTES = Uint8Array.fromBase64(PIXEL_PNG);
const DATA_URL = `data:image/png;base64,${PIXEL_PNG}`;

function typeOf(base64 = ""): string | undefined {
  return sniffType(Uint8Array.fromBase64(base64));
}

for (const sdk of OPENAI_SDKS) {
  describe(`openai ${sdk.version}, images`, () => {
    const calls: SeenCall[] = [];
    let gateway: GatewayServer;
    let client: OpenAI;
    before(async () => {
      gateway = await gatewayServer({ wrap: seeing(calls) });
      client = clientOf(sdk, gateway);
    });
    after(() => gateway.close());

    function file(): File {
      return new File([BYTES], "cat.png", { type: "image/png" });
    }

    it("98, 100: images.generate() gives data", async () => {
      const { data, output_format } = await client.images.generate({
        model: "gpt-image-1",
        prompt: "a cat",
        n: 2,
        size: "1536x1024",
        quality: "high",
      });
      assertEquals(data?.map(({ b64_json }) => typeOf(b64_json)), [
        "image/png",
        "image/png",
      ]);
      assertEquals(output_format, "png");
      assertEquals(calls.at(-1)?.args.ratio, { w: 1536, h: 1024 });
    });

    it("98: images.generate() gives a URL that can be fetched bare", async () => {
      const { data } = await client.images.generate({
        model: "gpt-image-1",
        prompt: "a cat",
        response_format: "url",
      });
      const response = await fetch(data?.[0]?.url ?? "");
      assertEquals(response.headers.get("content-type"), "image/png");
      assertEquals(await response.bytes(), BYTES);
    });

    it("103: images.generate() streams, without a usage that nobody told", async () => {
      const stream = await client.images.generate({
        model: "gpt-image-1",
        prompt: "a cat",
        stream: true,
        partial_images: 1,
      });
      const types: string[] = [];
      for await (const event of stream) {
        types.push(event.type);
        assertEquals(typeOf(event.b64_json), "image/png");
        assert(event.type === "image_generation.completed");
        assertEquals(event.usage as unknown, null);
      }
      assertEquals(types, ["image_generation.completed"]);
    });

    it("137: a stream's error after keep-alives is thrown", async () => {
      const slow = await gatewayServer({ env: { HEAD_HOLD_MS: "100" } });
      slow.simulator.faults.stallMs = 400;
      const stream = await clientOf(sdk, slow).images.generate({
        model: "gpt-image-1",
        prompt: "T400",
        stream: true,
      });
      let thrown: unknown;
      try {
        for await (const _ of stream);
      } catch (error) {
        thrown = error;
      }
      assert(thrown instanceof sdk.OpenAI.APIError, `${thrown}`);
      assertEquals(thrown.code, "upstream_bad_request");
      await slow.close();
    });

    it("101: images.edit() takes one file and several", async () => {
      const ask = { model: "gpt-image-1", prompt: "a hat" };
      const one = await client.images.edit({ ...ask, image: file() });
      assertEquals(typeOf(one.data?.[0]?.b64_json), "image/png");
      assertEquals(calls.at(-1)?.args.input_images, [DATA_URL]);
      await client.images.edit({ ...ask, image: [file(), file()], n: 1 });
      assertEquals(calls.at(-1)?.args.input_images, [DATA_URL, DATA_URL]);
    });

    it("101: images.edit() takes a mask where the model does", async () => {
      const ask = { prompt: "a hat", image: file(), mask: file() };
      await client.images.edit({ ...ask, model: "flux.1-schnell" });
      assertEquals(calls.at(-1)?.args.mask_image_base64, DATA_URL);
      const error = await client.images.edit({ ...ask, model: "gpt-image-1" })
        .then(() => null, (thrown) => thrown);
      assert(error instanceof sdk.OpenAI.BadRequestError);
      assertEquals(error.param, "mask");
    });

    it("103: images.edit() streams", async () => {
      const stream = await client.images.edit({
        model: "gpt-image-1",
        prompt: "a hat",
        image: file(),
        stream: true,
      });
      const types: string[] = [];
      for await (const event of stream) types.push(event.type);
      assertEquals(types, ["image_edit.completed"]);
    });

    it("130: an unknown model is a NotFoundError, asked once", async () => {
      gateway.forget();
      const error = await clientOf(sdk, gateway, { maxRetries: 2 }).images
        .generate({ model: "dall-e-3", prompt: "a cat" })
        .then(() => null, (thrown) => thrown);
      assert(error instanceof sdk.OpenAI.NotFoundError);
      assertEquals(error.code, "model_not_found");
      assertEquals(gateway.arrivals("/v1/images/generations").length, 1);
    });
  });
}
