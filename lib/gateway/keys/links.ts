import { publicOrigin } from "../../http/public_origin.ts";
import { listedModels } from "../models/listed.ts";
import type { VisibleModel } from "../models/models.ts";
import type { Services } from "../services.ts";

/** Where clients find this gateway, and a model to begin with. */
export interface KeyLinks {
  /** Without a slash at its end. */
  origin: string;
  /** Of a chat; the most usual name where none is listed. */
  model: string;
}

/** Models that are cheap and known to everybody, the best first. */
const USUAL = ["gpt-4o-mini", "gpt-4o", "gpt-4.1-mini", "claude-haiku-4-5"];

/** What examples for clients are filled with. */
export async function keyLinks(
  services: Services,
  req: Request,
): Promise<KeyLinks> {
  const listed = await listedModels(services, null).catch(() => []);
  return {
    origin: publicOrigin(req, services.config.trustProxy),
    model: exampleModel(services, listed),
  };
}

/** The owner's default where there is one, else one that is listed. */
export function exampleModel(
  services: Services,
  listed: readonly VisibleModel[],
): string {
  const { defaultModel } = services.settings.current;
  if (defaultModel !== null) return defaultModel;
  const ids = listed.filter(({ kind }) => kind === "chat").map(({ id }) => id);
  for (const name of USUAL) {
    const found = ids.find((id) => id === name || id.endsWith(`/${name}`));
    if (found !== undefined) return found;
  }
  return ids[0] ?? "gpt-4o-mini";
}
