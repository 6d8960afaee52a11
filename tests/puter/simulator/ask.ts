import { assert } from "@std/assert";
import { answerChat } from "../../../lib/puter/simulator/chat/answer.ts";
import type {
  SimModel,
  VendorAnswer,
} from "../../../lib/puter/simulator/chat/types.ts";
import { modelOf } from "./sim_models.ts";

type Args = Record<string, unknown>;

/** What a simulated vendor answers; fails when it refuses. */
export function ask(args: Args): { answer: VendorAnswer; model: SimModel } {
  const model = modelOf(args);
  const { outcome } = answerChat(args, model);
  assert(outcome.kind === "answer", JSON.stringify(outcome));
  return { answer: outcome, model };
}

/** Asks a model one question. */
export function question(model: string, content: unknown, more: Args = {}) {
  return ask({ model, messages: [{ role: "user", content }], ...more });
}

/** The message of a refusal; undefined where the call is answered. */
export function refusal(args: Args): string | undefined {
  const { outcome } = answerChat(args, modelOf(args));
  if (outcome.kind === "error") return String(outcome.body.message);
  return outcome.streamError?.message;
}

/** A tool as Puter takes it. */
export function toolNamed(
  name: string,
  properties: Record<string, unknown> = { city: { type: "string" } },
) {
  return {
    type: "function",
    function: {
      name,
      description: "",
      parameters: {
        type: "object",
        properties,
        required: Object.keys(properties),
      },
    },
  };
}
