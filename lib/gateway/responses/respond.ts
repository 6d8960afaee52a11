import type { ChatAnswer } from "../../chat/answer.ts";
import { type ChatExchange, respondChat } from "../chat/respond.ts";
import type { EndpointCall } from "../endpoint.ts";
import {
  inputItems,
  newResponseId,
  readResponse,
  readResponseBody,
  responseBody,
  ResponseStream,
  styleOf,
} from "../../surfaces/responses/mod.ts";

/** Serves `POST /v1/responses`. */
export function respondResponse(call: EndpointCall): Promise<Response> {
  return respondChat(call, {
    name: "responses",
    read: (value, requestId) => readExchange(value, requestId),
  });
}

function readExchange(value: unknown, requestId: string): ChatExchange {
  const body = readResponseBody(value);
  const items = inputItems(body.input);
  const { request, tools } = readResponse(
    body,
    items.map((item, index) => ({ item, at: `input[${index}]` })),
  );
  const style = styleOf(body, {
    id: newResponseId(requestId),
    createdAt: Math.floor(Date.now() / 1000),
    tools,
    store: false,
  });
  return {
    request,
    wantsUsage: true,
    document: (answers) => responseBody(onlyOne(answers), style),
    output: () => new ResponseStream(style),
  };
}

function onlyOne(answers: readonly ChatAnswer[]): ChatAnswer {
  const [answer] = answers;
  if (answer === undefined) throw new TypeError("A response has one answer");
  return answer;
}
