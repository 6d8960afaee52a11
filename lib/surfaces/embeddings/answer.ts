import type { Usage } from "../../chat/answer.ts";
import { fieldsOf, unusableAnswer, usageOf } from "../companion_answer.ts";
import { type EncodingFormat, lengthOf, vectorAs } from "./vectors.ts";

/** What an answer has to fit. */
export interface EmbeddingsAsked {
  model: string;
  /** Number of inputs. */
  count: number;
  format: EncodingFormat;
}

/**
 * The answer for the client: one vector for each input, in their order and in
 * the form asked for.
 *
 * @throws {ApiError} 502 when a vector is missing, too many or none
 */
export function embeddingsAnswer(
  value: unknown,
  asked: EmbeddingsAsked,
): { document: unknown; usage: Usage | null } {
  const { data, model, usage: given } = fieldsOf(value);
  const items = Array.isArray(data) ? data.map(fieldsOf) : [];
  if (items.length !== asked.count) {
    throw unusableAnswer(
      `it has ${items.length} vectors for ${asked.count} inputs`,
    );
  }
  const vectors = inOrder(items).map(({ embedding }) => {
    const vector = vectorAs(embedding, asked.format);
    if (vector === null) throw unusableAnswer("one of its vectors is none");
    return vector;
  });
  if (new Set(vectors.map(lengthOf)).size > 1) {
    throw unusableAnswer("its vectors differ in length");
  }
  const usage = usageOf(given);
  return {
    document: {
      object: "list",
      data: vectors.map((embedding, index) => ({
        object: "embedding",
        index,
        embedding,
      })),
      model: typeof model === "string" && model !== "" ? model : asked.model,
      ...(usage === null ? {} : { usage: usageBody(usage, given) }),
    },
    usage,
  };
}

type Item = Record<string, unknown>;

/** By their indexes, where they have any; clients go by the place alone. */
function inOrder(items: readonly Item[]): Item[] {
  if (items.every(({ index }) => index === undefined)) return [...items];
  const ordered: Item[] = [];
  for (const item of items) {
    const index = Number.isSafeInteger(item.index) ? Number(item.index) : -1;
    const isFree = index >= 0 && index < items.length &&
      ordered[index] === undefined;
    if (!isFree) throw unusableAnswer("its indexes do not fit the inputs");
    ordered[index] = item;
  }
  return ordered;
}

function usageBody({ promptTokens }: Usage, given: unknown) {
  const { total_tokens: total } = fieldsOf(given);
  return {
    prompt_tokens: promptTokens,
    total_tokens: Number.isSafeInteger(total) ? total : promptTokens,
  };
}
