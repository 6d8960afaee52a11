import { z } from "zod";
import { chatCompletionSchema } from "../../surfaces/chat_completions/schema.ts";
import { completionSchema } from "../../surfaces/completions/schema.ts";
import { chatCompletionAnswer } from "../api_schemas/chat_completion.ts";
import { completionAnswer } from "../api_schemas/completion.ts";
import { modelListSchema, modelSchema } from "../api_schemas/models.ts";
import type { RouteDoc } from "./route_doc.ts";

/** The public API. */
export const PUBLIC_ROUTES: RouteDoc[] = [
  {
    method: "POST",
    path: "/v1/chat/completions",
    access: "key",
    summary: "Answer a conversation",
    description: "OpenAI's chat completions. Unknown fields are tolerated.",
    body: {
      schema: chatCompletionSchema.meta({ id: "ChatCompletionRequest" }),
    },
    answers: {
      200: [
        { schema: chatCompletionAnswer },
        {
          type: "text/event-stream",
          description:
            "With `stream`: chunks as `data:` lines, then `data: [DONE]`",
        },
      ],
    },
  },
  {
    method: "POST",
    path: "/v1/completions",
    access: "key",
    summary: "Go on with a text, or fill a gap in it",
    description: "OpenAI's legacy completions, answered by chat models that " +
      "are told to write nothing but the text that is missing.",
    body: { schema: completionSchema.meta({ id: "CompletionRequest" }) },
    answers: {
      200: [
        { schema: completionAnswer },
        {
          type: "text/event-stream",
          description:
            "With `stream`: completions as `data:` lines, then `data: [DONE]`",
        },
      ],
    },
  },
  {
    method: "GET",
    path: "/v1/models",
    access: "key",
    summary: "List the models that can be called now",
    answers: { 200: { schema: modelListSchema } },
  },
  {
    method: "GET",
    path: "/v1/models/{id}",
    access: "key",
    summary: "Show one model",
    description: "Slashes in the id may be encoded or not.",
    answers: { 200: { schema: modelSchema } },
  },
];

/** What balancers, monitors and readers of this document call. */
export const SERVICE_ROUTES: RouteDoc[] = [
  {
    method: "GET",
    path: "/healthz",
    access: "none",
    summary: "Say that the process lives",
    answers: { 200: { schema: z.object({ status: z.literal("ok") }) } },
  },
  {
    method: "GET",
    path: "/readyz",
    access: "none",
    summary: "Say whether this instance can serve",
    answers: {
      200: { schema: z.object({ status: z.literal("ready") }) },
      503: {
        description: "It cannot serve now",
        schema: z.object({
          status: z.literal("not_ready"),
          reasons: z.array(z.unknown()),
        }),
      },
    },
  },
  {
    method: "GET",
    path: "/metrics",
    access: "metrics",
    summary: "Tell Prometheus what this process does",
    answers: { 200: { type: "text/plain" } },
  },
  {
    method: "GET",
    path: "/openapi.json",
    access: "key",
    summary: "Give this document",
    answers: { 200: { schema: z.looseObject({ openapi: z.string() }) } },
  },
];
