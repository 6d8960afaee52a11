import { assert, assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { countTokens as reference } from "gpt-tokenizer/encoding/o200k_base";
import { countPromptTokens, countTokens } from "../../lib/chat/count_tokens.ts";
import { estimatePromptTokens } from "../../lib/chat/estimate_tokens.ts";
import { Payloads } from "../../lib/chat/payloads.ts";
import type { ChatMessage, ChatRequest } from "../../lib/chat/request.ts";

const PROSE = "The quick brown fox jumps over the lazy dog, again.\n";

function requestOf(messages: ChatMessage[]): ChatRequest {
  return {
    model: "m",
    messages,
    tools: [],
    toolChoice: { mode: "auto" },
    stop: [],
    format: { type: "text" },
    choices: 1,
    stream: false,
  };
}

function asked(text: string): ChatRequest {
  return requestOf([{ role: "user", content: [{ type: "text", text }] }]);
}

describe("countTokens()", () => {
  it("counts as the tokenizer of the models does", async () => {
    assertEquals(await countTokens(["Hello, world!"]), 4);
    assertEquals(await countTokens(["", "Hello", ", world!"]), 4);
  });

  it("takes control tokens for text", async () => {
    assert(await countTokens(["a<|endoftext|>b"]) > 3);
  });

  it("counts long texts in slices with the same result", async () => {
    const text = PROSE.repeat(2000);
    const whole = reference(text);
    const found = await countTokens([text]);
    assert(Math.abs(found - whole) <= whole / 100, `${found} of ${whole}`);
  });

  it("counts any text, and more where there is more of it", async () => {
    const texts = fc.array(fc.string({ unit: "binary", maxLength: 500 }));
    await fc.assert(
      fc.asyncProperty(texts, async (texts) => {
        const count = await countTokens(texts);
        const longer = await countTokens([...texts, "one more"]);
        assertEquals(longer, count + 2);
      }),
      { numRuns: 30 },
    );
  });

  it("lets others go on while it counts much", async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 0);
    await countTokens([PROSE.repeat(10_000)]);
    clearInterval(timer);
    assert(turns > 1);
  });
});

describe("countPromptTokens()", () => {
  it("counts system text, calls, results and tools", async () => {
    const bare = await countPromptTokens(asked("Hello"));
    const full = await countPromptTokens({
      ...requestOf([
        { role: "system", text: "Be brief." },
        { role: "user", content: [{ type: "text", text: "Hello" }] },
        {
          role: "assistant",
          text: "",
          toolCalls: [{ id: "a", name: "look", arguments: '{"at":"sky"}' }],
        },
        { role: "tool", callId: "a", text: "Blue" },
      ]),
      tools: [{ name: "look", parameters: { type: "object" } }],
    });
    assert(full > bare + 20);
  });

  it("counts attachments by their size, also where it was taken out", async () => {
    const image = (url: string) =>
      requestOf([{ role: "user", content: [{ type: "image", url }] }]);
    const payloads = new Payloads();
    const placeholder = payloads.add(new Uint8Array(150_000));
    const sizeOf = (text: string) => payloads.sizeOf(text);
    const count = (data: string) =>
      countPromptTokens(
        requestOf([{ role: "user", content: [{ type: "file", data }] }]),
        sizeOf,
      );
    assertEquals(await count(placeholder) - await count(""), 1000);
    const big = await countPromptTokens(image(placeholder), sizeOf);
    const small = await countPromptTokens(image("data:image/png;base64,AA"));
    assert(small < big && big < 2000);
  });
});

describe("estimatePromptTokens()", () => {
  it("is near the count for prose and for other scripts", async () => {
    for (
      const text of [PROSE.repeat(500), "今天天气很好我们去公园".repeat(300)]
    ) {
      const count = await countPromptTokens(asked(text));
      const estimate = estimatePromptTokens(asked(text));
      assert(estimate > count / 2 && estimate < count * 2, `${estimate}`);
    }
  });
});
