import type { ChatMessage, ChatRequest } from "../../chat/request.ts";
import type { PuterModel } from "../../puter/models/models.ts";

/** Characters of a token, on average. */
const TOKEN_CHARS = 4;

/** Tokens of an image, a sound or a file, whose size says little. */
const PAYLOAD_TOKENS = 1000;

/** Tokens of an answer that is not limited to fewer. */
const ANSWER_TOKENS = 500;

/**
 * What a request may cost, in micro-cents by the model's listed prices: for
 * budgets to go by while nobody knows better.
 */
export function estimateCost(request: ChatRequest, model: PuterModel): number {
  const conversations = request.conversations ?? [request.messages];
  const prompt = conversations.flat().reduce(
    (sum, message) => sum + tokensOf(message),
    0,
  ) / conversations.length;
  const answer = Math.min(request.maxTokens ?? ANSWER_TOKENS, ANSWER_TOKENS);
  const { promptPrice, completionPrice } = model;
  return Math.ceil(
    request.choices *
      (prompt * (promptPrice ?? 0) + answer * (completionPrice ?? 0)),
  );
}

function tokensOf(message: ChatMessage): number {
  if (message.role !== "user") return message.text.length / TOKEN_CHARS;
  return message.content.reduce(
    (sum, part) =>
      sum +
      (part.type === "text" ? part.text.length / TOKEN_CHARS : PAYLOAD_TOKENS),
    0,
  );
}
