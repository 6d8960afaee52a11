import type { ChatAnswer } from "../../chat/answer.ts";
import type { Payloads } from "../../chat/payloads.ts";
import { ApiError, withParam } from "../../http/errors.ts";
import type { ResponseAddress } from "../../store/responses.ts";
import { type ChatExchange, respondChat } from "../chat/respond.ts";
import type { EndpointCall } from "../endpoint.ts";
import {
  newResponseId,
  readResponse,
  readResponseBody,
  type ResponseBody,
  responseBody,
  type ResponseObject,
  ResponseStream,
  type ResponseStyle,
  styleOf,
  withItemIds,
} from "../../surfaces/responses/mod.ts";
import { backgroundExchange, backgroundStream } from "./background.ts";
import { type Conversation, conversationOf } from "./conversation.ts";
import type { ResponseJson, ResponseKeeper } from "./keeper.ts";
import { recordJson } from "./record.ts";

const encoder = new TextEncoder();

/** Serves `POST /v1/responses`. */
export async function respondResponse(call: EndpointCall): Promise<Response> {
  try {
    return await respond(call);
  } catch (thrown) {
    throw thrown instanceof ApiError ? inClientWords(thrown) : thrown;
  }
}

/**
 * What is found wrong on the way to Puter is named as in chat completions; the
 * items of an input are not its messages one by one.
 */
function inClientWords(error: ApiError): ApiError {
  const { param } = error;
  if (param === null) return error;
  if (/^messages\b/.test(param)) return withParam(error, "input");
  return param.startsWith("response_format")
    ? withParam(error, "text.format.schema")
    : error;
}

function respond(call: EndpointCall): Promise<Response> {
  return respondChat(call, {
    name: "responses",
    read(value, _requestId, payloads) {
      const body = readResponseBody(value);
      const found = conversationOf(body, {
        keeper: call.services.responses,
        keyId: call.caller.keyId,
        payloads,
      });
      const exchange = (conversation: Conversation) =>
        exchangeOf(call, { body, conversation, payloads });
      return found instanceof Promise ? found.then(exchange) : exchange(found);
    },
  });
}

/** What a request and what it continues come to. */
interface Asked {
  body: ResponseBody;
  conversation: Conversation;
  payloads: Payloads;
}

function exchangeOf(call: EndpointCall, asked: Asked): ChatExchange {
  const { body, conversation } = asked;
  const { responses: keeper } = call.services;
  const { request, tools } = readResponse(body, conversation.items);
  const address = {
    keyId: call.caller.keyId,
    id: newResponseId(call.requestId),
  };
  const store = body.store !== false && keeper.isOn;
  const style = styleOf(body, {
    id: address.id,
    createdAt: Math.floor(Date.now() / 1000),
    tools,
    store,
  });
  const keepBytes = store ? keepingOf(keeper, address, asked) : undefined;
  const keep = (response: ResponseObject) =>
    keepBytes?.(() => encoder.encode(JSON.stringify(response)));
  return {
    request,
    wantsUsage: true,
    document(answers) {
      const response = responseBody(onlyOne(answers), style);
      keep(response);
      return response;
    },
    ...waysOf({ keeper, address, style, keep, keepBytes }, {
      isStreamed: body.stream === true,
      isBackground: isBackground(body, store),
    }),
  };
}

interface Keeping {
  keeper: ResponseKeeper;
  address: ResponseAddress;
  style: ResponseStyle;
  keep: (response: ResponseObject) => void;
  keepBytes: ((json: ResponseJson) => void) | undefined;
}

/** How a response is streamed, and what becomes of it without its client. */
function waysOf(
  { keepBytes, ...parts }: Keeping,
  { isStreamed, isBackground }: { isStreamed: boolean; isBackground: boolean },
): Pick<ChatExchange, "output" | "background" | "lasting"> {
  const { style } = parts;
  const over = (json: Uint8Array<ArrayBuffer>) => keepBytes?.(() => json);
  if (!isBackground) {
    return { output: () => new ResponseStream(style, { over }) };
  }
  const { lasting, keeping } = backgroundStream({ ...parts, keepJson: over });
  const output = () => new ResponseStream(style, keeping);
  return isStreamed
    ? { output, lasting }
    : { output, background: backgroundExchange({ ...parts, onlyOne }) };
}

/**
 * True where the answer is made even when its client is away.
 *
 * @throws {ApiError} 400 where it could not be found again
 */
function isBackground(body: ResponseBody, store: boolean): boolean {
  if (!body.background) return false;
  if (store) return true;
  throw new ApiError("A background response has to be stored", {
    status: 400,
    code: "invalid_value",
    param: "background",
  });
}

/** Keeps a response, beside its way to the client. */
function keepingOf(
  keeper: ResponseKeeper,
  address: ResponseAddress,
  { conversation, payloads }: Asked,
) {
  const { ancestors } = conversation;
  return (response: () => Uint8Array) =>
    keeper.keep(address, () => {
      const input = withItemIds(conversation.input, address.id);
      return recordJson(response(), { input, ancestors, payloads });
    });
}

function onlyOne(answers: readonly ChatAnswer[]): ChatAnswer {
  const [answer] = answers;
  if (answer === undefined) throw new TypeError("A response has one answer");
  return answer;
}
