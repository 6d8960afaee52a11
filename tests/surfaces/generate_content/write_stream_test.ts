import { assert, assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { replay } from "../../../lib/chat/replay.ts";
import type { ChatAnswer } from "../../../lib/chat/answer.ts";
import { ApiError } from "../../../lib/http/errors.ts";
import type { GenerateStyle } from "../../../lib/surfaces/generate_content/read.ts";
import { generateContentBody } from "../../../lib/surfaces/generate_content/write_json.ts";
import {
  GenerateContentStream,
  type StreamForm,
} from "../../../lib/surfaces/generate_content/write_stream.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

const USAGE = {
  promptTokens: 9,
  cachedTokens: 4,
  completionTokens: 7,
  reasoningTokens: 5,
  costMicroCents: 5,
};

const USAGE_METADATA = {
  promptTokenCount: 9,
  candidatesTokenCount: 2,
  thoughtsTokenCount: 5,
  cachedContentTokenCount: 4,
  totalTokenCount: 16,
};

const STYLE: GenerateStyle = {
  model: 'odd "model"',
  includeThoughts: true,
  candidates: 1,
};

interface Chunk {
  candidates: {
    content: { role: string; parts: Record<string, unknown>[] };
    finishReason?: string;
    finishMessage?: string;
    index: number;
  }[];
  usageMetadata?: unknown;
  modelVersion: string;
  responseId: string;
  error?: unknown;
}

/** A stream whose bytes are gathered over all takes. */
class Gathered {
  readonly stream: GenerateContentStream;
  readonly #form: StreamForm;
  #text = "";

  constructor(form: StreamForm, style: Partial<GenerateStyle> = {}) {
    this.#form = form;
    this.stream = new GenerateContentStream("1", { ...STYLE, ...style }, form);
  }

  take(): void {
    this.#text += decoder.decode(this.stream.take() ?? undefined);
  }

  chunks(): Chunk[] {
    this.take();
    if (this.#form === "array") return JSON.parse(this.#text);
    assert(this.#text.endsWith("\n\n"));
    return this.#text.split("\n\n").flatMap((event) => {
      const line = event.trim();
      if (line === "") return [];
      assert(line.startsWith("data: ") && !line.includes("\n"), line);
      return [JSON.parse(line.slice(6))];
    });
  }
}

function tell(
  { stream }: Gathered,
  kind: "text" | "reasoning",
  text: string,
  sink = stream.choice(0),
) {
  const bytes = encoder.encode(JSON.stringify(text));
  sink[kind](bytes, 1, bytes.byteLength - 1);
  return sink;
}

function partsOf(chunks: Chunk[]) {
  return chunks.flatMap(({ candidates }) =>
    candidates.flatMap(({ content }) => content.parts)
  );
}

const ANSWER: ChatAnswer = {
  text: "Hello",
  reasoning: "",
  refusal: null,
  toolCalls: [],
  images: [],
  finishReason: "stop",
  usage: USAGE,
};

for (const form of ["sse", "array"] as const) {
  describe(`GenerateContentStream, ${form}`, () => {
    it("gives the same text back whatever is told between two takes", () => {
      const step = fc.oneof(
        fc.string({ unit: "binary" }).map((text) => ({ text })),
        fc.string({ unit: "grapheme" }).map((reasoning) => ({ reasoning })),
        fc.constantFrom("take" as const, "keepAlive" as const),
      );
      fc.assert(fc.property(fc.array(step), (steps) => {
        const gathered = new Gathered(form);
        const sink = gathered.stream.choice(0);
        let text = "";
        let reasoning = "";
        for (const step of steps) {
          if (step === "take") gathered.take();
          else if (step === "keepAlive") {
            gathered.take();
            gathered.stream.keepAlive();
          } else if ("text" in step) {
            tell(gathered, "text", step.text, sink);
            text += step.text;
          } else {
            tell(gathered, "reasoning", step.reasoning, sink);
            reasoning += step.reasoning;
          }
        }
        sink.finish("length", USAGE);
        gathered.stream.complete();
        const chunks = gathered.chunks();
        const join = (thought: boolean) =>
          partsOf(chunks).map((part) =>
            (part.thought === true) === thought ? part.text : ""
          ).join("");
        assertEquals([join(false), join(true)], [text, reasoning]);
        for (const { candidates, modelVersion, responseId } of chunks) {
          assertEquals([modelVersion, responseId], ['odd "model"', "1"]);
          assertEquals(candidates.length, 1);
          assertEquals(candidates[0]?.content.role, "model");
          assertEquals(candidates[0]?.index, 0);
          assert((candidates[0]?.content.parts.length ?? 0) > 0);
        }
        const ends = chunks.map(({ candidates }) =>
          candidates[0]?.finishReason
        );
        assertEquals(ends.pop(), "MAX_TOKENS");
        assert(ends.every((end) => end === undefined));
        assertEquals(chunks.at(-1)?.usageMetadata, USAGE_METADATA);
      }));
    });

    it("keeps thoughts to itself unless they are wanted", () => {
      const gathered = new Gathered(form, { includeThoughts: false });
      const sink = tell(gathered, "reasoning", "hm");
      tell(gathered, "text", "Hi", sink);
      sink.finish("stop", null);
      gathered.stream.complete();
      const chunks = gathered.chunks();
      assertEquals(partsOf(chunks), [{ text: "Hi" }, { text: "" }]);
      assertEquals("usageMetadata" in (chunks.at(-1) ?? {}), false);
    });

    it("says the same as the whole document", () => {
      const answer: ChatAnswer = {
        ...ANSWER,
        reasoning: "hm",
        refusal: "No.",
        images: ["data:image/webp;base64,AAAA", "https://a.example/b.png"],
        toolCalls: [
          {
            id: "a",
            name: "f",
            arguments: '{"x":[1]}',
            extraContent: { google: { thought_signature: "s" } },
          },
          { id: "b", name: "g", arguments: "" },
        ],
        finishReason: "tool_calls",
      };
      const gathered = new Gathered(form);
      replay(answer, gathered.stream.choice(0));
      gathered.stream.complete();
      const chunks = gathered.chunks();
      const body = generateContentBody([answer], "1", STYLE);
      assertEquals(
        partsOf(chunks).slice(0, -1),
        body.candidates[0]?.content.parts,
      );
      assertEquals(body.candidates[0]?.content.parts, [
        { thought: true, text: "hm" },
        { text: "Hello" },
        { inlineData: { mimeType: "image/webp", data: "AAAA" } },
        { fileData: { fileUri: "https://a.example/b.png" } },
        { text: "No." },
        {
          functionCall: { id: "a", name: "f", args: { x: [1] } },
          thoughtSignature: "s",
        },
        { functionCall: { id: "b", name: "g", args: {} } },
      ]);
      const last = chunks.at(-1);
      assertEquals(last?.candidates[0]?.finishReason, "SAFETY");
      assertEquals(last?.usageMetadata, body.usageMetadata);
    });

    it("says that a call could not be read, and hides none", () => {
      const answer: ChatAnswer = {
        ...ANSWER,
        toolCalls: [{ id: "a", name: "f", arguments: '{"x":' }],
        finishReason: "tool_calls",
      };
      const gathered = new Gathered(form);
      replay(answer, gathered.stream.choice(0));
      gathered.stream.complete();
      const whole = generateContentBody([answer], "1", STYLE).candidates[0];
      const streamed = gathered.chunks().at(-1)?.candidates[0];
      for (const end of [whole as Chunk["candidates"][0], streamed]) {
        assertEquals(end?.finishReason, "MALFORMED_FUNCTION_CALL");
        assertEquals(end?.finishMessage, 'Malformed function call: f({"x":)');
      }
    });

    it("tells the tokens of all candidates with the last one's end", () => {
      const gathered = new Gathered(form, { candidates: 2 });
      replay(ANSWER, gathered.stream.choice(0));
      replay(ANSWER, gathered.stream.choice(1));
      gathered.stream.complete();
      const chunks = gathered.chunks();
      assertEquals(chunks.map(({ candidates: [c] }) => c?.index), [0, 0, 1, 1]);
      const usages = chunks.flatMap(({ usageMetadata }) => usageMetadata ?? []);
      assertEquals(usages, [{
        promptTokenCount: 18,
        candidatesTokenCount: 4,
        thoughtsTokenCount: 10,
        cachedContentTokenCount: 8,
        totalTokenCount: 32,
      }]);
      assert(chunks.at(-1)?.usageMetadata);
    });

    it("ends a failed stream with Google's envelope and nothing more", () => {
      for (const text of ["Hel", ""]) {
        const gathered = new Gathered(form);
        if (text !== "") tell(gathered, "text", text);
        gathered.stream.fail(new ApiError("Broken", { status: 503 }));
        const chunks = gathered.chunks();
        assertEquals(chunks.length, text === "" ? 1 : 2);
        assertEquals(chunks.at(-1), {
          error: { code: 503, message: "Broken", status: "UNAVAILABLE" },
        } as unknown as Chunk);
      }
    });
  });
}
