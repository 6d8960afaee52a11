import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { chatBody } from "../../../lib/browser/playground/chat_request.ts";
import {
  EXAMPLE_TOOLS,
  NO_SETTINGS,
  readTools,
} from "../../../lib/browser/playground/chat_settings.ts";
import {
  exported,
  imported,
  newConversation,
} from "../../../lib/browser/playground/conversations.ts";
import { tokensPerSecond } from "../../../lib/browser/playground/figures.ts";
import { readKeptBody } from "../../../lib/browser/playground/kept_body.ts";
import {
  modelsFor,
  searchModels,
} from "../../../lib/browser/playground/models.ts";
import {
  shortened,
  snippet,
} from "../../../lib/browser/playground/snippets.ts";
import { pathOf } from "../../../lib/browser/playground/tree.ts";
import {
  emptyAnswer,
  type Turn,
} from "../../../lib/browser/playground/turns.ts";

const CALL = { id: "c1", name: "get_weather", arguments: "{}" };

const TURNS: Turn[] = [
  {
    kind: "user",
    text: "Hi",
    pictures: [{ url: "data:image/png;base64,AA", name: "" }],
  },
  { ...emptyAnswer("m"), state: "done", toolCalls: [CALL] },
  {
    kind: "results",
    results: [{ callId: "c1", name: "get_weather", text: "21" }],
  },
  { ...emptyAnswer("m"), state: "done", text: "Sunny" },
];

const SETTINGS = {
  ...NO_SETTINGS,
  system: "Be brief",
  temperature: "0.5",
  maxTokens: "100",
  stop: "END\n",
  tools: EXAMPLE_TOOLS,
};

describe("the request of a conversation", () => {
  it("says all that was said and leaves out what is not set", () => {
    const body = chatBody(TURNS, { model: "m", settings: SETTINGS });
    assertEquals(body.messages.map(({ role }) => role), [
      "system",
      "user",
      "assistant",
      "tool",
      "assistant",
    ]);
    assertEquals(body.temperature, 0.5);
    assertEquals(body.max_tokens, 100);
    assertEquals(body.stop, ["END"]);
    assert(!("top_p" in body) && !("tool_choice" in body));
  });

  it("leaves out calls that never got a result, and empty answers", () => {
    const turns: Turn[] = [
      { kind: "user", text: "a", pictures: [] },
      { ...emptyAnswer("m"), toolCalls: [CALL] },
      { kind: "user", text: "b", pictures: [] },
    ];
    const body = chatBody(turns, { model: "m", settings: NO_SETTINGS });
    assertEquals(body.messages, [
      { role: "user", content: "a" },
      { role: "user", content: "b" },
    ]);
  });

  it("can be read again from a kept body", () => {
    const body = chatBody(TURNS, { model: "m", settings: SETTINGS });
    const read = readKeptBody(JSON.stringify(body));
    assert(read !== null);
    const again = chatBody(pathOf(read.tree).map(({ turn }) => turn), {
      model: "m",
      settings: read.settings,
    });
    const content = again.messages[1]?.content;
    // Pictures are not kept with bodies.
    assertEquals(content, "Hi");
    assertEquals(again.messages.slice(2), body.messages.slice(2));
    assertEquals(again.tools, body.tools);
    assertEquals(readKeptBody('{"contents":[]}'), null);
    assertEquals(readKeptBody("{cut"), null);
  });
});

describe("tools that are typed", () => {
  it("may be a list, one tool, or a bare function", () => {
    for (const text of [EXAMPLE_TOOLS, '{"name":"f"}', '[{"name":"f"}]']) {
      const read = readTools(text);
      assert(read.ok && read.tools[0]?.type === "function");
    }
  });

  it("are faulted where they are wrong", () => {
    assertEquals(readTools("[{]"), { ok: false, why: "not_json", at: 0 });
    assertEquals(readTools('[{"name":"f"},5]'), {
      ok: false,
      why: "not_a_list",
      at: 1,
    });
    assertEquals(readTools("[{}]"), { ok: false, why: "no_name", at: 0 });
  });
});

describe("code for a call", () => {
  const call = {
    baseUrl: "https://a.example/v1",
    path: "/chat/completions",
    body: { model: "m", stream: true, stop: null, messages: [{ a: "it's" }] },
  };

  it("holds the request and no key", () => {
    for (const language of ["curl", "python", "node"] as const) {
      const code = snippet(language, call);
      assertStringIncludes(code, "PUTER2API_KEY");
      assertStringIncludes(code, "https://a.example/v1");
    }
  });

  it("is what each language reads", () => {
    const python = snippet("python", call);
    assertStringIncludes(python, "    stream=True,\n    stop=None,");
    assertStringIncludes(snippet("curl", call), `it'\\''s`);
    const film = {
      ...call,
      path: "/videos",
      body: { accept_lost_result: true },
    };
    assertStringIncludes(snippet("python", film), "extra_body={");
  });

  it("is shown without the data of pictures", () => {
    const data = `data:image/png;base64,${"A".repeat(500)}`;
    assertEquals(shortened(`"${data}"`).length < 80, true);
  });
});

describe("conversations in a file", () => {
  it("are read again, under other ids", () => {
    const one = newConversation(5, { title: "T", settings: SETTINGS });
    const [read] = imported(exported([one]), 9) ?? [];
    assert(read !== undefined && read.id !== one.id);
    assertEquals({ ...read, id: one.id }, one);
  });

  it("are nothing else than that", () => {
    for (const text of ["", "[]", "null", '{"conversations":[]}']) {
      assertEquals(imported(text, 0), null);
    }
    const odd = '{"format":"puter-2api conversations","conversations":[5,{}]}';
    assertEquals(imported(odd, 0), []);
  });
});

describe("models", () => {
  const model = (id: string, input: string[], output: string[]) => ({
    id,
    architecture: { input_modalities: input, output_modalities: output },
  });
  const all = [
    model("gpt-4o", ["text", "image"], ["text"]),
    model("painter-chat", ["text"], ["text", "image"]),
    model("gpt-image-1", ["text"], ["image"]),
    model("tts-1", ["text"], ["audio"]),
    model("whisper-1", ["audio"], ["text"]),
    model("sts", ["audio"], ["audio"]),
    model("ocr", ["image", "file"], ["text"]),
    model("veo", ["text"], ["video"]),
  ];

  it("are offered for what they do", () => {
    const ids = (bench: Parameters<typeof modelsFor>[0]) =>
      modelsFor(bench, all).map(({ id }) => id);
    assertEquals(ids("chat"), ["gpt-4o", "painter-chat"]);
    assertEquals(ids("image"), ["gpt-image-1"]);
    assertEquals(ids("speech"), ["tts-1"]);
    assertEquals(ids("transcription"), ["whisper-1"]);
    assertEquals(ids("video"), ["veo"]);
  });

  it("are found by words of their names", () => {
    const found = searchModels(all, "gpt image").map(({ id }) => id);
    assertEquals(found, ["gpt-image-1"]);
    assertEquals(searchModels(all, "").length, all.length);
  });
});

describe("tokens per second", () => {
  it("are measured from the first token, where that says something", () => {
    const usage = { prompt: 1, completion: 101, cached: 0, reasoning: 0 };
    const times = { firstTokenMs: 500, durationMs: 2500 };
    assertEquals(tokensPerSecond({ usage, ...times }), 50);
    assertEquals(tokensPerSecond({ ...times }), null);
    const atOnce = { usage, firstTokenMs: 500, durationMs: 510 };
    assertEquals(tokensPerSecond(atOnce), null);
  });
});
