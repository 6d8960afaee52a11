/** What image and video models have in common. */
export interface MediaModel {
  id: string;
  puterId?: string;
  aliases?: string[];
  name?: string;
  provider: string;
  costs_currency: "usd-cents";
  costs: Record<string, number>;
  [field: string]: unknown;
}

/**
 * The model that arguments name, or the first one of their provider; the first
 * of all where they name neither.
 */
export function findMediaModel(
  models: readonly MediaModel[],
  { model, provider }: Record<string, unknown>,
): MediaModel | undefined {
  const hosted = models.filter((entry) => entry.provider === provider);
  if (typeof model !== "string" || model.trim() === "") {
    return hosted[0] ?? models[0];
  }
  const wanted = model.trim().toLowerCase();
  const named = (entry: MediaModel) =>
    [entry.id, entry.puterId, ...entry.aliases ?? []].some((name) =>
      name?.toLowerCase() === wanted
    );
  return hosted.find(named) ?? models.find(named);
}
