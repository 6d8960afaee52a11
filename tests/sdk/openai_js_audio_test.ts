import { assert, assertEquals } from "@std/assert";
import { after, before, describe, it } from "@std/testing/bdd";
import { wavBytes } from "../helpers/forms.ts";
import {
  type GatewayServer,
  gatewayServer,
} from "../helpers/gateway_server.ts";
import { clientOf, OPENAI_SDKS } from "../helpers/openai_sdks.ts";

const TEXT = "hello world";

for (const sdk of OPENAI_SDKS) {
  describe(`audio with openai ${sdk.version}`, () => {
    let gateway: GatewayServer;
    before(async () => {
      gateway = await gatewayServer();
    });
    after(() => gateway.close());

    const recording = () =>
      new File([wavBytes()], "speech.wav", { type: "audio/wav" });

    it("109: speech.create() gives bytes of the format", async () => {
      const { audio } = clientOf(sdk, gateway);
      for (
        const [response_format, type] of [
          ["mp3", "audio/mpeg"],
          ["opus", "audio/ogg"],
          ["aac", "audio/aac"],
          ["flac", "audio/flac"],
          ["wav", "audio/wav"],
          ["pcm", "audio/pcm"],
        ] as const
      ) {
        const response = await audio.speech.create({
          model: "gpt-4o-mini-tts",
          voice: "marin",
          input: "Good morning",
          response_format,
          speed: 1,
        });
        assertEquals(response.headers.get("content-type"), type);
        assert((await response.arrayBuffer()).byteLength > 0);
      }
    });

    it("110: speech.create() gives events", async () => {
      const response = await clientOf(sdk, gateway).audio.speech.create({
        model: "gpt-4o-mini-tts",
        voice: "alloy",
        input: "Good morning",
        stream_format: "sse",
      });
      const text = await response.text();
      assert(text.startsWith('data: {"type":"speech.audio.delta","audio":"'));
      assert(text.endsWith('data: {"type":"speech.audio.done"}\n\n'));
    });

    it("111: transcriptions.create() gives each form as its type", async () => {
      const { transcriptions } = clientOf(sdk, gateway).audio;
      const file = recording();
      const model = "whisper-1";
      const json = await transcriptions.create({ file, model });
      assertEquals(json.text, TEXT);
      const verbose = await transcriptions.create({
        file,
        model,
        response_format: "verbose_json",
        timestamp_granularities: ["word", "segment"],
      });
      assertEquals([verbose.duration, verbose.language], [1, "english"]);
      assertEquals(verbose.segments?.[0]?.text, TEXT);
      assertEquals(verbose.words?.length, 2);
      for (const response_format of ["text", "srt", "vtt"] as const) {
        const text = await transcriptions.create({
          file,
          model,
          response_format,
        });
        assertEquals(typeof text, "string", response_format);
        assert((text as unknown as string).includes(TEXT));
      }
    });

    it("111: transcriptions.create() takes a file of no type", async () => {
      const { transcriptions } = clientOf(sdk, gateway).audio;
      const file = new File([wavBytes()], "speech.wav", {
        type: "application/octet-stream",
      });
      const { text } = await transcriptions.create({
        file,
        model: "gpt-4o-mini-transcribe",
      });
      assertEquals(text, TEXT);
    });

    it("transcriptions.create() tells speakers", async () => {
      const told = await clientOf(sdk, gateway).audio.transcriptions.create({
        file: recording(),
        model: "gpt-4o-transcribe-diarize",
        response_format: "diarized_json",
        chunking_strategy: { type: "server_vad", threshold: 0.5 },
      });
      // The overloads of the client leave this form out.
      const { segments } = told as unknown as {
        segments: [{ speaker: string }];
      };
      assertEquals(segments[0].speaker, "A");
    });

    it("transcriptions.create() gives the events of a stream", async () => {
      const stream = await clientOf(sdk, gateway).audio.transcriptions.create({
        file: recording(),
        model: "gpt-4o-transcribe",
        stream: true,
      });
      const events = [];
      for await (const event of stream) events.push(event);
      assertEquals(events.map(({ type }) => type), [
        "transcript.text.delta",
        "transcript.text.done",
      ]);
      assertEquals(events.at(-1)?.type === "transcript.text.done", true);
    });

    it("112: translations.create() gives text", async () => {
      const { translations } = clientOf(sdk, gateway).audio;
      const { text } = await translations.create({
        file: recording(),
        model: "whisper-1",
      });
      assertEquals(text, TEXT);
    });

    it("113: a form without a file is refused with its name", async () => {
      const { transcriptions } = clientOf(sdk, gateway).audio;
      const failure = await transcriptions.create({
        model: "whisper-1",
        file: undefined as unknown as File,
      }).then(() => undefined, (thrown) => thrown);
      assert(failure instanceof sdk.OpenAI.BadRequestError, `${failure}`);
      assertEquals(failure.param, "file");
    });
  });
}
