import { withoutNulls } from "../companion_answer.ts";
import { validate } from "../validate.ts";
import { moderationsAnswer } from "./answer.ts";
import { DEFAULT_MODEL, moderationsSchema, resultsOf } from "./schema.ts";

/** OpenAI's moderations. */
export const moderations = {
  name: "moderations" as const,
  path: "/moderations",

  /** Throws an `ApiError` 400 that names the field at fault. */
  read(value: unknown) {
    const body = validate(moderationsSchema, value);
    const model = body.model || DEFAULT_MODEL;
    const asked = {
      id: `modr-${crypto.randomUUID()}`,
      model,
      count: resultsOf(body.input),
    };
    return {
      model,
      body: { ...withoutNulls(body), model },
      answer: (answered: unknown) => moderationsAnswer(answered, asked),
    };
  },
};
