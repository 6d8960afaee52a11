import { checkSurface } from "../../auth/policy.ts";
import { countPromptTokens } from "../../chat/count_tokens.ts";
import { json } from "../../http/json.ts";
import { readJsonBody } from "../../http/json_body.ts";
import { readCountTokens } from "../../surfaces/messages/read.ts";
import { withDefaultModel } from "../models/default.ts";
import type { EndpointCall } from "../endpoint.ts";

/**
 * Answers `POST /v1/messages/count_tokens`: counted here, so it costs nothing,
 * uses no limit of the key and leaves no record.
 *
 * @throws {ApiError} 400 for a bad body, 403 for a key of other protocols
 */
export async function countMessageTokens(
  { req, caller, services }: EndpointCall,
): Promise<Response> {
  if (caller.policy !== null) checkSurface(caller.policy, "messages");
  const body = await readJsonBody(req, services.config.maxBodyBytes);
  const request = readCountTokens(
    withDefaultModel(body.value, services.settings.current),
  );
  const sizeOf = (text: string) => body.payloads.sizeOf(text);
  return json({ input_tokens: await countPromptTokens(request, sizeOf) });
}
