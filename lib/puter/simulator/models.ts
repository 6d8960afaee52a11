import type { SimModel } from "./chat/types.ts";
import { CLAUDE_MODELS } from "./models/claude.ts";
import {
  AZURE_GROK_MODELS,
  AZURE_MODELS,
  AZURE_RESPONSES_MODELS,
  OPENAI_MODELS,
  RESPONSES_MODELS,
} from "./models/openai.ts";
import {
  BUILT_IN_MODELS,
  OLLAMA_MODELS,
  RESOLD_MODELS,
  VENDOR_MODELS,
} from "./models/others.ts";

export { SIM_IMAGE_MODELS } from "./models/images.ts";
export { SIM_VIDEO_MODELS } from "./models/videos.ts";

/**
 * Every chat model and route, the preferred route of a model first: prices,
 * limits and ids are those Puter lists.
 */
export const SIM_MODELS: SimModel[] = [
  ...AZURE_MODELS,
  ...AZURE_GROK_MODELS,
  ...AZURE_RESPONSES_MODELS,
  ...CLAUDE_MODELS,
  ...OPENAI_MODELS,
  ...RESPONSES_MODELS,
  ...VENDOR_MODELS,
  ...OLLAMA_MODELS,
  ...RESOLD_MODELS,
  ...BUILT_IN_MODELS,
];

/** Puter tries no more routes than these for one call. */
const MAX_ROUTES = 3;

const routes = new Map<SimModel, SimModel[]>();

/** A model and the other routes that serve it, in the order they are tried. */
export function routesOf(model: SimModel): SimModel[] {
  const known = routes.get(model);
  if (known !== undefined) return known;
  const names = namesOf(model);
  const others = SIM_MODELS.filter((other) =>
    other !== model && namesOf(other).some((name) => names.includes(name))
  );
  const found = [model, ...others].slice(0, MAX_ROUTES);
  routes.set(model, found);
  return found;
}

/** Ids that name the model itself, whoever serves it. */
function namesOf({ id, aliases }: SimModel): string[] {
  return [id, ...aliases].filter((name) => !name.includes(":"));
}
