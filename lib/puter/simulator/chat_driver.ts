import { textOf } from "../record.ts";
import type { Caller } from "./auth.ts";
import { type Delay, PiecesBody } from "./body.ts";
import { answerChat } from "./chat/answer.ts";
import { hasWebSearch } from "./chat/tools.ts";
import { textTokens } from "./chat/tokens.ts";
import type { SimModel, VendorAnswer } from "./chat/types.ts";
import { streamLines, wholeResult } from "./chat/write.ts";
import { type Bill, billOf, estimateBill, holdCredit } from "./credit.ts";
import { damage } from "./damage.ts";
import type { Fault } from "./faults.ts";
import { findModel } from "./model_list.ts";
import { estimatePromptTokens } from "./prompt_tokens.ts";
import {
  JSON_TYPE,
  jsonReply,
  NDJSON_TYPE,
  SimError,
  type SimReply,
} from "./reply.ts";

/** One chat call, and what it depends on. */
export interface ChatCall {
  caller: Caller;
  args: Record<string, unknown>;
  fault: Fault | undefined;
  delay: Delay;
  /** Is aborted when the caller goes before the head. */
  signal: AbortSignal;
  /** Gets what the vendor was asked. */
  onVendorRequest: (request: unknown) => void;
  /** Runs once, when the call has ended. */
  onEnd: () => void;
}

/**
 * Answers `puter-chat-completion.complete`.
 *
 * @throws {SimError} 400 for an unknown model, 402 without credit, 403 for a
 *   model of subscribers
 */
export async function completeChat(call: ChatCall): Promise<SimReply> {
  const { args, caller } = call;
  const model = modelOf(call);
  const hold = holdCredit(caller.account, {
    model,
    promptTokens: estimatePromptTokens(args.messages),
    maxTokens: args.max_tokens,
  });
  const vendor = answerChat(
    hold.maxTokens === undefined
      ? args
      : { ...args, max_tokens: hold.maxTokens },
    model,
  );
  call.onVendorRequest(vendor.vendorRequest);
  const { outcome, promptTokens } = vendor;
  if (outcome.kind === "error") {
    hold.release();
    call.onEnd();
    return jsonReply(outcome.body, outcome.status);
  }
  const bill = billFor(outcome, { model, promptTokens });
  return await replyOf(call, { model, answer: outcome, bill, release });

  function release() {
    hold.release();
    caller.account.metering.charge(bill.charges, caller.app);
    call.onEnd();
  }
}

interface Answered {
  model: SimModel;
  answer: VendorAnswer;
  bill: Bill;
  release: () => void;
}

async function replyOf(call: ChatCall, answered: Answered): Promise<SimReply> {
  const { args, fault, delay, signal } = call;
  const { answer, release } = answered;
  const ms = answer.delayMs ?? 0;
  const stream = Boolean(args.stream);
  const lines = stream ? linesOf(answered) : [wholeText(answered)];
  if (!stream && ms > 0) {
    try {
      await delay(ms * answer.text.length, signal);
    } catch (cause) {
      release();
      throw cause;
    }
  }
  return {
    status: 200,
    contentType: stream ? NDJSON_TYPE : JSON_TYPE,
    headers: {},
    body: new PiecesBody({
      ...damage(lines, fault),
      pace: ms > 0 ? { ms, delay } : undefined,
      onEnd: (bytes) => {
        release();
        call.caller.account.metering.chargeEgress(bytes, call.caller.app);
      },
    }),
  };
}

function linesOf({ answer, model, bill }: Answered): string[] {
  return streamLines(answer, model, bill.usdCents).map((line) => line + "\n");
}

function wholeText({ answer, model, bill }: Answered): string {
  return JSON.stringify({
    success: true,
    result: wholeResult(answer, model, bill.usdCents),
    service: { name: "ai-chat" },
    metadata: {
      service_used: answer.filler ? "fake-chat" : model.provider,
      providerUsed: answer.filler ? "fake" : model.id,
    },
  });
}

/** Filler costs nothing; answers that broke off are charged by an estimate. */
function billFor(
  answer: VendorAnswer,
  { model, promptTokens }: { model: SimModel; promptTokens: number },
): Bill {
  if (answer.filler) return { charges: [], usdCents: null };
  const broken = answer.streamError !== undefined || answer.endsWithoutUsage;
  if (answer.usage !== null && !broken) return billOf(model, answer.usage);
  const text = answer.text.join("");
  return estimateBill(model, {
    prompt: promptTokens,
    completion: textTokens(text),
  });
}

function modelOf({ args, caller }: ChatCall): SimModel {
  const model = findModel(textOf(args.model), textOf(args.provider));
  if (model === undefined) {
    throw new SimError(`Model not found: ${args.model}`, {
      status: 400,
      code: "bad_request",
    });
  }
  if (model.subscriberOnly && caller.account.tier !== "paid") {
    throw new SimError(`The model ${model.id} is for subscribers`, {
      status: 403,
      code: "permission_denied",
    });
  }
  return hasWebSearch(args.tools) ? searchingModel(model) : model;
}

/** OpenAI searches in its Responses API alone, so Puter asks there. */
function searchingModel(model: SimModel): SimModel {
  const provider = SEARCH_PROVIDERS[model.provider];
  return provider === undefined
    ? model
    : { ...model, provider, family: "responses" };
}

const SEARCH_PROVIDERS: Readonly<Record<string, string>> = {
  "openai-completion": "openai-responses",
  "azure-openai": "azure-openai-responses",
};
