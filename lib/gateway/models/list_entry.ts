import { MICRO_CENTS_PER_DOLLAR } from "../../money.ts";
import type { PuterModel } from "../../puter/models/models.ts";
import type { ServedKind, VisibleModel } from "./models.ts";

/** Time given to models whose release is not known: start of 2025. */
const UNKNOWN_RELEASE = Date.UTC(2025, 0, 1) / 1000;

/**
 * One entry of the model list, readable for clients of OpenAI (`object`,
 * `created`, `owned_by`), Anthropic (`type`, `display_name`, `created_at`) and
 * OpenRouter (`context_length`, `architecture`, `pricing`).
 */
export function modelEntry({ id, model, kind, label }: VisibleModel) {
  const created = releaseOf(model.releaseDate);
  const name = label ?? model.name ?? id;
  return {
    id,
    object: "model",
    created,
    owned_by: ownerOf(id, model.provider),
    type: "model",
    display_name: name,
    created_at: new Date(created * 1000).toISOString().replace(".000", ""),
    name,
    ...(model.context === undefined ? {} : { context_length: model.context }),
    architecture: {
      input_modalities: model.input.length > 0 ? model.input : ["text"],
      output_modalities: outputOf(kind, model),
    },
    ...(model.promptPrice === null || model.completionPrice === null ? {} : {
      pricing: {
        prompt: dollars(model.promptPrice),
        completion: dollars(model.completionPrice),
      },
    }),
  };
}

function outputOf(kind: ServedKind, { output }: PuterModel): string[] {
  if (kind === "image" || kind === "video") return [kind];
  return output.length > 0 ? output : ["text"];
}

/** The whole list, never paged: `has_more` ends Anthropic's iteration. */
export function modelList(models: readonly VisibleModel[]) {
  const data = models.map(modelEntry);
  return {
    object: "list",
    data,
    has_more: false,
    first_id: data[0]?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
  };
}

/** Unix seconds of a date such as `2025-10-15`. */
function releaseOf(date: string | undefined): number {
  const ms = Date.parse(date ?? "");
  return Number.isNaN(ms) ? UNKNOWN_RELEASE : Math.floor(ms / 1000);
}

/** US dollars per token as text, from micro-cents. */
function dollars(microCents: number): string {
  return (microCents / MICRO_CENTS_PER_DOLLAR).toFixed(12).replace(
    /\.?0+$/,
    "",
  );
}

const VENDORS: [RegExp, string][] = [
  [/claude/, "anthropic"],
  [/gpt|^o\d|openai/, "openai"],
  [/gemini|gemma|google/, "google"],
  [/grok|x-ai/, "x-ai"],
  [/deepseek/, "deepseek"],
  [/mistral|mixtral|codestral|magistral/, "mistralai"],
  [/llama|meta/, "meta"],
  [/qwen/, "qwen"],
];

function ownerOf(id: string, provider: string): string {
  const name = id.toLowerCase();
  return VENDORS.find(([pattern]) => pattern.test(name))?.[1] ?? (provider ||
    "puter");
}
