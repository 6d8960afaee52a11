import { assert, assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import fc from "fast-check";
import {
  familyOf,
  ModelIndex,
  parseModels,
  type PuterModel,
} from "../../../lib/puter/models/models.ts";

/** Entries as Puter lists them. */
const GPT_4O = {
  puterId: "azure:openai/gpt-4o",
  id: "gpt-4o",
  modalities: { input: ["text", "image"], output: ["text"] },
  open_weights: false,
  tool_call: true,
  knowledge: "2023-09",
  release_date: "2024-05-13",
  aliases: ["openai/gpt-4o", "azure:openai/gpt-4o"],
  costs_currency: "usd-cents",
  input_cost_key: "prompt_tokens",
  output_cost_key: "completion_tokens",
  costs: {
    tokens: 1000000,
    prompt_tokens: 250,
    cached_tokens: 125,
    completion_tokens: 1000,
  },
  context: 128000,
  max_tokens: 16384,
  provider: "azure-openai",
};

const HAIKU = {
  puterId: "anthropic:anthropic/claude-haiku-4-5",
  id: "claude-haiku-4-5-20251001",
  aliases: [
    "claude-haiku",
    "claude-haiku-latest",
    "claude-haiku-4.5",
    "claude-haiku-4-5",
    "anthropic/claude-haiku-4-5",
    "anthropic:anthropic/claude-haiku-4-5",
  ],
  name: "Claude Haiku 4.5",
  costs_currency: "usd-cents",
  costs: { tokens: 1000000, input_tokens: 100, output_tokens: 500 },
  context: 200000,
  max_tokens: 64000,
  provider: "claude",
};

const TINY = {
  id: "ollama:ollama/tiny:1b",
  name: "tiny:1b (Ollama)",
  max_tokens: 1000000000,
  costs_currency: "usd-cents",
  costs: { tokens: 1000000, input_token: 0, output_token: 0 },
  provider: "ollama",
};

const ROUTER = {
  id: "openrouter:acme/router-1",
  name: "Acme: Router 1 (OpenRouter)",
  aliases: [
    "acme/router-1",
    "Acme: Router 1",
    "openrouter/acme/router-1",
    "router-1",
  ],
  context: 32000,
  max_tokens: 4096,
  costs_currency: "usd-cents",
  input_cost_key: "prompt",
  output_cost_key: "completion",
  costs: { tokens: 1000000, prompt: 100, completion: 200, request: 0 },
  provider: "openrouter",
};

const PRO = {
  puterId: "openai:openai/gpt-5.4-pro",
  id: "gpt-5.4-pro",
  aliases: ["gpt-5.4-pro", "openai/gpt-5.4-pro", "openai:openai/gpt-5.4-pro"],
  costs: { tokens: 1000000 },
  max_tokens: 128000,
  responses_api_only: true,
  subscriberOnly: true,
  provider: "openai-responses",
};

const AZURE_GPT_5 = {
  puterId: "azure:openai/gpt-5",
  id: "gpt-5",
  aliases: ["openai/gpt-5", "azure:openai/gpt-5"],
  costs: {},
  max_tokens: 1,
  provider: "azure-openai",
};

const OPENAI_GPT_5 = {
  puterId: "openai:openai/gpt-5",
  id: "gpt-5-2025-08-07",
  aliases: ["gpt-5", "openai/gpt-5", "openai:openai/gpt-5"],
  costs: {},
  max_tokens: 1,
  provider: "openai-completion",
};

function indexOf(...entries: unknown[]): ModelIndex {
  return new ModelIndex(parseModels({ models: entries }));
}

function publicIds(index: ModelIndex): string[] {
  return index.listed.map(({ publicId }) => publicId);
}

describe("parseModels()", () => {
  it("reads a whole entry", () => {
    const [model] = parseModels({ models: [GPT_4O] });
    assertEquals(model, {
      id: "gpt-4o",
      puterId: "azure:openai/gpt-4o",
      aliases: ["openai/gpt-4o", "azure:openai/gpt-4o"],
      provider: "azure-openai",
      family: "openai",
      name: undefined,
      context: 128000,
      maxTokens: 16384,
      input: ["text", "image"],
      output: ["text"],
      toolCall: true,
      releaseDate: "2024-05-13",
      promptPrice: 250,
      completionPrice: 1000,
      responsesOnly: false,
      subscriberOnly: false,
      costs: GPT_4O.costs,
      durations: [],
      dimensions: [],
      qualities: [],
    });
  });

  it("prices by the default keys, and not at all without them", () => {
    const [haiku, tiny] = parseModels({ models: [HAIKU, TINY] });
    assertEquals([haiku?.promptPrice, haiku?.completionPrice], [100, 500]);
    assertEquals([tiny?.promptPrice, tiny?.completionPrice], [null, null]);
  });

  it("does not take another currency for cents", () => {
    const [model] = parseModels([{ ...HAIKU, costs_currency: "credits" }]);
    assertEquals(model?.promptPrice, null);
  });

  it("reads an entry that has only an id", () => {
    const [model] = parseModels([{ id: "x" }]);
    assertEquals(model?.id, "x");
    assertEquals(model?.maxTokens, Number.MAX_SAFE_INTEGER);
    assertEquals(model?.family, "openai");
    assertEquals(model?.promptPrice, null);
  });

  it("reads what media models offer", () => {
    const [model] = parseModels([{
      id: "seedance",
      provider: "byteplus-video-generation",
      costs: { "video_tokens:480p": 0.0007, note: "x" },
      durationSeconds: [5, 4],
      dimensions: ["720p", "480p"],
      allowedQualityLevels: ["1k"],
    }]);
    assertEquals(model?.costs, { "video_tokens:480p": 0.0007 });
    assertEquals(model?.durations, [5, 4]);
    assertEquals(model?.dimensions, ["720p", "480p"]);
    assertEquals(model?.qualities, ["1k"]);
  });

  it("leaves out what is no entry", () => {
    const odd = ["gpt-4o", null, 7, [], {}, { id: "" }, { id: 5 }, TINY];
    assertEquals(parseModels({ models: odd }).map(({ id }) => id), [TINY.id]);
    assertEquals(parseModels(undefined), []);
    assertEquals(parseModels({ models: "x" }), []);
  });

  it("survives any JSON", () => {
    fc.assert(fc.property(fc.jsonValue(), (json) => {
      assert(Array.isArray(parseModels(json)));
      assert(Array.isArray(parseModels([{ id: "x", ...Object(json) }])));
    }));
  });
});

describe("familyOf()", () => {
  it("goes by the provider", () => {
    assertEquals(familyOf("claude", false), "claude");
    assertEquals(familyOf("azure-openai-responses", false), "responses");
    assertEquals(familyOf("openai-completion", true), "responses");
    assertEquals(familyOf("openrouter", false), "openai");
    assertEquals(familyOf("brand-new", false), "openai");
  });
});

describe("ModelIndex", () => {
  const index = indexOf(GPT_4O, HAIKU, TINY, ROUTER, PRO);

  it("finds a model by id, puterId and alias, in any case", () => {
    const names = [
      "claude-haiku-4-5-20251001",
      "anthropic:anthropic/claude-haiku-4-5",
      "anthropic/claude-haiku-4-5",
      "Claude-Haiku-4-5",
      "  claude-haiku \n",
    ];
    for (const name of names) {
      assertEquals(index.resolve(name)?.id, HAIKU.id, name);
    }
    assertEquals(index.resolve("acme: router 1")?.id, ROUTER.id);
  });

  it("does not guess names that are not listed", () => {
    for (const name of ["tiny:1b", "haiku", "azure/gpt-4o", ""]) {
      assertEquals(index.resolve(name), undefined, name);
    }
  });

  it("lists each model under one short name", () => {
    assertEquals(publicIds(index), [
      "gpt-4o",
      "claude-haiku-4-5",
      "ollama:ollama/tiny:1b",
      "acme/router-1",
      "gpt-5.4-pro",
    ]);
    const haiku = index.resolve(HAIKU.id);
    assert(haiku);
    assertEquals(index.publicIdOf(haiku), "claude-haiku-4-5");
  });

  it("gives the second route of a name its own id", () => {
    for (
      const pair of [[AZURE_GPT_5, OPENAI_GPT_5], [OPENAI_GPT_5, AZURE_GPT_5]]
    ) {
      const both = indexOf(...pair);
      assertEquals(publicIds(both).toSorted(), ["gpt-5", "gpt-5-2025-08-07"]);
      assertEquals(both.resolve("gpt-5")?.provider, "azure-openai");
    }
  });

  it("prefers the vendor itself to a reseller", () => {
    const reseller = {
      id: "openrouter:anthropic/claude-haiku-4-5",
      aliases: ["anthropic/claude-haiku-4-5", "claude-haiku-4-5"],
      provider: "openrouter",
    };
    const both = indexOf(reseller, HAIKU);
    assertEquals(both.resolve("claude-haiku-4-5")?.provider, "claude");
    assertEquals(publicIds(both), [reseller.id, "claude-haiku-4-5"]);
  });

  it("leaves out an entry that no name leads to", () => {
    const both = indexOf(TINY, { ...TINY, provider: "other" });
    assertEquals(both.listed.length, 1);
  });

  it("has unique public ids that lead back, whatever is listed", () => {
    const name = fc.constantFrom("a", "A", "b", "v/a", "r:v/a", "r:v/b", "v/b");
    const entry = fc.record({
      id: name,
      puterId: name,
      aliases: fc.array(name, { maxLength: 4 }),
      provider: fc.constantFrom("claude", "openrouter", "azure-openai"),
    }, { requiredKeys: ["id"] });
    fc.assert(fc.property(fc.array(entry, { maxLength: 8 }), (entries) => {
      const listed = indexOf(...entries);
      const seen = new Set<string>();
      const models = new Set<PuterModel>();
      for (const { publicId, model } of listed.listed) {
        assertEquals(listed.resolve(publicId), model);
        seen.add(publicId.toLowerCase());
        models.add(model);
      }
      assertEquals(seen.size, listed.listed.length);
      assertEquals(models.size, listed.listed.length);
      for (const { id } of entries) {
        const found = listed.resolve(id);
        assert(found !== undefined && models.has(found));
      }
    }));
  });
});
