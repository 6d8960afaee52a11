import { createOpenAI } from "@ai-sdk/openai";
import { assert, assertEquals } from "@std/assert";
import { after, before, describe, it } from "@std/testing/bdd";
import { generateSpeech, transcribe } from "ai";
import { wavBytes } from "../helpers/forms.ts";
import { OWNER_KEY } from "../helpers/gateway.ts";
import {
  type GatewayServer,
  gatewayServer,
} from "../helpers/gateway_server.ts";

describe("audio with the AI SDK", () => {
  let gateway: GatewayServer;
  before(async () => {
    gateway = await gatewayServer();
  });
  after(() => gateway.close());

  const openai = () =>
    createOpenAI({ baseURL: gateway.baseURL, apiKey: OWNER_KEY });

  it("109: generateSpeech() gives sound", async () => {
    const { audio } = await generateSpeech({
      model: openai().speech("tts-1"),
      text: "Good morning",
      maxRetries: 0,
    });
    assertEquals(audio.mediaType, "audio/mpeg");
    assert(audio.uint8Array.byteLength > 0);
  });

  it("111: transcribe() gives text, and segments where there are some", async () => {
    for (
      const [id, count] of [["whisper-1", 1], ["gpt-4o-transcribe", 0]] as const
    ) {
      const heard = await transcribe({
        model: openai().transcription(id),
        audio: wavBytes(),
        maxRetries: 0,
      });
      assertEquals(heard.text, "hello world");
      assertEquals(heard.segments.length, count, id);
    }
  });
});
