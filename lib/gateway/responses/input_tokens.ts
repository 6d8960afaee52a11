import { checkSurface } from "../../auth/policy.ts";
import { countPromptTokens } from "../../chat/count_tokens.ts";
import { json } from "../../http/json.ts";
import { readJsonBody } from "../../http/json_body.ts";
import {
  inputTokensSchema,
  readResponse,
  readResponseBody,
} from "../../surfaces/responses/mod.ts";
import type { EndpointCall } from "../endpoint.ts";
import { conversationOf } from "./conversation.ts";

/**
 * Answers `POST /v1/responses/input_tokens`: counted here, so it costs nothing,
 * uses no limit of the key and leaves no record.
 *
 * @throws {ApiError} 400 for a bad body, 403 for a key of other protocols
 */
export async function countInputTokens(
  { req, caller, services }: EndpointCall,
): Promise<Response> {
  if (caller.policy !== null) checkSurface(caller.policy, "responses");
  const { value, payloads } = await readJsonBody(
    req,
    services.config.maxBodyBytes,
  );
  const body = readResponseBody(value, inputTokensSchema);
  const conversation = await conversationOf(body, {
    keeper: services.responses,
    keyId: caller.keyId,
    payloads,
  });
  const { request } = readResponse(body, conversation.items);
  const tokens = await countPromptTokens(
    request,
    (text) => payloads.sizeOf(text),
  );
  return json({ object: "response.input_tokens", input_tokens: tokens });
}
