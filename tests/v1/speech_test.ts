import { assert, assertEquals } from "@std/assert";
import { decodeBase64 } from "@std/encoding/base64";
import { after, before, describe, it } from "@std/testing/bdd";
import { SPEECH_TYPES } from "../../lib/media/speech.ts";
import { type TestGateway, testGateway } from "../helpers/gateway.ts";
import { CallRecorder } from "../helpers/recorded_calls.ts";

const SPEECH = "/v1/audio/speech";

describe("speech", () => {
  const recorder = new CallRecorder();
  let gateway: TestGateway;
  before(async () => {
    gateway = await testGateway({
      wrap: recorder.wrap,
      env: { SIMULATOR: "on" },
    });
  });
  after(() => gateway.close());

  function speak(more: Record<string, unknown> = {}): Promise<Response> {
    return gateway.post(SPEECH, {
      model: "tts-1",
      input: "hi",
      voice: "alloy",
      ...more,
    });
  }

  async function refusal(more: Record<string, unknown>) {
    const response = await speak(more);
    const { error } = await response.json();
    return [response.status, error.code, error.param];
  }

  for (const [format, type] of Object.entries(SPEECH_TYPES)) {
    it(`109: gives ${format} as ${type}`, async () => {
      const response = await speak({ response_format: format });
      assertEquals(response.status, 200);
      assertEquals(response.headers.get("content-type"), type);
      assert((await response.bytes()).byteLength > 0);
      assertEquals(recorder.args.response_format, format);
    });
  }

  it("109: gives mp3 unless told, and says what Puter needs to know", async () => {
    const response = await speak({
      model: "openai/gpt-4o-mini-tts",
      voice: { id: "Coral" },
      instructions: "Whisper",
    });
    assertEquals(response.headers.get("content-type"), "audio/mpeg");
    const head = (await response.bytes()).subarray(0, 3);
    assertEquals(new TextDecoder().decode(head), "ID3");
    assertEquals(recorder.args, {
      text: "hi",
      provider: "openai",
      voice: "coral",
      model: "gpt-4o-mini-tts",
      response_format: "mp3",
      instructions: "Whisper",
    });
  });

  it("110: gives events that hold the same sound", async () => {
    const whole = await (await speak({ response_format: "wav" })).bytes();
    const response = await speak({
      response_format: "wav",
      stream_format: "sse",
    });
    assertEquals(response.status, 200);
    assertEquals(
      response.headers.get("content-type"),
      "text/event-stream; charset=utf-8",
    );
    const events = (await response.text()).trim().split("\n\n").map((line) =>
      JSON.parse(line.replace(/^data: /, ""))
    );
    assertEquals(events.at(-1), { type: "speech.audio.done" });
    const deltas = events.slice(0, -1);
    assert(deltas.every(({ type }) => type === "speech.audio.delta"));
    const sound = decodeBase64(deltas.map(({ audio }) => audio).join(""));
    assertEquals(new Uint8Array(sound), whole);
  });

  it("lets the default speak where OpenAI's name is unknown", async () => {
    const cases: [model: string, asked: string, sent: unknown][] = [
      ["tts-1", "marin", "alloy"],
      ["tts-1", "nobody", "alloy"],
      ["tts-1-hd", "ballad", "alloy"],
      ["gpt-4o-mini-tts", "ballad", "ballad"],
      ["gemini-2.5-flash-preview-tts", "nova", "Kore"],
      ["gemini-2.5-flash-preview-tts", "puck", "Puck"],
      ["eleven_v3", "alloy", undefined],
      ["eleven_v3", "MyOwnVoice1", "MyOwnVoice1"],
    ];
    for (const [model, voice, sent] of cases) {
      const response = await speak({ model, voice });
      assertEquals(response.status, 200, model);
      await response.body?.cancel();
      assertEquals(recorder.args.voice, sent, `${model} ${voice}`);
      const isOther = String(sent).toLowerCase() !== voice.toLowerCase();
      assertEquals(
        response.headers.get("x-puter2api-voice"),
        isOther ? sent ?? "default" : null,
      );
    }
  });

  it("labels what a model makes of itself as what it is", async () => {
    const response = await speak({ model: "gemini-2.5-flash-preview-tts" });
    assertEquals(response.headers.get("content-type"), "audio/wav");
    await response.body?.cancel();
  });

  it("refuses formats that a model does not make", async () => {
    for (const model of ["gemini-2.5-flash-preview-tts", "eleven_v3"]) {
      assertEquals(await refusal({ model, response_format: "opus" }), [
        400,
        "unsupported_value",
        "response_format",
      ]);
    }
    assertEquals(await refusal({ response_format: "mp4" }), [
      400,
      "invalid_value",
      "response_format",
    ]);
  });

  it("takes speed 1, which clients always send, and no other", async () => {
    const response = await speak({ speed: 1.0 });
    assertEquals(response.status, 200);
    await response.body?.cancel();
    assertEquals(await refusal({ speed: 1.5 }), [
      400,
      "unsupported_value",
      "speed",
    ]);
  });

  it("refuses what is no request", async () => {
    assertEquals(await refusal({ input: undefined }), [
      400,
      "missing_required_parameter",
      "input",
    ]);
    assertEquals((await refusal({ input: "  " }))[2], "input");
    assertEquals((await refusal({ input: "x".repeat(4097) }))[2], "input");
    assertEquals((await refusal({ model: undefined }))[2], "model");
    assertEquals((await refusal({ model: "whisper-1" }))[1], "model_not_found");
    assertEquals((await refusal({ model: "gpt-5-nano" }))[0], 404);
  });

  it("tries again on what fails before the first byte", async () => {
    gateway.simulator.faults.next("drop_before_head");
    const response = await speak();
    assertEquals(response.status, 200);
    assert((await response.bytes()).byteLength > 0);
  });

  it("passes sound on the same, however it is cut", async () => {
    const { faults } = gateway.simulator;
    const whole = await (await speak({ response_format: "wav" })).bytes();
    faults.chunking = { bytes: 7 };
    try {
      const cut = await (await speak({ response_format: "wav" })).bytes();
      assertEquals(cut, whole);
      const events = await speak({
        response_format: "wav",
        stream_format: "sse",
      });
      const lines = (await events.text()).trim().split("\n\n").slice(0, -1);
      const sound = lines.flatMap((line) => [
        ...decodeBase64(JSON.parse(line.slice(6)).audio),
      ]);
      assertEquals(Uint8Array.from(sound), whole);
    } finally {
      faults.chunking = null;
    }
  });

  it("tells what the vendor refuses in the envelope", async () => {
    const response = await speak({ input: "T400" });
    assertEquals(response.status, 400);
    assertEquals((await response.json()).error.code, "upstream_bad_request");
  });

  it("breaks off where Puter does, as events with an error", async () => {
    gateway.simulator.faults.next("drop_mid_line");
    const response = await speak({ response_format: "wav" });
    const read = response.bytes().then(() => "whole", () => "broken");
    assertEquals(await read, "broken");
    gateway.simulator.faults.next("drop_mid_line");
    const events = await speak({
      response_format: "wav",
      stream_format: "sse",
    });
    const text = await events.text();
    assert(text.includes('data: {"type":"error","error":{'), text.slice(-300));
    assert(!text.includes("speech.audio.done"));
  });

  it("speaks with the simulator", async () => {
    const response = await speak({ model: "simulator/tts-1" });
    assertEquals(response.status, 200);
    assertEquals(response.headers.get("x-puter2api-upstream"), "simulator");
    await response.body?.cancel();
  });

  it("is called by the owner's alias", async () => {
    const patched = await gateway.fetch("/api/settings", {
      method: "PATCH",
      body: JSON.stringify({ aliases: { voice: ["tts-1-hd"] } }),
    });
    assertEquals(patched.status, 200, await patched.text());
    const response = await speak({ model: "voice" });
    assertEquals(response.status, 200);
    assertEquals(response.headers.get("x-puter2api-model"), "tts-1-hd");
    await response.body?.cancel();
  });

  it("is refused to keys of other protocols and models", async () => {
    const make = async (policy: Record<string, unknown>) => {
      const made = await gateway.post("/api/keys", { name: "k", ...policy });
      return (await made.json()).key as string;
    };
    const chat = await make({ surfaces: ["chat_completions"] });
    const other = await make({ models: ["gpt-*"] });
    const body = JSON.stringify({ model: "tts-1", input: "hi" });
    for (const [key, status] of [[chat, 403], [other, 404]] as const) {
      const response = await gateway.fetch(SPEECH, {
        method: "POST",
        key,
        body,
      });
      assertEquals(response.status, status);
      await response.body?.cancel();
    }
  });

  it("lists its models and voices", async () => {
    const { models } = await (await gateway.fetch("/v1/audio/models")).json();
    const ids = models.map(({ id }: { id: string }) => id);
    assert(ids.includes("tts-1") && ids.includes("simulator/tts-1"));
    assert(!ids.includes("whisper-1"));
    assert(!ids.includes("simulator/aws-polly"));
    const { voices } = await (await gateway.fetch("/v1/audio/voices")).json();
    const ballad = voices.find(({ id }: { id: string }) => id === "ballad");
    assertEquals(ballad.name, "Ballad");
    assertEquals(ballad.models, [
      "gpt-4o-mini-tts",
      "simulator/gpt-4o-mini-tts",
    ]);
  });

  it("stands in the list of all models", async () => {
    const { data } = await (await gateway.fetch("/v1/models")).json();
    const entry = (id: string) =>
      data.find((model: { id: string }) => model.id === id);
    assertEquals(entry("tts-1").architecture, {
      input_modalities: ["text"],
      output_modalities: ["audio"],
    });
    assertEquals(entry("whisper-1").architecture, {
      input_modalities: ["audio"],
      output_modalities: ["text"],
    });
    const one = await gateway.fetch("/v1/models/simulator/whisper-1");
    assertEquals(one.status, 200);
    assertEquals((await one.json()).id, "simulator/whisper-1");
  });
});
