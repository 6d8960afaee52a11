import { embeddingsSchema } from "../../surfaces/embeddings/schema.ts";
import { moderationsSchema } from "../../surfaces/moderations/schema.ts";
import { rerankSchema } from "../../surfaces/rerank/schema.ts";
import {
  companionChangeSchema,
  companionViewSchema,
} from "../api_schemas/companion.ts";
import {
  embeddingsAnswerSchema,
  moderationsAnswerSchema,
  rerankAnswerSchema,
} from "../api_schemas/companion_answers.ts";
import type { RouteDoc } from "./route_doc.ts";

const SERVED_BY =
  "Served by the companion endpoint that the owner has named; 404 without one.";

/** What a companion endpoint serves, and how its owner names it. */
export const COMPANION_ROUTES: RouteDoc[] = [
  {
    method: "POST",
    path: "/v1/embeddings",
    access: "key",
    summary: "Turn texts into vectors",
    description: SERVED_BY,
    body: { schema: embeddingsSchema.meta({ id: "EmbeddingsRequest" }) },
    answers: { 200: { schema: embeddingsAnswerSchema } },
  },
  {
    method: "POST",
    path: "/v1/moderations",
    access: "key",
    summary: "Judge whether texts or images are harmful",
    description: SERVED_BY,
    body: { schema: moderationsSchema.meta({ id: "ModerationsRequest" }) },
    answers: { 200: { schema: moderationsAnswerSchema } },
  },
  {
    method: "POST",
    path: "/v1/rerank",
    access: "key",
    summary: "Rank documents by what they say to a query",
    description: SERVED_BY,
    body: { schema: rerankSchema.meta({ id: "RerankRequest" }) },
    answers: { 200: { schema: rerankAnswerSchema } },
  },
  {
    method: "GET",
    path: "/api/settings/companion",
    access: "owner",
    summary: "Show which companion endpoint is in force, and from where",
    answers: { 200: { schema: companionViewSchema } },
  },
  {
    method: "PUT",
    path: "/api/settings/companion",
    access: "owner",
    summary: "Name a companion endpoint",
    description:
      "One that speaks OpenAI's protocol; it serves embeddings, moderations and rerank.",
    body: { schema: companionChangeSchema },
    answers: { 200: { schema: companionViewSchema } },
  },
  {
    method: "DELETE",
    path: "/api/settings/companion",
    access: "owner",
    summary: "Give the companion endpoint back to the environment",
    answers: { 200: { schema: companionViewSchema } },
  },
];
