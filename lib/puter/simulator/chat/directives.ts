import { PIXEL_PNG } from "../media/files.ts";
import { callsFor } from "./tool_calls.ts";
import {
  puterError,
  refuse,
  vendorError,
  type VendorRefusal,
} from "./errors.ts";
import { FILLER } from "./words.ts";
import { XAI_CEILING } from "./openai_parameters.ts";
import { piecesOf } from "./friendly/pieces.ts";
import type { Prompt } from "./prompt.ts";
import type { SimModel, VendorAnswer, VendorOutcome } from "./types.ts";

/** Refusals by directive; Anthropic's are worded by its own API. */
const REFUSALS: Readonly<Record<string, VendorRefusal>> = {
  T429: {
    status: 429,
    code: "rate_limit_exceeded",
    message: "Rate limit reached for requests",
  },
  T401: {
    status: 401,
    code: "invalid_api_key",
    message: "Incorrect API key provided",
  },
  T400: {
    status: 400,
    code: "unsupported_parameter",
    message: "Unsupported parameter: foo",
  },
  TCTX: {
    status: 400,
    code: "context_length_exceeded",
    message: "This model's maximum context length is 8192 tokens.",
  },
  T500: {
    status: 500,
    code: "server_error",
    message: "The server had an error",
  },
  T503: { status: 503, code: "overloaded", message: "Overloaded" },
};

/** A message asks for no more words than fit into memory. */
const MOST_CHUNKS = 100_000;

const OVERLOADED = '{"type":"error","error":{"type":"overloaded_error",' +
  '"message":"Overloaded"}}';

/** The words of a prompt that tell the simulator what to do. */
export function directivesOf(text: string): Map<string, number> | undefined {
  const found = new Map<string, number>();
  for (
    const [, word = "", count] of text.matchAll(/\b(T[A-Z0-9]+)(?::(\d+))?/g)
  ) {
    if (KNOWN.has(word)) found.set(word, Number(count ?? 0));
  }
  const plain = text.trim() === "hi" || /^T[A-Z]{3,}\b/.test(text.trim());
  return found.size > 0 || plain ? found : undefined;
}

const KNOWN: ReadonlySet<string> = new Set([
  ...Object.keys(REFUSALS),
  "TTOOL",
  "TTOOL2",
  "TBADTOOL",
  "TREASON",
  "TLENGTH",
  "TCUT",
  "TMIDERR",
  "TNOUSAGE",
  "TEXTRA",
  "TFLAG",
  "TLONG",
  "TREFUSAL",
  "TBLOCKED",
  "TEMPTY",
  "TIMAGE",
  "TCHUNKS",
  "TDELAY",
  "TECHO",
]);

/** What a directed answer depends on. */
export interface DirectedCall {
  directives: Map<string, number>;
  prompt: Prompt;
  model: SimModel;
  args: Record<string, unknown>;
}

/** The answer that the words of the prompt ask for, as it was captured. */
export function directedOutcome(call: DirectedCall): VendorOutcome {
  const { directives, model, prompt } = call;
  for (const word of Object.keys(REFUSALS)) {
    if (directives.has(word)) {
      return refuse(wordedFor(model, word), { model, stream: prompt.stream });
    }
  }
  const { stream } = prompt;
  if (directives.has("TFLAG") && isModerated(call)) {
    return puterError(400, {
      message: "message is not allowed",
      code: "bad_request",
      errorCode: "moderation_flagged",
    });
  }
  if (directives.has("TCUT") && !stream) {
    return vendorError(model, { message: "terminated" });
  }
  if (directives.has("TREFUSAL") && !stream && model.family === "responses") {
    return vendorError(model, {
      status: 400,
      message: "an empty response was generated",
    });
  }
  return directedAnswer(call);
}

/** Anthropic has other words. */
function wordedFor({ family }: SimModel, word: string): VendorRefusal {
  const refusal = REFUSALS[word] ?? { message: word };
  if (family !== "claude") return refusal;
  if (word === "TCTX") {
    return {
      ...refusal,
      message: "prompt is too long: 208310 tokens > 200000 maximum",
    };
  }
  const { status } = refusal;
  return { status, type: "fake_error", message: `anthropic fake ${status}` };
}

/** The answer is judged only where one of OpenAI's routes gave it whole. */
function isModerated({ args, model, prompt }: DirectedCall): boolean {
  return args.moderation === true && !prompt.stream &&
    /openai/.test(model.provider);
}

