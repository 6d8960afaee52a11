import { z } from "zod";
import { generateContentSchema } from "../../surfaces/generate_content/schema.ts";
import {
  generateContentAnswer,
  googleModelListSchema,
  googleModelSchema,
  tokenCountAnswer,
} from "../api_schemas/generate_content.ts";
import type { RouteDoc } from "./route_doc.ts";

/** The public API in the form of Google's. */
export const GOOGLE_ROUTES: RouteDoc[] = [
  {
    method: "GET",
    path: "/v1beta/models",
    access: "key",
    protocol: "gemini",
    summary: "List the models in Google's form",
    answers: { 200: { schema: googleModelListSchema } },
  },
  {
    method: "GET",
    path: "/v1beta/models/{id}",
    access: "key",
    protocol: "gemini",
    summary: "Show one model in Google's form",
    answers: { 200: { schema: googleModelSchema } },
  },
  {
    method: "POST",
    path: "/v1beta/models/{id}",
    access: "key",
    protocol: "gemini",
    summary: "Answer a conversation in Google's form, or count its tokens",
    description:
      "The id ends in `:generateContent`, `:streamGenerateContent` " +
      "or `:countTokens`. Names may be in camel or snake case.",
    body: {
      schema: generateContentSchema.meta({ id: "GenerateContentRequest" }),
    },
    answers: {
      200: [
        { schema: z.union([generateContentAnswer, tokenCountAnswer]) },
        {
          type: "text/event-stream",
          description: "`streamGenerateContent` with `alt=sse`: chunks as " +
            "`data:` lines; without it an array of them",
        },
      ],
    },
  },
];
