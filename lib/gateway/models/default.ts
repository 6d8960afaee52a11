import type { Settings } from "../../store/settings/record.ts";

/** A request's body, with the owner's default where it names no model. */
export function withDefaultModel(
  body: unknown,
  { defaultModel }: Settings,
): unknown {
  if (defaultModel === null) return body;
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    return body;
  }
  const { model } = body as { model?: unknown };
  if (model !== undefined && model !== null && model !== "") return body;
  return { ...body, model: defaultModel };
}
