import { checkSurface } from "../../auth/policy.ts";
import { countPromptTokens } from "../../chat/count_tokens.ts";
import { json } from "../../http/json.ts";
import { readJsonBody } from "../../http/json_body.ts";
import { readCountTokens } from "../../surfaces/generate_content/read.ts";
import type { EndpointCall } from "../endpoint.ts";
import { findListedModel } from "../models/listed.ts";

/**
 * Counts the tokens of a prompt here, without asking anybody: exact for the
 * newer models of OpenAI, an estimate for others.
 *
 * @throws {ApiError} 400 naming what cannot be read, 403 and 404 where the key
 * may not use this protocol or this model
 */
export async function answerTokenCount(
  { req, services, caller }: EndpointCall,
  model: string,
): Promise<Response> {
  if (caller.policy !== null) checkSurface(caller.policy, "generate_content");
  const { value, payloads } = await readJsonBody(
    req,
    services.config.maxBodyBytes,
  );
  const request = readCountTokens(value, model);
  await findListedModel(services, model, caller.policy);
  const totalTokens = await countPromptTokens(
    request,
    (text) => payloads.sizeOf(text),
  );
  return json({ totalTokens });
}