function directedAnswer(call: DirectedCall): VendorAnswer {
  const { directives, model, prompt } = call;
  const { stream } = prompt;
  const has = (word: string) => directives.has(word);
  const answer = plainAnswer(model, stream);
  const delayMs = has("TLONG") ? 700 : directives.get("TDELAY");
  if (delayMs !== undefined) answer.delayMs = delayMs;
  const chunks = directives.get("TCHUNKS");
  if (chunks !== undefined) Object.assign(answer, wordsOf(model, chunks));
  if (has("TECHO")) answer.text = piecesOf(afterEcho(prompt.text));
  if (has("TREASON")) answer.reasoning = reasoningOf(model, stream);
  if (has("TLENGTH")) answer.finish = "length";
  if (has("TNOUSAGE")) answer.usage = null;
  if (has("TEMPTY")) answer.endsWithoutUsage = true;
  if (has("TIMAGE")) answer.images = [`data:image/png;base64,${PIXEL_PNG}`];
  if (has("TEXTRA")) {
    answer.extraContent = { google: { thought_signature: "abc" } };
  }
  if (has("TBLOCKED")) return { ...answer, text: [FILLER], filler: true };
  if (has("TREFUSAL")) return refusedAnswer(answer, prompt);
  if (has("TCUT")) answer.streamError = breakOff(model, "terminated");
  if (has("TMIDERR")) {
    answer.streamError = model.family === "claude"
      ? breakOff(model, OVERLOADED)
      : breakOff(model, "upstream exploded");
  }
  return withCalls(answer, call);
}

/** All that the prompt says after the word that asks to hear it again. */
function afterEcho(text: string): string {
  return text.slice(text.indexOf("TECHO") + "TECHO".length).replace(/^\s/, "");
}

/** As many words as were asked for, or as xAI is allowed to write. */
function wordsOf(model: SimModel, count: number): Partial<VendorAnswer> {
  const most = model.provider === "xai" ? XAI_CEILING : MOST_CHUNKS;
  const length = Math.min(count, most);
  return {
    text: Array.from({ length }, (_, index) => ` word${index}`),
    usage: { ...usageOf(model), completion: length },
    ...(length < count ? { finish: "length" } : {}),
  };
}

/** An answer that breaks off: OpenAI's after three pieces, Claude's after one. */
function breakOff({ family }: SimModel, message: string) {
  return { afterPieces: family === "claude" ? 1 : 3, message };
}

function refusedAnswer(answer: VendorAnswer, prompt: Prompt): VendorAnswer {
  // Puter passes on no refusal in a stream: nothing but usage is left.
  const refusal = prompt.stream ? null : "I'm sorry, I cannot help with that.";
  return { ...answer, text: [], refusal };
}

function withCalls(answer: VendorAnswer, call: DirectedCall): VendorAnswer {
  const { directives, prompt, model } = call;
  const two = directives.has("TTOOL2");
  const broken = directives.has("TBADTOOL");
  if (!two && !broken && !directives.has("TTOOL")) return answer;
  if (prompt.tools.length === 0 || prompt.results.length > 0) return answer;
  const cities = two && model.family !== "claude"
    ? ["Paris", "Rome"]
    : ["Paris"];
  const calls = callsFor(cities, { prompt, model });
  return {
    ...answer,
    // Claude speaks before it calls; the others do so in streams alone.
    text: spokenBeforeCall(model, prompt.stream),
    toolCalls: broken
      ? calls.map((made) => ({ ...made, arguments: '{"city":"Par' }))
      : calls,
    finish: "tool_calls",
  };
}

function spokenBeforeCall({ family }: SimModel, stream: boolean): string[] {
  if (family === "responses") return [];
  return stream || family === "claude" ? ["Checking. "] : [];
}

/** The captured answer to a prompt that asks for nothing in particular. */
export function plainAnswer(model: SimModel, stream: boolean): VendorAnswer {
  return {
    kind: "answer",
    reasoning: [],
    text: plainText(model, stream),
    toolCalls: [],
    refusal: null,
    images: [],
    finish: "stop",
    usage: usageOf(model),
  };
}

function plainText({ family, provider }: SimModel, stream: boolean): string[] {
  if (provider === "fake-chat") return [FILLER];
  if (family === "claude") {
    return stream ? ["Hello ", "from ", "claude."] : ["Hello from claude."];
  }
  if (family === "responses") {
    return stream
      ? ["Hello ", "from ", "responses."]
      : ["Hello from responses."];
  }
  return stream
    ? ["Hello", " from", " the", " fake", " upstream", ".", " 你好 ✓"]
    : ["Hello from the fake upstream."];
}

function usageOf({ family }: SimModel) {
  return family === "claude"
    ? { prompt: 12, cached: 0, completion: 7 }
    : { prompt: 8, cached: 4, completion: 7 };
}

function reasoningOf({ family }: SimModel, stream: boolean): string[] {
  if (family === "responses") return [];
  if (family === "claude") return ["Let me think."];
  return stream ? ["Let me ", "think."] : ["thinking..."];
}
