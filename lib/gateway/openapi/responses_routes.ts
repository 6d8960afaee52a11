import { responseSchema } from "../../surfaces/responses/schema.ts";
import { responseAnswer } from "../api_schemas/response.ts";
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
];
