import { assert, assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { answerMedia } from "../../../lib/puter/simulator/media.ts";
import { vendorFile } from "../../../lib/puter/simulator/media/files.ts";

type Args = Record<string, unknown>;

const AUDIO = "data:audio/wav;base64,AAAA";

// deno-lint-ignore no-explicit-any
function call(name: string, args: Args = {}): { status: number; body: any } {
  const [interfaceName = "", method = ""] = name.split(".");
  const { status, body } = answerMedia(`puter-${interfaceName}`, method, args);
  assert(typeof body === "string");
  return { status, body: JSON.parse(body) };
}

function sound(name: string, args: Args) {
  const [interfaceName = "", method = ""] = name.split(".");
  const { body, contentType } = answerMedia(
    `puter-${interfaceName}`,
    method,
    args,
  );
  assert(body instanceof Uint8Array);
  return { bytes: body, contentType };
}

describe("simulated media drivers", () => {
  it("refuse what lacks an argument", () => {
    const cases: [string, Args, string][] = [
      ["image-generation.generate", { model: "gpt-image-1" }, "bad_request"],
      ["video-generation.generate", { model: "sora-2" }, "bad_request"],
      ["tts.synthesize", { provider: "openai" }, "field_required"],
      ["tts.synthesize", { text: "x", provider: "zzz" }, "bad_request"],
      ["tts.synthesize", { text: "x", model: "zzz" }, "field_invalid"],
      ["speech2txt.transcribe", { file: AUDIO, stream: true }, "bad_request"],
      ["speech2txt.transcribe", { file: AUDIO, model: "zzz" }, "bad_request"],
      ["speech2txt.transcribe", {
        file: AUDIO,
        response_format: "srt",
      }, "bad_request"],
      ["speech2speech.convert", {}, "bad_request"],
      ["ocr.recognize", { provider: "mistral" }, "bad_request"],
      ["ocr.recognize", { provider: "zzz", source: AUDIO }, "bad_request"],
    ];
    for (const [name, args, code] of cases) {
      const { status, body } = call(name, args);
      assertEquals([status, body.code], [400, code], name);
    }
  });

  it("pass a vendor's refusal on", () => {
    for (
      const [word, status, upstreamStatus] of [
        ["T401", 500, 401],
        ["T500", 400, 500],
        ["T503", 400, 503],
      ] as const
    ) {
      const { status: given, body } = call("image-generation.generate", {
        prompt: `a cat ${word}`,
      });
      assertEquals([given, body.upstreamStatus], [status, upstreamStatus]);
    }
  });

  it("list models, engines and voices", () => {
    for (const name of ["image-generation", "video-generation"]) {
      const ids = call(`${name}.list`).body.result;
      assertEquals(call(`${name}.models`).body.result.length, ids.length);
    }
    assertEquals(call("tts.list").body.result[0], "openai");
    assert(
      call("tts.list_voices", { provider: "all" }).body.result.length > 10,
    );
    assertEquals(call("tts.list_voices", { provider: "xai" }).body.result, []);
    assertEquals(call("speech2txt.list_models").body.result.length, 4);
  });

  it("answer with files that can be had", () => {
    const { result } = call("image-generation.generate", {
      prompt: "a cat",
      model: "seedream-4-5",
    }).body;
    assertEquals(vendorFile(result)?.contentType, "image/png");
    assertEquals(vendorFile("https://vendor.example/files/none"), undefined);
  });

  it("speak as long as the text, in the format asked for", () => {
    const args = { text: "Hello there", provider: "openai" };
    const wav = sound("tts.synthesize", { ...args, response_format: "wav" });
    assertEquals(wav.contentType, "audio/wav");
    const longer = sound("tts.synthesize", {
      ...args,
      text: "Hello there, and more",
      response_format: "wav",
    });
    assert(longer.bytes.length > wav.bytes.length);
    const flac = sound("tts.synthesize", { ...args, response_format: "flac" });
    assertEquals(new TextDecoder().decode(flac.bytes.slice(0, 4)), "fLaC");
  });

  it("write speech down in each format of whisper", () => {
    const heard = (response_format: string) =>
      call("speech2txt.transcribe", {
        file: AUDIO,
        model: "whisper-1",
        response_format,
      }).body.result;
    assertEquals(heard("text"), "hello world");
    assertEquals(heard("verbose_json").segments.length, 1);
    assert(heard("srt").includes("-->"));
    assert(heard("vtt").startsWith("WEBVTT"));
  });
});
