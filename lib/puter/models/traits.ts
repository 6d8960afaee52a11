import type { PuterModel } from "./models.ts";

/** The name without route and vendor: `gpt-5` of `openai:openai/gpt-5`. */
function bareName(model: PuterModel): string {
  return model.id.slice(model.id.lastIndexOf("/") + 1).toLowerCase();
}

/** OpenAI's o-series and gpt-5 family refuse sampling other than the default. */
export function fixesSampling(model: PuterModel): boolean {
  return /^(o\d|gpt-5)/.test(bareName(model));
}

/**
 * True where a reasoning effort reaches the vendor and is understood there. On
 * the chat route Puter forwards it even to models that refuse it.
 */
export function takesEffort(model: PuterModel): boolean {
  const name = bareName(model);
  if (model.provider === "claude") {
    return !/^claude-(instant|2|3(?![.-]7))/.test(name);
  }
  // Puter turns it into the Responses API's form for this family alone.
  if (model.family === "responses") return /^gpt-5/.test(name);
  if (model.provider === "meta") return true;
  return /^o\d/.test(name) && !/^o1-(mini|preview)/.test(name);
}

/** OpenAI refuses to switch the reasoning of its pro and codex models off. */
export function thinksAlways(model: PuterModel): boolean {
  return /^gpt-5[^-]*-(pro|codex)/.test(bareName(model));
}

/** OpenAI's gpt-5 family takes a verbosity. */
export function takesVerbosity(model: PuterModel): boolean {
  return model.family === "responses" && bareName(model).startsWith("gpt-5");
}
