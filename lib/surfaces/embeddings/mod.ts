import { withoutNulls } from "../companion_answer.ts";
import { validate } from "../validate.ts";
import { embeddingsAnswer } from "./answer.ts";
import { countOf, embeddingsSchema } from "./schema.ts";

/** OpenAI's embeddings. */
export const embeddings = {
  name: "embeddings" as const,
  path: "/embeddings",

  /** Throws an `ApiError` 400 that names the field at fault. */
  read(value: unknown) {
    const { encoding_format, ...body } = validate(embeddingsSchema, value);
    // Everybody gives numbers unless told, but not all know the word for it.
    const format = encoding_format ?? "float";
    const wanted = format === "base64" ? { encoding_format } : {};
    const asked = { model: body.model, count: countOf(body.input), format };
    return {
      model: body.model,
      body: { ...withoutNulls(body), ...wanted },
      answer: (answered: unknown) => embeddingsAnswer(answered, asked),
    };
  },
};
