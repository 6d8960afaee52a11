import type { Usage } from "../../chat/answer.ts";
import { fieldsOf, unusableAnswer, usageOf } from "../companion_answer.ts";

/** The categories that every judgement of OpenAI's has. */
const CATEGORIES = [
  "harassment",
  "harassment/threatening",
  "hate",
  "hate/threatening",
  "self-harm",
  "self-harm/instructions",
  "self-harm/intent",
  "sexual",
  "sexual/minors",
  "violence",
  "violence/graphic",
];

/** Those that its older models do not judge; null says so. */
const NEWER_CATEGORIES = ["illicit", "illicit/violent"];

/** What an answer has to fit. */
export interface ModerationAsked {
  id: string;
  model: string;
  /** Number of results. */
  count: number;
}

/**
 * The answer for the client: a judgement for each input. One that lacks a
 * category is of no use, as a false "safe" is worse than an error.
 *
 * @throws {ApiError} 502 when it is not what was asked for
 */
export function moderationsAnswer(
  value: unknown,
  asked: ModerationAsked,
): { document: unknown; usage: Usage | null } {
  const answer = fieldsOf(value);
  const results = Array.isArray(answer.results) ? answer.results : [];
  if (results.length !== asked.count) {
    throw unusableAnswer(
      `it has ${results.length} results for ${asked.count} inputs`,
    );
  }
  return {
    document: {
      id: textOr(answer.id, asked.id),
      model: textOr(answer.model, asked.model),
      results: results.map((result) => judgement(fieldsOf(result))),
    },
    usage: usageOf(answer.usage),
  };
}

function judgement(result: Record<string, unknown>) {
  const categories = fieldsOf(result.categories);
  const scores = fieldsOf(result.category_scores);
  if (typeof result.flagged !== "boolean") {
    throw unusableAnswer("a result does not say whether it is flagged");
  }
  for (const name of CATEGORIES) {
    const isJudged = typeof categories[name] === "boolean" &&
      typeof scores[name] === "number";
    if (!isJudged) throw unusableAnswer(`a result does not judge ${name}`);
  }
  const unjudged = NEWER_CATEGORIES.filter((name) =>
    typeof categories[name] !== "boolean"
  );
  return {
    ...result,
    categories: {
      ...categories,
      ...Object.fromEntries(unjudged.map((name) => [name, null])),
    },
  };
}

function textOr(value: unknown, other: string): string {
  return typeof value === "string" && value !== "" ? value : other;
}
