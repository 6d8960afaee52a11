import { assert, assertEquals } from "@std/assert";
import { after, before, describe, it } from "@std/testing/bdd";
import type OpenAI from "openai";
import {
  type GatewayServer,
  gatewayServer,
} from "../helpers/gateway_server.ts";
import { clientOf, OPENAI_SDKS } from "../helpers/openai_sdks.ts";

const TINY = "ollama:ollama/tiny:1b";
const WHOLE = "Hello from the fake upstream.";
const SPOKEN = "Hello from the fake upstream. 你好 ✓";

for (const sdk of OPENAI_SDKS) {
  describe(`openai ${sdk.version}, completions`, () => {
    let gateway: GatewayServer;
    let client: OpenAI;
    before(async () => {
      gateway = await gatewayServer();
      client = clientOf(sdk, gateway);
    });
    after(() => gateway.close());

    it("66, 67: creates completions, one for each prompt", async () => {
      const completion = await client.completions.create({
        model: TINY,
        prompt: ["TANYTHING", "TCHUNKS:2"],
      });
      assertEquals(completion.object, "text_completion");
      assertEquals(completion.choices.map(({ text }) => text), [
        WHOLE,
        " word0 word1",
      ]);
      assertEquals(completion.usage?.completion_tokens, 9);
    });

    it("68: streams a completion", async () => {
      const stream = await client.completions.create({
        model: TINY,
        prompt: "TANYTHING",
        stream: true,
        stream_options: { include_usage: true },
      });
      let text = "";
      const reasons: string[] = [];
      let tokens: number | undefined;
      for await (const { choices, usage } of stream) {
        text += choices[0]?.text ?? "";
        if (choices[0]?.finish_reason) reasons.push(choices[0].finish_reason);
        tokens = usage?.total_tokens ?? tokens;
      }
      assertEquals([text, reasons, tokens], [SPOKEN, ["stop"], 19]);
    });

    it("69: token ids are a BadRequestError about the prompt", async () => {
      const error = await client.completions.create({
        model: TINY,
        prompt: [1, 2, 3],
      }).catch((thrown) => thrown);
      assert(error instanceof sdk.OpenAI.BadRequestError);
      assertEquals(error.param, "prompt");
    });
  });
}
