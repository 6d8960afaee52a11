import type { ChatRequest } from "../../chat/request.ts";
import type { PuterModel } from "../models/models.ts";

/**
 * Providers whose models search the web, and where Puter asks those that do:
 * OpenAI searches in its Responses API alone (puter `ai-chat`, tools of type
 * `web_search`).
 */
const PROVIDERS: Readonly<Record<string, string>> = {
  "openai-completion": "openai-responses",
  "azure-openai": "azure-openai-responses",
  "openai-responses": "openai-responses",
  "azure-openai-responses": "azure-openai-responses",
};

/** The tool as Puter takes it. */
export const WEB_SEARCH_TOOL = { type: "web_search" };

/** True where a request gets the web search that it allows. */
export function searchesWeb(request: ChatRequest, model: PuterModel): boolean {
  return request.webSearch === true && model.provider in PROVIDERS;
}

/** The model as Puter asks it: a search changes what its vendor takes. */
export function askedModel(
  request: ChatRequest,
  model: PuterModel,
): PuterModel {
  const provider = PROVIDERS[model.provider];
  return searchesWeb(request, model) && provider !== undefined
    ? { ...model, provider, family: "responses" }
    : model;
}
