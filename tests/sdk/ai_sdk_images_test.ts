import { assert, assertEquals } from "@std/assert";
import { createOpenAI } from "@ai-sdk/openai";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { after, before, describe, it } from "@std/testing/bdd";
import { generateImage, type ImageModel } from "ai";
import { PIXEL_PNG } from "../../lib/puter/simulator/media/files.ts";
import { seeing, type SeenCall } from "../helpers/driver_calls.ts";
import { OWNER_KEY } from "../helpers/gateway.ts";
import {
  type GatewayServer,
  gatewayServer,
} from "../helpers/gateway_server.ts";

const BYTES = Uint8Array.fromBase64(PIXEL_PNG);

/** Both providers that make images, as users configure them. */
const PROVIDERS: [
  name: string,
  model: (gateway: GatewayServer, id: string) => ImageModel,
][] = [
  [
    "@ai-sdk/openai",
    ({ baseURL }, id) => createOpenAI({ baseURL, apiKey: OWNER_KEY }).image(id),
  ],
  [
    "@ai-sdk/openai-compatible",
    ({ baseURL }, id) =>
      createOpenAICompatible({ name: "gateway", baseURL, apiKey: OWNER_KEY })
        .imageModel(id),
  ],
];

for (const [name, model] of PROVIDERS) {
  describe(`generateImage() with ${name}`, () => {
    const calls: SeenCall[] = [];
    let gateway: GatewayServer;
    before(async () => {
      gateway = await gatewayServer({ wrap: seeing(calls) });
    });
    after(() => gateway.close());

    it("98, 99: gives images of models of every kind", async () => {
      for (const id of ["gpt-image-1", "gemini-2.5-flash-image"]) {
        const { images } = await generateImage({
          model: model(gateway, id),
          prompt: "a cat",
          size: "1024x1536",
          n: 2,
          maxRetries: 0,
        });
        assertEquals(images.length, 2, id);
        for (const { uint8Array, mediaType } of images) {
          assertEquals(uint8Array, BYTES);
          assertEquals(mediaType, "image/png");
        }
      }
    });

    it("99, 101: edits images", async () => {
      const { images } = await generateImage({
        model: model(gateway, "gpt-image-1"),
        prompt: { text: "a hat", images: [BYTES, BYTES] },
        maxRetries: 0,
      });
      assertEquals(images[0]?.uint8Array, BYTES);
      const url = `data:image/png;base64,${PIXEL_PNG}`;
      assertEquals(calls.at(-1)?.args.input_images, [url, url]);
    });

    it("99: throws what the gateway says", async () => {
      const error = await generateImage({
        model: model(gateway, "gpt-image-1"),
        prompt: "T400",
        maxRetries: 0,
      }).then(() => null, (thrown) => thrown);
      assert(/Unsupported parameter/.test(error?.message), `${error}`);
    });
  });
}
