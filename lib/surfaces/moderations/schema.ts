import { z } from "zod";

/** What OpenAI's API takes where no model is named. */
export const DEFAULT_MODEL = "omni-moderation-latest";

const part = z.union([
  z.looseObject({ type: z.literal("text"), text: z.string() }),
  z.looseObject({
    type: z.literal("image_url"),
    image_url: z.looseObject({ url: z.string().min(1) }),
  }),
]);

/** The body of `POST /v1/moderations`; what is not named is passed on. */
export const moderationsSchema = z.looseObject({
  model: z.string().nullish(),
  input: z.union([
    z.string(),
    z.array(z.string()).min(1),
    z.array(part).min(1),
  ]),
});

/** What is to be judged. */
export type ModerationInput = z.output<typeof moderationsSchema>["input"];

/** Results an input asks for: one a text; parts are judged together. */
export function resultsOf(input: ModerationInput): number {
  if (typeof input === "string") return 1;
  return typeof input[0] === "string" ? input.length : 1;
}
