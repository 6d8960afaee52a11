import { assert, assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { answerChat } from "../../../lib/puter/simulator/chat/answer.ts";
import type {
  SimModel,
  VendorAnswer,
} from "../../../lib/puter/simulator/chat/types.ts";
import {
  streamLines,
  wholeResult,
} from "../../../lib/puter/simulator/chat/write.ts";
import errors from "../../fixtures/puter/chat_errors.json" with {
  type: "json",
};
import streams from "../../fixtures/puter/chat_stream.json" with {
  type: "json",
};
import wholes from "../../fixtures/puter/chat_whole.json" with { type: "json" };
import { modelOf } from "./sim_models.ts";

type Args = Record<string, unknown>;

function answered(args: Args): { model: SimModel; answer: VendorAnswer } {
  const model = modelOf(args);
  const { outcome } = answerChat(args, model);
  assert(outcome.kind === "answer", JSON.stringify(outcome));
  return { model, answer: outcome };
}

function centsOf(usage: unknown): number | null {
  const { usd_cents } = (usage ?? {}) as { usd_cents?: number | null };
  return usd_cents ?? null;
}

describe("simulated vendors, against captured exchanges", () => {
  for (const { name, args, result, metadata } of wholes) {
    it(`answer whole as captured: ${name}`, () => {
      const { model, answer } = answered(args);
      const given = wholeResult(answer, model, centsOf(result.usage));
      assertEquals(JSON.stringify(given), JSON.stringify(result));
      assertEquals([model.provider, model.id], [
        metadata.service_used,
        metadata.providerUsed,
      ]);
    });
  }

  for (const { name, args, lines } of streams) {
    it(`stream as captured: ${name}`, () => {
      const { model, answer } = answered(args);
      const last = lines.at(-1) as { usage?: unknown };
      const given = streamLines(answer, model, centsOf(last.usage));
      assertEquals(given, lines.map((line) => JSON.stringify(line)));
    });
  }

  for (const { name, args, status, body } of errors) {
    it(`refuse as captured: ${name}`, () => {
      const { outcome } = answerChat(args, modelOf(args));
      assert(outcome.kind === "error", JSON.stringify(outcome));
      assertEquals(outcome.status, status);
      assertEquals(JSON.stringify(outcome.body), JSON.stringify(body));
    });
  }
});
