import { estimateTokens } from "./tokens.ts";
import { directedOutcome, directivesOf, plainAnswer } from "./directives.ts";
import { puterError, refuse, vendorError } from "./errors.ts";
import { friendlyAnswer } from "./friendly.ts";
import { normaliseMessages, unhandled } from "./normalise.ts";
import { readPrompt } from "./prompt.ts";
import { refusalOf } from "./refusals.ts";
import { normaliseTools } from "./tools.ts";
import type { SimModel, VendorOutcome } from "./types.ts";
import { type PreparedCall, vendorRequest } from "./vendor_request.ts";
import { isRecord } from "../../record.ts";

type Fields = Record<string, unknown>;

/** What came of a chat call, and what its vendor saw of it. */
export interface ChatOutcome {
  outcome: VendorOutcome;
  /** Null where Puter itself refused the call. */
  vendorRequest: unknown;
  promptTokens: number;
}

/**
 * Answers the arguments of `puter-chat-completion.complete` as Puter and the
 * model's vendor would: Puter's own faults, then the vendor's refusals, then an
 * answer. Never throws.
 */
export function answerChat(args: Fields, model: SimModel): ChatOutcome {
  const prepared = prepare(args, model);
  if ("kind" in prepared) {
    return { outcome: prepared, vendorRequest: null, promptTokens: 1 };
  }
  const request = vendorRequest(prepared);
  const promptTokens = estimateTokens(prepared);
  const outcome = outcomeOf(prepared, { request, promptTokens });
  return {
    outcome: normalisedFor(args, outcome),
    vendorRequest: request,
    promptTokens,
  };
}

function prepare(args: Fields, model: SimModel): PreparedCall | VendorOutcome {
  if (!args.messages) return withoutMessages(model);
  const normal = normaliseMessages(args.messages);
  if (normal.kind === "error") return normal;
  const tools = args.tools ? normaliseTools(args.tools) : undefined;
  if (args.tools && tools === undefined) return unhandled();
  return {
    args,
    model,
    messages: normal.messages,
    ...(tools ? { tools } : {}),
  };
}

/** Some of Puter's providers look whether there are messages, others fail. */
function withoutMessages(model: SimModel): VendorOutcome {
  if (model.provider === "fake-chat") return unhandled();
  if (/openai|meta/.test(model.provider)) {
    const message = "`messages` must be an array";
    return puterError(400, {
      message,
      code: "upstream_bad_request",
      attempts: [{
        model: model.id,
        provider: model.provider,
        status: 400,
        error: message,
      }],
    });
  }
  const message = model.family === "claude"
    ? "Cannot read properties of undefined (reading 'length')"
    : "messages is not iterable";
  return vendorError(model, { message });
}

function outcomeOf(
  call: PreparedCall,
  { request, promptTokens }: { request: Fields; promptTokens: number },
): VendorOutcome {
  const { args, model, messages, tools } = call;
  const stream = Boolean(args.stream);
  // Puter's built-in models write the same, whatever they are asked.
  if (model.provider === "fake-chat") return plainAnswer(model, stream);
  const prompt = readPrompt(messages, { model, tools, stream });
  const refusal = refusalOf(request, { model, promptTokens });
  if (refusal !== undefined) return refuse(refusal, { model, stream });
  const directives = directivesOf(prompt.text);
  if (directives !== undefined) {
    return directedOutcome({ directives, prompt, model, args });
  }
  return friendlyAnswer({ prompt, model, request, promptTokens });
}

function normalisedFor(args: Fields, outcome: VendorOutcome): VendorOutcome {
  const asked = isRecord(args.response) && args.response.normalize;
  return asked && outcome.kind === "answer"
    ? { ...outcome, normalize: true }
    : outcome;
}
