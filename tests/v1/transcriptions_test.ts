import { assert, assertEquals } from "@std/assert";
import { encodeBase64 } from "@std/encoding/base64";
import { after, before, describe, it } from "@std/testing/bdd";
import { formOf, wavBytes } from "../helpers/forms.ts";
import { type TestGateway, testGateway } from "../helpers/gateway.ts";
import { CallRecorder } from "../helpers/recorded_calls.ts";

const TEXT = "hello world";

type Fields = Parameters<typeof formOf>[0];

describe("transcriptions", () => {
  const recorder = new CallRecorder();
  let gateway: TestGateway;
  before(async () => {
    gateway = await testGateway({
      wrap: recorder.wrap,
      env: { SIMULATOR: "on" },
    });
  });
  after(() => gateway.close());

  function send(task: string, fields: Fields): Promise<Response> {
    return gateway.fetch(`/v1/audio/${task}`, {
      method: "POST",
      body: formOf(fields),
    });
  }

  function transcribe(fields: Fields = {}): Promise<Response> {
    const file = new File([wavBytes()], "speech.wav");
    return send("transcriptions", { file, model: "whisper-1", ...fields });
  }

  async function refusal(response: Response) {
    const { error } = await response.json();
    return [response.status, error.code, error.param];
  }

  it("111: takes a file of no type and gives JSON", async () => {
    const bytes = wavBytes(70_001);
    const response = await transcribe({
      file: new File([bytes], "speech.wav", {
        type: "application/octet-stream",
      }),
      language: "en",
      prompt: "Names",
      temperature: "0.2",
    });
    assertEquals(response.status, 200);
    assertEquals(response.headers.get("content-type"), "application/json");
    assertEquals(await response.json(), {
      text: TEXT,
      usage: {
        type: "tokens",
        total_tokens: 5,
        input_tokens: 3,
        output_tokens: 2,
      },
    });
    const { file, ...args } = recorder.args;
    assertEquals(file, `data:audio/wav;base64,${encodeBase64(bytes)}`);
    assertEquals(args, {
      provider: "openai",
      model: "whisper-1",
      response_format: "json",
      language: "en",
      prompt: "Names",
      temperature: 0.2,
    });
  });

  it("111: gives verbose JSON with times of words and segments", async () => {
    const response = await transcribe({
      response_format: "verbose_json",
      "timestamp_granularities[]": ["word", "segment"],
    });
    const body = await response.json();
    assertEquals(recorder.args.timestamp_granularities, ["word", "segment"]);
    assertEquals([body.task, body.language], ["transcribe", "english"]);
    assertEquals([body.duration, body.text], [1, TEXT]);
    assertEquals(Object.keys(body.segments[0]), [
      ...["id", "seek", "start", "end", "text", "tokens", "temperature"],
      ...["avg_logprob", "compression_ratio", "no_speech_prob"],
    ]);
    assertEquals(body.words[1], { word: "world", start: 0.5, end: 1 });
    assertEquals(body.usage, { type: "duration", seconds: 1 });
  });

  it("takes granularities without brackets", async () => {
    const response = await transcribe({
      response_format: "verbose_json",
      timestamp_granularities: "word",
    });
    assertEquals((await response.json()).words.length, 2);
  });

  const texts = {
    text: `${TEXT}\n`,
    srt: `1\n00:00:00,000 --> 00:00:01,000\n${TEXT}\n`,
    vtt: `WEBVTT\n\n00:00:00.000 --> 00:00:01.000\n${TEXT}\n`,
  };
  for (const [format, expected] of Object.entries(texts)) {
    it(`111: gives ${format} as plain text`, async () => {
      const response = await transcribe({ response_format: format });
      assertEquals(
        response.headers.get("content-type"),
        "text/plain; charset=utf-8",
      );
      assertEquals(await response.text(), expected);
    });
  }

  it("makes subtitles of what a model tells of its speakers", async () => {
    const model = "gpt-4o-transcribe-diarize";
    const response = await transcribe({ model, response_format: "vtt" });
    assertEquals(recorder.args.response_format, "diarized_json");
    assertEquals(
      await response.text(),
      `WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nA: ${TEXT}\n`,
    );
    const told = await transcribe({ model, response_format: "diarized_json" });
    assertEquals((await told.json()).segments[0].speaker, "A");
  });

  it("asks speakers' models for what OpenAI's clients send", async () => {
    const response = await transcribe({
      model: "gpt-4o-transcribe-diarize",
      response_format: "diarized_json",
      "chunking_strategy[type]": "server_vad",
      "chunking_strategy[threshold]": "0.5",
      "known_speaker_names[]": ["ann", "bob"],
    });
    assertEquals(response.status, 200);
    await response.body?.cancel();
    assertEquals(recorder.args.chunking_strategy, {
      type: "server_vad",
      threshold: 0.5,
    });
    assertEquals(recorder.args.known_speaker_names, ["ann", "bob"]);
  });

  it("makes text where a model knows JSON alone", async () => {
    const response = await transcribe({
      model: "xai-stt",
      response_format: "text",
    });
    assertEquals(await response.text(), `${TEXT}\n`);
    assertEquals(recorder.args.provider, "xai");
  });

  it("names the models that can where one cannot", async () => {
    const response = await transcribe({
      model: "gpt-4o-transcribe",
      response_format: "srt",
    });
    assertEquals(response.status, 400);
    const { error } = await response.json();
    assertEquals(error.param, "response_format");
    assert(error.message.includes("whisper-1"), error.message);
    const prompted = await transcribe({
      model: "gpt-4o-transcribe-diarize",
      prompt: "x",
    });
    assertEquals((await refusal(prompted))[2], "prompt");
  });

  it("replays the whole as events where a stream is asked for", async () => {
    const response = await transcribe({
      model: "gpt-4o-transcribe",
      stream: "true",
    });
    assertEquals(
      response.headers.get("content-type"),
      "text/event-stream; charset=utf-8",
    );
    const events = (await response.text()).trim().split("\n\n");
    assertEquals(events.map((line) => JSON.parse(line.slice(6))), [
      { type: "transcript.text.delta", delta: TEXT },
      {
        type: "transcript.text.done",
        text: TEXT,
        usage: {
          type: "tokens",
          total_tokens: 5,
          input_tokens: 3,
          output_tokens: 2,
        },
      },
    ]);
    assertEquals(recorder.args.stream, undefined);
  });

  it("tells speakers as segments of a stream", async () => {
    const response = await transcribe({
      model: "gpt-4o-transcribe-diarize",
      response_format: "diarized_json",
      stream: "true",
    });
    const text = await response.text();
    assert(text.startsWith('data: {"type":"transcript.text.segment"'), text);
    assert(text.includes('"type":"transcript.text.done"'), text);
  });

  it("answers whisper whole, stream or not", async () => {
    const response = await transcribe({ stream: "true" });
    assertEquals((await response.json()).text, TEXT);
  });

  it("112: translates into English", async () => {
    const file = new File([wavBytes()], "speech.wav");
    const response = await send("translations", { file, model: "whisper-1" });
    assertEquals((await response.json()).text, TEXT);
    assertEquals(recorder.calls.at(-1)?.method, "translate");
    const other = await send("translations", {
      file,
      model: "gpt-4o-transcribe",
    });
    assertEquals(await refusal(other), [400, "unsupported_value", "model"]);
  });

  it("113: refuses a form without a file", async () => {
    for (const task of ["transcriptions", "translations"]) {
      const response = await send(task, { model: "whisper-1" });
      assertEquals(await refusal(response), [
        400,
        "missing_required_parameter",
        "file",
      ]);
    }
    const empty = await transcribe({ file: new File([], "speech.wav") });
    assertEquals((await refusal(empty))[2], "file");
  });

  it("refuses what is no form, no sound, or too much", async () => {
    const json = await gateway.post("/v1/audio/transcriptions", {});
    assertEquals(json.status, 415);
    await json.body?.cancel();
    const image = await transcribe({ file: new File(["x"], "speech.png") });
    assertEquals(await refusal(image), [400, "invalid_file_format", "file"]);
    const large = new File([new Uint8Array(25 * 1024 * 1024 + 1)], "a.wav");
    assertEquals((await transcribe({ file: large })).status, 413);
    const hot = await transcribe({ temperature: "hot" });
    assertEquals((await refusal(hot))[2], "temperature");
    const logprobs = await transcribe({ "include[]": "logprobs" });
    assertEquals((await refusal(logprobs))[2], "include");
  });

  it("gives types the names that vendors know", async () => {
    const cases: [name: string, type: string, sent: string][] = [
      ["a", "audio/x-m4a", "audio/mp4"],
      ["a.webm", "", "audio/webm"],
      ["a", "audio/webm; codecs=opus", "audio/webm"],
      ["a.mp3", "", "audio/mpeg"],
      ["a.opus", "", "audio/ogg"],
    ];
    for (const [name, type, sent] of cases) {
      const file = new File(["some bytes"], name, { type });
      const response = await transcribe({ file });
      assertEquals(response.status, 200, name);
      await response.body?.cancel();
      const [head] = String(recorder.args.file).split(",");
      assertEquals(head, `data:${sent};base64`);
    }
  });

  it("records tokens that were counted, and nothing else", async () => {
    await (await transcribe({ model: "simulator/whisper-1" })).json();
    const list = await gateway.fetch("/api/requests?surface=transcriptions");
    const { requests } = await list.json();
    const [record] = requests;
    assertEquals(record.surface, "transcriptions");
    assertEquals([record.promptTokens, record.completionTokens], [3, 2]);
    assertEquals(record.costMicroCents, undefined);
  });

  it("keeps a stream alive that begins late, and fails in it", async () => {
    const slow = await testGateway({
      env: { HEAD_HOLD_MS: "20" },
      accounts: [{ tier: "paid" }],
    });
    slow.simulator.faults.stallMs = 120;
    const ask = (prompt: string) =>
      slow.fetch("/v1/audio/transcriptions", {
        method: "POST",
        body: formOf({
          file: new File([wavBytes()], "a.wav"),
          model: "gpt-4o-transcribe",
          stream: "true",
          prompt,
        }),
      });
    const good = await ask("x");
    assertEquals(good.status, 200);
    assert((await good.text()).includes('"type":"transcript.text.done"'));
    const bad = await ask("T400");
    assertEquals(bad.status, 200);
    const text = await bad.text();
    assert(text.includes('data: {"type":"error","error":{'), text);
    assert(!text.includes("transcript.text.done"));
    await slow.close();
  });
});
