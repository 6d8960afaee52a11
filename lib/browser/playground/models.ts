/** A model of `GET /v1/models`, as far as it is read. */
export interface ListedModel {
  id: string;
  name?: string;
  owned_by?: string;
  context_length?: number;
  architecture?: { input_modalities: string[]; output_modalities: string[] };
  /** US dollars per token as text. */
  pricing?: { prompt: string; completion: string };
}

/** What a bench of the playground makes. */
export type Bench = "chat" | "image" | "speech" | "transcription" | "video";

/** The models that can do something. */
export function modelsFor(
  bench: Bench,
  models: readonly ListedModel[],
): ListedModel[] {
  return models.filter((model) => doesWork(bench, model));
}

function doesWork(bench: Bench, { architecture }: ListedModel): boolean {
  const { input_modalities: input, output_modalities: output } = architecture ??
    { input_modalities: ["text"], output_modalities: ["text"] };
  const hears = input.includes("audio") && !input.includes("text");
  switch (bench) {
    case "chat":
      return output.includes("text") && input.includes("text");
    case "image":
      return output.includes("image") && !output.includes("text");
    case "speech":
      return output.includes("audio") && !output.includes("text") && !hears;
    case "transcription":
      return output.includes("text") && hears;
    case "video":
      return output.includes("video");
  }
}

/** Models that have every word of a query in their names, best ones first. */
export function searchModels(
  models: readonly ListedModel[],
  query: string,
): ListedModel[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...models];
  const [first = ""] = words;
  return models
    .filter((model) => {
      const text = searchText(model);
      return words.every((word) => text.includes(word));
    })
    .sort((one, other) => rankOf(one, first) - rankOf(other, first));
}

function searchText({ id, name = "", owned_by = "" }: ListedModel): string {
  return `${id} ${name} ${owned_by}`.toLowerCase();
}

function rankOf({ id }: ListedModel, word: string): number {
  const at = id.toLowerCase().indexOf(word);
  return at < 0 ? Infinity : at;
}

/** Models that are good to begin with, where they are listed. */
const FAVOURITES = [
  /^gpt-[\d.]+-mini$/,
  /^gpt-4o$/,
  /^claude-sonnet/,
  /^gemini.*flash$/,
  /gpt-4o$/,
];

/** The model to begin with; empty when there is none. */
export function firstModel(models: readonly ListedModel[]): string {
  for (const pattern of FAVOURITES) {
    const found = models.find(({ id }) => pattern.test(id));
    if (found !== undefined) return found.id;
  }
  return models[0]?.id ?? "";
}

/** The model that a bench begins with; empty when there is none. */
export function firstFor(bench: Bench, models: readonly ListedModel[]): string {
  // Puter is known to lose what Sora makes, so the gateway refuses it at first.
  const fit = bench === "video"
    ? models.filter(({ id }) => !/sora/.test(id))
    : models;
  return (fit[0] ?? models[0])?.id ?? "";
}

/** US dollars for a million tokens; null when the price is not known. */
export function pricesOf(
  { pricing }: ListedModel,
): { input: number; output: number } | null {
  if (pricing === undefined) return null;
  const input = Number(pricing.prompt) * 1e6;
  const output = Number(pricing.completion) * 1e6;
  return Number.isFinite(input) && Number.isFinite(output)
    ? { input, output }
    : null;
}
