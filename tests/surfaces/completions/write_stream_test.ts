import { assert, assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import { CompletionStream } from "../../../lib/surfaces/completions/write_stream.ts";
import { completionEvents } from "../../helpers/completions.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

const step = fc.oneof(
  fc.record({
    kind: fc.constantFrom("text" as const, "image" as const),
    text: fc.string({ unit: "binary", minLength: 1 }),
  }),
  fc.constant({ kind: "reasoning" as const, text: "" }),
  fc.constant({ kind: "take" as const, text: "" }),
);

describe("CompletionStream", () => {
  it("68: gives the same text back whatever is told between two takes", () => {
    fc.assert(fc.property(fc.array(step), fc.string(), (steps, beginning) => {
      const stream = new CompletionStream({ id: "cmpl-1", created: 7 }, {
        model: 'odd "model"',
        includeUsage: false,
        beginning: () => beginning,
      });
      const sink = stream.choice(0);
      let body = "";
      let text = beginning;
      for (const { kind, text: told } of steps) {
        const bytes = encoder.encode(JSON.stringify(told));
        if (kind === "take") body += decoder.decode(stream.take() ?? undefined);
        else if (kind === "image") sink.image(told);
        else sink[kind](bytes, 1, bytes.byteLength - 1);
        if (kind === "text") text += told;
        if (kind === "image") text += `![image](${told})`;
      }
      sink.finish("length", null);
      stream.complete();
      body += decoder.decode(stream.take() ?? undefined);
      const { texts, chunks, done } = completionEvents(body);
      assertEquals(texts, [text]);
      assertEquals(chunks.at(-1)?.choices[0]?.finish_reason, "length");
      assert(done);
    }));
  });
});
