import type { SimModel } from "./chat/types.ts";
import { SIM_MODELS } from "./models.ts";

/** The chat model a call means, by any of its names; blanks and case do not matter. */
export function findModel(
  name: string | undefined,
  provider: string | undefined,
): SimModel | undefined {
  const wanted = provider?.trim().toLowerCase();
  if (name === undefined) {
    const host = wanted ?? "azure-openai";
    return SIM_MODELS.find((model) => model.provider === host);
  }
  const found = BY_NAME.get(name.trim().toLowerCase()) ?? [];
  return found.find((model) => model.provider === wanted) ?? found[0];
}

const BY_NAME = new Map<string, SimModel[]>();
for (const model of SIM_MODELS) {
  const names = [model.id, model.puterId ?? model.id, ...model.aliases];
  for (const name of new Set(names.map((name) => name.toLowerCase()))) {
    BY_NAME.set(name, [...BY_NAME.get(name) ?? [], model]);
  }
}

/** Ids of the public chat list. */
export function listedIds(): string[] {
  return listed().map((model) => model.puterId ?? model.id).sort();
}

/** Entries of the public chat list, as `/puterai/chat/models/details` shows them. */
export function listedDetails(): Record<string, unknown>[] {
  return listed().map((model) => {
    const { family: _family, hidden: _hidden, reasons: _reasons, ...entry } =
      model;
    return {
      ...entry,
      costs_currency: "usd-cents",
      costs: { tokens: 1_000_000, ...model.costs },
    };
  });
}

/** The prices of the chat models, as `GET /metering/allCosts` lists them. */
export function listedCosts(): Record<string, unknown>[] {
  return listed().flatMap(({ provider, id, costs }) =>
    Object.entries(costs).filter(([key]) => key !== "tokens").map((
      [key, price],
    ) => ({
      usageType: `${provider}:${id}:${key}`,
      ucentsPerUnit: price,
      unit: "token",
      source: `driver:aiChat/${provider}`,
      costs_currency: "usd-cents",
      registry: "driver",
      registryKey: "aiChat",
    }))
  );
}

function listed(): SimModel[] {
  return SIM_MODELS.filter((model) => !model.hidden);
}
