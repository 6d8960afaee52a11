import {
  inputTokensSchema,
  responseSchema,
} from "../../surfaces/responses/schema.ts";
import {
  deletedResponse,
  inputItemsAnswer,
  inputItemsQuery,
  inputTokensAnswer,
  responseAnswer,
  responseQuery,
} from "../api_schemas/response.ts";
import type { RouteDoc } from "./route_doc.ts";

/** OpenAI's responses. */
export const RESPONSES_ROUTES: RouteDoc[] = [
  {
    method: "POST",
    path: "/v1/responses",
    access: "key",
    summary: "Answer a conversation as a response",
    description:
      "OpenAI's responses. Unknown fields are tolerated; hosted tools are left out.",
    body: { schema: responseSchema.meta({ id: "ResponseRequest" }) },
    answers: {
      200: [
        { schema: responseAnswer },
        {
          type: "text/event-stream",
          description:
            "With `stream`: numbered events up to `response.completed`, `response.incomplete` or `response.failed`",
        },
      ],
    },
  },
  {
    method: "POST",
    path: "/v1/responses/input_tokens",
    access: "key",
    summary: "Count the tokens of a response's input",
    description:
      "Counted by the tokenizer of OpenAI's models: an estimate for others.",
    body: { schema: inputTokensSchema.meta({ id: "InputTokensRequest" }) },
    answers: { 200: { schema: inputTokensAnswer } },
  },
  {
    method: "GET",
    path: "/v1/responses/{id}",
    access: "key",
    summary: "Show a stored response",
    description: "Only to the key that made it.",
    query: responseQuery,
    answers: {
      200: [
        { schema: responseAnswer },
        { type: "text/event-stream", description: "With `stream`: its events" },
      ],
    },
  },
  {
    method: "DELETE",
    path: "/v1/responses/{id}",
    access: "key",
    summary: "Delete a stored response",
    answers: { 200: { schema: deletedResponse } },
  },
  {
    method: "POST",
    path: "/v1/responses/{id}/cancel",
    access: "key",
    summary: "Cancel a background response",
    answers: { 200: { schema: responseAnswer } },
  },
  {
    method: "GET",
    path: "/v1/responses/{id}/input_items",
    access: "key",
    summary: "List the input of a stored response",
    query: inputItemsQuery,
    answers: { 200: { schema: inputItemsAnswer } },
  },
];
