import type { Usage } from "../../chat/answer.ts";
import {
  fieldsOf,
  unusableAnswer,
  usageOf,
  withoutNulls,
} from "../companion_answer.ts";
import { validate } from "../validate.ts";
import { rerankSchema } from "./schema.ts";

/** The ranking of documents, as Cohere and Jina have it. */
export const rerank = {
  name: "rerank" as const,
  path: "/rerank",

  /** Throws an `ApiError` 400 that names the field at fault. */
  read(value: unknown) {
    const body = validate(rerankSchema, value);
    return {
      model: body.model,
      body: withoutNulls(body),
      answer: (answered: unknown) =>
        rerankAnswer(answered, body.documents.length),
    };
  },
};

/**
 * The answer for the client, as it is, once each result is known to rank a
 * document that was sent, and no document twice.
 */
function rerankAnswer(
  value: unknown,
  documents: number,
): { document: unknown; usage: Usage | null } {
  const answer = fieldsOf(value);
  if (!Array.isArray(answer.results) || answer.results.length === 0) {
    throw unusableAnswer("it has no results");
  }
  const seen = new Set<unknown>();
  for (const result of answer.results) {
    const { index, relevance_score: score } = fieldsOf(result);
    const isOurs = Number.isSafeInteger(index) && Number(index) >= 0 &&
      Number(index) < documents && !seen.has(index);
    if (!isOurs) throw unusableAnswer("it ranks what was not sent");
    if (!Number.isFinite(score)) throw unusableAnswer("a score is missing");
    seen.add(index);
  }
  const { usage, meta } = answer;
  return {
    document: answer,
    usage: usageOf(usage) ?? usageOf({
      prompt_tokens: fieldsOf(fieldsOf(meta).tokens).input_tokens,
    }),
  };
}
