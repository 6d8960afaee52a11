import { assert, assertEquals } from "@std/assert";
import { after, before, describe, it } from "@std/testing/bdd";
import { formOf, wavBytes } from "../helpers/forms.ts";
import { type TestGateway, testGateway } from "../helpers/gateway.ts";
import { CallRecorder } from "../helpers/recorded_calls.ts";

type Fields = Parameters<typeof formOf>[0];

describe("voice conversion", () => {
  const recorder = new CallRecorder();
  let gateway: TestGateway;
  before(async () => {
    gateway = await testGateway({ wrap: recorder.wrap });
  });
  after(() => gateway.close());

  function convert(fields: Fields): Promise<Response> {
    return gateway.fetch("/v1/audio/conversions", {
      method: "POST",
      body: formOf(fields),
    });
  }

  it("speaks a recording in another voice", async () => {
    const response = await convert({
      file: new File([wavBytes()], "a.wav"),
      voice: "21m00Tcm4TlvDq8ikWAM",
      "voice_settings[stability]": "0.5",
      remove_background_noise: "true",
      seed: "7",
    });
    assertEquals(response.status, 200);
    assertEquals(response.headers.get("content-type"), "audio/mpeg");
    assert((await response.bytes()).byteLength > 0);
    const { audio, ...args } = recorder.args;
    assert(String(audio).startsWith("data:audio/wav;base64,UklGR"));
    assertEquals(args, {
      model: "eleven_multilingual_sts_v2",
      output_format: "mp3_44100_128",
      voice: "21m00Tcm4TlvDq8ikWAM",
      voice_settings: { stability: 0.5 },
      seed: 7,
      remove_background_noise: true,
    });
  });

  it("gives samples where they are wanted", async () => {
    const response = await convert({
      file: new File([wavBytes()], "a.wav"),
      response_format: "pcm",
      voice_settings: '{"stability":1}',
    });
    assertEquals(response.headers.get("content-type"), "audio/pcm");
    await response.body?.cancel();
    assertEquals(recorder.args.voice_settings, { stability: 1 });
  });

  it("refuses what is no request", async () => {
    const file = new File([wavBytes()], "a.wav");
    const cases: [Fields, param: string][] = [
      [{}, "file"],
      [{ file, voice: "../x" }, "voice"],
      [{ file, response_format: "wav" }, "response_format"],
      [{ file, voice_settings: "[1]" }, "voice_settings"],
      [{ file, seed: "1.5" }, "seed"],
    ];
    for (const [fields, param] of cases) {
      const response = await convert(fields);
      assertEquals(response.status, 400, param);
      assertEquals((await response.json()).error.param, param);
    }
  });
});
