import {
  countTokensSchema,
  messagesSchema,
} from "../../surfaces/messages/schema.ts";
import { messageAnswer, tokenCountAnswer } from "../api_schemas/messages.ts";
import type { RouteDoc } from "./route_doc.ts";

/** The public API for Anthropic's clients. */
export const ANTHROPIC_ROUTES: RouteDoc[] = [
  {
    method: "POST",
    path: "/v1/messages",
    access: "key",
    protocol: "anthropic",
    summary: "Answer a conversation of Anthropic's protocol",
    description: "Unknown fields, blocks and versions are tolerated. Server " +
      "tools such as web search are left out. A snapshot of Claude's that is " +
      "not listed is answered by the nearest model of its tier.",
    body: { schema: messagesSchema.meta({ id: "MessageRequest" }) },
    answers: {
      200: [
        { schema: messageAnswer },
        {
          type: "text/event-stream",
          description: "With `stream`: the named events of one message",
        },
      ],
    },
  },
  {
    method: "POST",
    path: "/v1/messages/count_tokens",
    access: "key",
    protocol: "anthropic",
    summary: "Count the tokens of a prompt",
    description: "Counted by the gateway with OpenAI's tokenizer: free, and " +
      "an estimate for models of other vendors.",
    body: { schema: countTokensSchema.meta({ id: "CountTokensRequest" }) },
    answers: { 200: { schema: tokenCountAnswer } },
  },
];
