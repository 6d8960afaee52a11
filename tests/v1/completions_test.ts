import { assert, assertEquals } from "@std/assert";
import { after, before, describe, it } from "@std/testing/bdd";
import { type TestGateway, testGateway } from "../helpers/gateway.ts";
import { type Completion, completionEvents } from "../helpers/completions.ts";

const TINY = "ollama:ollama/tiny:1b";
const WHOLE = "Hello from the fake upstream.";
const SPOKEN = "Hello from the fake upstream. 你好 ✓";

describe("completions", () => {
  let gateway: TestGateway;
  before(async () => {
    gateway = await testGateway();
  });
  after(() => gateway.close());

  function start(prompt: unknown, fields: Record<string, unknown> = {}) {
    return gateway.post("/v1/completions", { model: TINY, prompt, ...fields });
  }

  async function whole(
    prompt: unknown,
    fields: Record<string, unknown> = {},
  ): Promise<Completion> {
    const response = await start(prompt, fields);
    const body = await response.json();
    assertEquals(response.status, 200, JSON.stringify(body));
    return body;
  }

  async function stream(
    prompt: unknown,
    fields: Record<string, unknown> = {},
  ) {
    const response = await start(prompt, { stream: true, ...fields });
    assertEquals(response.status, 200);
    return completionEvents(await response.text());
  }

  function texts({ choices }: Completion): string[] {
    return choices.map(({ text }) => text);
  }

  function vendor() {
    return gateway.simulator.lastVendorRequest as {
      max_tokens: number;
      messages: { role: string; content: unknown }[];
    };
  }

  it("66: answers a prompt with a text completion", async () => {
    const { id, created, ...completion } = await whole("TANYTHING");
    assert(id.startsWith("cmpl-"));
    assert(Number.isInteger(created));
    const { usage, ...rest } = completion;
    assertEquals(rest, {
      object: "text_completion",
      model: TINY,
      choices: [
        { text: WHOLE, index: 0, logprobs: null, finish_reason: "stop" },
      ],
    });
    assertEquals(
      [usage?.prompt_tokens, usage?.completion_tokens, usage?.total_tokens],
      [12, 7, 19],
    );
  });

  it("66: asks for 16 tokens unless told, and says when it was cut", async () => {
    await whole("TANYTHING");
    assertEquals(vendor().max_tokens, 16);
    await whole("TANYTHING", { max_tokens: 300 });
    assertEquals(vendor().max_tokens, 300);
    const [choice] = (await whole("TLENGTH")).choices;
    assertEquals(choice?.finish_reason, "length");
  });

  it("67: answers each of several prompts, in order", async () => {
    const prompts = ["TCHUNKS:1", "TCHUNKS:2"];
    const completion = await whole(prompts);
    assertEquals(texts(completion), [" word0", " word0 word1"]);
    assertEquals(completion.usage?.completion_tokens, 3);
    const twice = await whole(prompts, { n: 2, echo: true });
    assertEquals(texts(twice), [
      "TCHUNKS:1 word0",
      "TCHUNKS:1 word0",
      "TCHUNKS:2 word0 word1",
      "TCHUNKS:2 word0 word1",
    ]);
    assertEquals(twice.choices.map(({ index }) => index), [0, 1, 2, 3]);
    const streamed = await stream(prompts, { n: 2, echo: true });
    assertEquals(streamed.texts, texts(twice));
  });

  it("68: streams completions, the reason last, then [DONE]", async () => {
    for (const size of [1, 3, 64]) {
      gateway.simulator.faults.chunking = { bytes: size };
      const { chunks, texts, done } = await stream("TANYTHING");
      assertEquals(texts, [SPOKEN]);
      assert(done);
      const reasons = chunks.map(({ choices }) => choices[0]?.finish_reason);
      assertEquals(reasons.at(-1), "stop");
      assert(reasons.slice(0, -1).every((reason) => reason === null));
      for (const chunk of chunks) {
        assertEquals(chunk.object, "text_completion");
        assertEquals(chunk.id, chunks[0]?.id);
        assert(!("usage" in chunk));
        assertEquals(chunk.choices[0]?.logprobs, null);
      }
    }
    gateway.simulator.faults.chunking = null;
  });

  it("68: sends usage once when asked", async () => {
    const { chunks } = await stream("TANYTHING", {
      stream_options: { include_usage: true },
    });
    const last = chunks.at(-1);
    assertEquals(last?.choices, []);
    assertEquals(last?.usage?.total_tokens, 19);
    for (const chunk of chunks.slice(0, -1)) assertEquals(chunk.usage, null);
  });

  it("69: refuses prompts of token ids", async () => {
    for (const prompt of [[1, 2, 3], [[1, 2], [3]]]) {
      const response = await start(prompt);
      assertEquals(response.status, 400);
      const { error } = await response.json();
      assertEquals(error.param, "prompt");
    }
  });

  it("refuses what it cannot read, naming the field", async () => {
    const cases: [prompt: unknown, fields: object, param: string][] = [
      [undefined, {}, "prompt"],
      [[], {}, "prompt"],
      [7, {}, "prompt"],
      ["a", { max_tokens: 0 }, "max_tokens"],
      ["a", { n: 9 }, "n"],
      [["a", "b", "c"], { n: 3 }, "prompt"],
      ["a", { model: undefined }, "model"],
    ];
    for (const [prompt, fields, param] of cases) {
      const response = await start(prompt, fields as Record<string, unknown>);
      assertEquals(response.status, 400);
      const { error } = await response.json();
      assertEquals(error.param, param);
    }
  });

  it("fills the gap before a suffix", async () => {
    await whole("def add(a, b):\n", { suffix: "\nprint(add(1, 2))" });
    const [system, user] = vendor().messages;
    assertEquals(system?.role, "system");
    const asked = JSON.stringify(user?.content);
    const told = (text: string) => JSON.stringify(text).slice(1, -1);
    assert(asked.includes(told("<before>def add(a, b):\n</before>")), asked);
    assert(asked.includes(told("<after>\nprint(add(1, 2))</after>")), asked);
  });

  it("gives the prompt back where it is to be echoed", async () => {
    assertEquals(texts(await whole("TANY ", { echo: true })), [
      `TANY ${WHOLE}`,
    ]);
    const streamed = await stream('TANY "quoted" ', { echo: true });
    assertEquals(streamed.texts, [`TANY "quoted" ${SPOKEN}`]);
  });

  it("stops at a stop sequence, and leaves reasoning out", async () => {
    assertEquals(texts(await whole("TANYTHING", { stop: "fake" })), [
      "Hello from the ",
    ]);
    assertEquals((await stream("TREASON")).texts, [SPOKEN]);
    assertEquals(texts(await whole("TREASON")), [WHOLE]);
  });

  it("ends a broken stream with an error and without [DONE]", async () => {
    const { error, done } = await stream("TMIDERR");
    assertEquals(error?.code, "upstream_error");
    assert(!done);
  });
});
