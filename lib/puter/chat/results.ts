import type { ChatAnswer, FinishReason, Usage } from "../../chat/answer.ts";
import {
  classifyHttp,
  type FailureContext,
  lostToolCall,
  PuterError,
  unreadableAnswer,
} from "../errors/classify.ts";
import { toFinishReason } from "./finish_reasons.ts";
import { isRecord, textOf } from "../record.ts";
import { type MessageContent, readMessage } from "./result_content.ts";
import { readUsage, type UsageSource } from "./usage.ts";

type Fields = Record<string, unknown>;

/** A whole answer, and which route of Puter made it. */
export interface ChatResult {
  answer: ChatAnswer;
  /** Puter's provider id. */
  servedBy?: string;
  servedModel?: string;
  /** True when Puter's built-in model answered with filler text. */
  fakeChat: boolean;
}

/**
 * Reads the JSON answer of a chat call made without `stream`, whatever family
 * of models gave it.
 *
 * @throws {PuterError} for an older failure envelope, for an answer of no known
 *   shape, and for one that ended for a tool call but holds none
 */
export function readResult(
  json: unknown,
  context: FailureContext = { model: "" },
): ChatResult {
  const envelope = isRecord(json) ? json : {};
  const result = resultOf(envelope);
  const message = result && messageOf(result);
  if (envelope.success === false || message === undefined) {
    throw new PuterError(refusalOf(envelope, context));
  }
  const metadata = isRecord(envelope.metadata) ? envelope.metadata : {};
  const servedBy = textOf(metadata.service_used);
  const servedModel = textOf(metadata.providerUsed);
  const content = contentOf(message, context);
  const answer = {
    ...content,
    finishReason: finishReasonOf(reasonOf(result, message), content, context),
    usage: usageOf(result, message, { provider: servedBy, model: servedModel }),
  };
  return { answer, servedBy, servedModel, fakeChat: servedBy === "fake-chat" };
}

/** The `result` of the envelope, or the envelope where it is the result. */
function resultOf(envelope: Fields): Fields {
  return isRecord(envelope.result) ? envelope.result : envelope;
}

function messageOf(result: Fields): Fields | undefined {
  if (isRecord(result.message)) return result.message;
  const [choice] = Array.isArray(result.choices) ? result.choices : [];
  return isRecord(choice) && isRecord(choice.message)
    ? choice.message
    : undefined;
}

function refusalOf(envelope: Fields, context: FailureContext) {
  const metadata = isRecord(envelope.metadata) ? envelope.metadata : {};
  const told = envelope.success === false || metadata.usage_limited === true;
  return told
    ? classifyHttp(200, "application/json", JSON.stringify(envelope), context)
    : unreadableAnswer(context);
}

function contentOf(message: Fields, context: FailureContext): MessageContent {
  let content: MessageContent | undefined;
  try {
    content = readMessage(message);
  } catch (thrown) {
    if (!(thrown instanceof TypeError)) throw thrown;
  }
  if (content === undefined) throw new PuterError(unreadableAnswer(context));
  return content;
}

/**
 * Claude's `stop_reason` comes first: next to it Puter always says `stop`.
 */
function reasonOf(result: Fields, message: Fields): string | undefined {
  const [choice] = Array.isArray(result.choices) ? result.choices : [];
  return textOf(message.stop_reason) ?? textOf(result.finish_reason) ??
    textOf(result.finishReason) ??
    (isRecord(choice) ? textOf(choice.finish_reason) : undefined);
}

/**
 * Calls decide where the vendor says `stop`. They do not where the answer was
 * cut: the last call's arguments may be cut with it.
 */
function finishReasonOf(
  word: string | undefined,
  content: MessageContent,
  context: FailureContext,
): FinishReason {
  const reason = toFinishReason(word);
  const hasCalls = content.toolCalls.length > 0;
  if (reason === "tool_calls" && !hasCalls) {
    throw new PuterError(lostToolCall(context));
  }
  if (word === "error" && !hasCalls) {
    throw new PuterError(unreadableAnswer(context));
  }
  return hasCalls && reason === "stop" ? "tool_calls" : reason;
}

/** Puter's own counts hold the cost; the vendor's stand in where they lack. */
function usageOf(
  result: Fields,
  message: Fields,
  source: UsageSource,
): Usage | null {
  return readUsage(result.usage, source) ?? readUsage(message.usage, source);
}
