import type { VisibleModel } from "../models/models.ts";

/** Stands for a limit that nobody has told. */
const UNKNOWN_LIMIT = Number.MAX_SAFE_INTEGER;

/** A model as Google's API lists it. */
export function googleModel({ id, model, label }: VisibleModel) {
  const outputTokenLimit =
    model.maxTokens > 0 && model.maxTokens < UNKNOWN_LIMIT
      ? model.maxTokens
      : undefined;
  return {
    name: `models/${id}`,
    baseModelId: id,
    version: model.id,
    displayName: label ?? model.name ?? id,
    ...(model.context === undefined ? {} : { inputTokenLimit: model.context }),
    ...(outputTokenLimit === undefined ? {} : { outputTokenLimit }),
    supportedGenerationMethods: [
      "generateContent",
      "streamGenerateContent",
      "countTokens",
    ],
  };
}

/** The models that generate content, never paged. */
export function googleModelList(models: readonly VisibleModel[]) {
  const able = models.filter(({ kind }) => kind === "chat");
  return { models: able.map(googleModel) };
}
