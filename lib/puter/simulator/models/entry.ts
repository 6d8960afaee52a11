import type { SimModel } from "../chat/types.ts";

/** What the models of one provider have in common. */
export interface ProviderDefaults {
  provider: string;
  /** What stands before the name in ids, such as `openai/`. */
  vendor: string;
  /** What stands before that in the puterId, such as `azure:`. */
  route: string;
  input?: string[];
}

/** What is a model's own. Prices are US cents per million tokens. */
export interface ModelFacts {
  id: string;
  /** The name in `vendor/name`; the id where it is missing. */
  short?: string;
  aliases?: string[];
  name?: string;
  context?: number;
  maxTokens: number;
  price: [prompt: number, completion: number, cached?: number];
  input?: string[];
  output?: string[];
  released?: string;
  responsesOnly?: true;
  reasons?: true;
  subscriberOnly?: true;
  hidden?: true;
}

/** The entries of a provider whose vendor counts in OpenAI's words. */
export function openAiModels(
  defaults: ProviderDefaults,
  models: ModelFacts[],
): SimModel[] {
  return models.map((facts) => openAiModel(defaults, facts));
}

function openAiModel(
  { provider, vendor, route, input }: ProviderDefaults,
  facts: ModelFacts,
): SimModel {
  const [prompt, completion, cached] = facts.price;
  const name = vendor + (facts.short ?? facts.id);
  return {
    ...commonFields(facts, input),
    puterId: route + name,
    aliases: [...facts.aliases ?? [], name, route + name],
    provider,
    family: facts.responsesOnly ? "responses" : "openai",
    input_cost_key: "prompt_tokens",
    output_cost_key: "completion_tokens",
    costs: {
      tokens: 1_000_000,
      prompt_tokens: prompt,
      ...(cached === undefined ? {} : { cached_tokens: cached }),
      completion_tokens: completion,
    },
  };
}

/** The entries of Anthropic, which prices what is read from its cache. */
export function claudeModels(models: ModelFacts[]): SimModel[] {
  return models.map((facts) => {
    const [prompt, completion] = facts.price;
    const name = `anthropic/${facts.short ?? facts.id}`;
    return {
      ...commonFields(facts, ["text", "image", "pdf"]),
      puterId: `anthropic:${name}`,
      aliases: [...facts.aliases ?? [], name, `anthropic:${name}`],
      provider: "claude",
      family: "claude",
      input_cost_key: "input_tokens",
      output_cost_key: "output_tokens",
      costs: {
        tokens: 1_000_000,
        input_tokens: prompt,
        ephemeral_5m_input_tokens: prompt * 1.25,
        ephemeral_1h_input_tokens: prompt * 2,
        cache_read_input_tokens: prompt / 10,
        output_tokens: completion,
      },
    };
  });
}

/** The entries of a reseller, whose ids begin with its own name. */
export function resoldModels(
  provider: string,
  models: ModelFacts[],
): SimModel[] {
  const route = provider === "together-ai" ? "togetherai" : provider;
  return models.map((facts) => {
    const [prompt, completion] = facts.price;
    return {
      ...commonFields(facts, undefined),
      id: `${route}:${facts.id}`,
      aliases: [
        facts.id,
        ...facts.aliases ?? [],
        `${route}/${facts.id}`,
        facts.id.slice(facts.id.lastIndexOf("/") + 1),
      ],
      provider,
      family: "openai",
      input_cost_key: "prompt",
      output_cost_key: "completion",
      costs: { tokens: 1_000_000, prompt, completion, request: 0 },
    };
  });
}

function commonFields(facts: ModelFacts, input: string[] | undefined) {
  const seen = facts.input ?? input;
  return {
    id: facts.id,
    ...(facts.name === undefined ? {} : { name: facts.name }),
    ...(facts.context === undefined ? {} : { context: facts.context }),
    max_tokens: facts.maxTokens,
    ...(seen === undefined
      ? {}
      : { modalities: { input: seen, output: facts.output ?? ["text"] } }),
    ...(seen === undefined ? {} : { tool_call: true }),
    ...(facts.released === undefined ? {} : { release_date: facts.released }),
    ...(facts.responsesOnly ? { responses_api_only: true as const } : {}),
    ...(facts.reasons ? { reasons: true } : {}),
    ...(facts.subscriberOnly ? { subscriberOnly: true as const } : {}),
    ...(facts.hidden ? { hidden: true } : {}),
  };
}
