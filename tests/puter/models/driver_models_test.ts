import { assert, assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import {
  DRIVER_KINDS,
  driverModels,
  findDriverModel,
} from "../../../lib/puter/models/driver_models.ts";
import {
  SPEECH_PROVIDERS,
  voicesOf,
} from "../../../lib/puter/media/speech_models.ts";
import { TRANSCRIPTION_MODELS } from "../../../lib/puter/media/transcription_models.ts";
import audio from "../../fixtures/puter/media_audio.json" with { type: "json" };

function captured(name: string): Record<string, unknown>[] {
  const exchange = audio.find((exchange) => exchange.name === name);
  assert(exchange !== undefined && "body" in exchange);
  return (exchange.body as { result: Record<string, unknown>[] }).result;
}

describe("models that Puter lists nowhere in public", () => {
  it("are found by their own ids, each in one kind", () => {
    const ids = DRIVER_KINDS.flatMap((kind) =>
      driverModels(kind).map(({ id }) => {
        assertEquals(findDriverModel(kind, id)?.id, id);
        return id;
      })
    );
    assertEquals(new Set(ids).size, ids.length);
    for (const { id, provider } of driverModels("speech")) {
      const vendors = SPEECH_PROVIDERS.filter(({ pattern }) =>
        pattern.test(id)
      );
      assertEquals(vendors.map(({ id }) => id), [provider], id);
    }
  });

  it("are those that Puter's engines of speech are", () => {
    for (const { id, provider, ...engine } of captured("TTS engines")) {
      const vendor = SPEECH_PROVIDERS.find((vendor) => vendor.id === provider);
      const model = vendor?.models.find((model) => model.id === id);
      assert(model !== undefined, String(id));
      const price = Number(engine.pricing_per_million_chars ?? 0);
      // Dollars for a million are hundreds of micro-cents for one.
      assertEquals(model.characterPrice ?? 0, price * 100, String(id));
    }
  });

  it("are those that Puter writes speech down with", () => {
    const told = captured("STT models").map((model) => ({
      id: model.id,
      provider: model.provider,
      formats: model.response_formats,
      takesPrompt: model.supports_prompt,
    }));
    assertEquals(
      TRANSCRIPTION_MODELS.map(({ id, provider, formats, takesPrompt }) => ({
        id,
        provider,
        formats,
        takesPrompt,
      })),
      told as never,
    );
  });

  it("are known with a vendor's name in front, and when they are new", () => {
    assertEquals(findDriverModel("speech", "openai/TTS-1")?.id, "tts-1");
    const cases: [Parameters<typeof findDriverModel>[0], string, unknown][] = [
      ["speech", "eleven_v4_turbo", "elevenlabs"],
      ["speech", "eleven_english_sts_v3", undefined],
      ["speech", "gpt-5-nano", undefined],
      ["speech", "whisper-1", undefined],
      ["ocr", "mistral-ocr-2512", "mistral"],
      ["voice_conversion", "eleven_english_sts_v3", "elevenlabs"],
      ["transcription", "whisper-2", undefined],
      ["speech", "tts-1/../x", undefined],
    ];
    for (const [kind, name, provider] of cases) {
      assertEquals(findDriverModel(kind, name)?.provider, provider, name);
    }
  });

  it("have a default voice that they know", () => {
    for (const provider of SPEECH_PROVIDERS) {
      const { defaultVoice, defaultFormat, formats } = provider;
      assert(formats[defaultFormat] !== undefined, provider.id);
      if (defaultVoice === undefined) continue;
      for (const { id } of provider.models) {
        const voices = voicesOf(provider, id).map((voice) => voice.id);
        assert(voices.includes(defaultVoice), id);
      }
    }
  });
});
