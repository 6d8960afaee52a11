import { assert, assertEquals, assertMatch } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import {
  streamLines,
  wholeResult,
} from "../../../lib/puter/simulator/chat/write.ts";
import { question, refusal, toolNamed } from "./ask.ts";

const TINY = "ollama:ollama/tiny:1b";
const CLAUDE = "claude-haiku-4-5";

function linesOf(model: string, text: string, more = {}) {
  const { answer, model: served } = question(model, text, {
    stream: true,
    ...more,
  });
  return streamLines(answer, served, null).map((line) => JSON.parse(line));
}

// deno-lint-ignore no-explicit-any
function resultOf(model: string, text: string, more = {}): any {
  const { answer, model: served } = question(model, text, more);
  return wholeResult(answer, served, null);
}

describe("directives in a prompt", () => {
  it("TCHUNKS and TDELAY give so many words so slowly", () => {
    const { answer } = question(TINY, "TCHUNKS:3 TDELAY:350", { stream: true });
    assertEquals(answer.text, [" word0", " word1", " word2"]);
    assertEquals([answer.delayMs, answer.usage?.completion], [350, 3]);
  });

  it("TEMPTY ends a stream without usage", () => {
    const lines = linesOf(TINY, "TEMPTY");
    assert(lines.length > 0);
    assert(lines.every(({ type }) => type === "text"));
  });

  it("TBLOCKED gives the filler of Puter's built-in model", () => {
    const lines = linesOf("gpt-4o", "TBLOCKED");
    assertEquals(lines.map(({ type }) => type), ["text", "usage"]);
    assertEquals(lines[1], { type: "usage", usage: { usd_cents: null } });
    const { message, usage } = resultOf("gpt-4o", "TBLOCKED");
    assertEquals(message.model, "fake");
    assertEquals(usage, { input_tokens: 0, output_tokens: 1, usd_cents: null });
  });

  it("TREFUSAL is told whole, and leaves nothing of a stream", () => {
    const { message } = resultOf("gpt-4o", "TREFUSAL");
    assertEquals(message.content, null);
    assertMatch(message.refusal, /sorry/);
    assertEquals(resultOf(CLAUDE, "TREFUSAL").message.stop_reason, "refusal");
    assertEquals(linesOf("gpt-4o", "TREFUSAL").length, 1);
    const args = {
      model: "gpt-5.4-pro",
      messages: [{ role: "user", content: "TREFUSAL" }],
    };
    assertEquals(refusal(args), "400 an empty response was generated");
  });

  it("TIMAGE adds an image", () => {
    const [image] = resultOf("gpt-4o", "TIMAGE").message.images;
    assertMatch(image.image_url.url, /^data:image\/png;base64,/);
    const types = linesOf("gpt-4o", "TIMAGE").map(({ type }) => type);
    assertEquals(types.slice(-2), ["image", "usage"]);
  });

  it("TEXTRA signs a call where there is one", () => {
    const tools = [toolNamed("get_weather")];
    const { message } = resultOf("gemini-3.5-flash", "TEXTRA TTOOL", { tools });
    assertEquals(message.tool_calls[0].extra_content, {
      google: { thought_signature: "abc" },
    });
    const [, call] = linesOf("gemini-3.5-flash", "TEXTRA TTOOL", { tools });
    assertEquals(call.extra_content, { google: { thought_signature: "abc" } });
  });

  it("TTOOL calls the first tool there is, until it has a result", () => {
    const [call] = question("gpt-4o", "TTOOL", {
      tools: [toolNamed("look", { place: { type: "string" } })],
    }).answer.toolCalls;
    assertEquals([call?.name, call?.arguments], ["look", '{"place":"Paris"}']);
    assertEquals(question("gpt-4o", "TTOOL").answer.toolCalls, []);
  });

  it("TCUT breaks a whole answer off as a fault of Puter's", () => {
    const args = { model: TINY, messages: [{ role: "user", content: "TCUT" }] };
    assertEquals(refusal(args), "All providers failed");
  });

  it("are words of their own, in capitals", () => {
    for (const text of ["hi", "TTEXT", "TTEXT hi", "TANYTHING"]) {
      assertEquals(
        resultOf(TINY, text).message.content,
        "Hello from the fake upstream.",
      );
    }
    for (const text of ["A T429X", "ttool", "Talk to me", "hi there"]) {
      assertMatch(resultOf(TINY, text).message.content, /simulator/);
    }
  });

  it("are read in the last question alone", () => {
    const messages = [
      { role: "user", content: "T429" },
      { role: "assistant", content: "no" },
      { role: "user", content: "Who are you?" },
    ];
    assertEquals(refusal({ model: TINY, messages }), undefined);
  });
});
