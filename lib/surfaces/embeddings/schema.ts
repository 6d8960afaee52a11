import { z } from "zod";

/** Most inputs of one request, as OpenAI's API has it. */
export const MAX_INPUTS = 2048;

const tokens = z.array(z.int().min(0));

const input = z.union([
  z.string(),
  z.array(z.string()),
  tokens,
  z.array(tokens),
]).refine(
  isFilled,
  `give 1 to ${MAX_INPUTS} texts or lists of token ids, none of them empty`,
);

/** The body of `POST /v1/embeddings`; what is not named is passed on. */
export const embeddingsSchema = z.looseObject({
  model: z.string({
    error: (issue) =>
      issue.input === undefined
        ? "you must provide a model parameter"
        : undefined,
  }).min(1),
  input,
  encoding_format: z.enum(["float", "base64"]).nullish(),
  dimensions: z.int().min(1).nullish(),
  user: z.string().nullish(),
});

/** What is to be embedded. */
export type EmbeddingInput = z.output<typeof input>;

/** How many vectors an input asks for. */
export function countOf(input: EmbeddingInput): number {
  if (typeof input === "string") return 1;
  return typeof input[0] === "number" ? 1 : input.length;
}

function isFilled(
  input: string | string[] | number[] | number[][],
): boolean {
  if (typeof input === "string") return input !== "";
  if (input.length === 0) return false;
  if (typeof input[0] === "number") return true;
  return input.length <= MAX_INPUTS &&
    input.every((each) => (each as string | number[]).length > 0);
}
