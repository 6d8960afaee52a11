import { decoded } from "../../http/decoded.ts";
import { ApiError } from "../../http/errors.ts";
import { generateContent } from "../../surfaces/generate_content/mod.ts";
import { respondChat } from "../chat/respond.ts";
import type { EndpointCall } from "../endpoint.ts";
import { answerTokenCount } from "./token_count.ts";

/** A model and what is to be done with it: `models/{model}:{action}`. */
export interface ModelAction {
  model: string;
  action: string;
}

/**
 * Serves `POST /v1beta/models/{model}:{action}` of Google's API.
 *
 * @throws {ApiError} 404 for an action that is not served
 */
export function answerModelAction(call: EndpointCall): Promise<Response> {
  const { model, action } = modelAction(call.params.id ?? "");
  switch (action) {
    case "generateContent":
      return respondChat(
        call,
        generateContent({ model, stream: false }, "sse"),
      );
    case "streamGenerateContent": {
      const isEvents = call.url.searchParams.get("alt") === "sse";
      const form = isEvents ? "sse" : "array";
      return respondChat(call, generateContent({ model, stream: true }, form));
    }
    case "countTokens":
      return answerTokenCount(call, model);
    default:
      throw unknownAction(action);
  }
}

/** Splits at the last colon: ids of models hold colons and slashes too. */
export function modelAction(path: string): ModelAction {
  const text = decoded(path);
  const colon = text.lastIndexOf(":");
  return colon < 0
    ? { model: text, action: "" }
    : { model: text.slice(0, colon), action: text.slice(colon + 1) };
}

function unknownAction(action: string): ApiError {
  if (/^(?:batchE|e)mbedContents?$/.test(action)) {
    return new ApiError(
      "Embeddings are not served in Google's protocol: Puter has none. POST /v1/embeddings serves those of a companion endpoint, where the gateway's owner has named one",
      { status: 404, code: "unknown_url" },
    );
  }
  const name = action === ""
    ? "No action"
    : `The action ${action.slice(0, 60)}`;
  return new ApiError(
    `${name} is not served for models: use generateContent, streamGenerateContent or countTokens`,
    { status: 404, code: "unknown_url" },
  );
}
