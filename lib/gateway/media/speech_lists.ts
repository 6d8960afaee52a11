import type { KeyPolicy } from "../../auth/policy.ts";
import {
  type SpeechProvider,
  speechProviderOf,
  type SpeechVoice,
  voicesOf,
} from "../../puter/media/speech_models.ts";
import { listedModels } from "../models/listed.ts";
import type { VisibleModel } from "../models/models.ts";
import type { Services } from "../services.ts";

/** A voice and what it can be used with. */
export interface ListedVoice extends SpeechVoice {
  /** Puter's name of the vendor. */
  provider: string;
  /** Ids of models that have it. */
  models: string[];
}

/** The models of speech that a key may call now. */
export async function speechModels(
  services: Services,
  policy: KeyPolicy | null,
): Promise<VisibleModel[]> {
  const listed = await listedModels(services, policy);
  return listed.filter(({ kind }) => kind === "speech");
}

/**
 * The voices of the models of speech that a key may call now; of vendors with
 * voices of their customers only those that every account has.
 */
export async function speechVoices(
  services: Services,
  policy: KeyPolicy | null,
): Promise<ListedVoice[]> {
  const found = new Map<string, ListedVoice>();
  for (const { id, model } of await speechModels(services, policy)) {
    const provider: SpeechProvider | undefined = speechProviderOf(model.id);
    if (provider === undefined) continue;
    for (const voice of voicesOf(provider, model.id)) {
      const key = `${provider.id} ${voice.id}`;
      const listed = found.get(key);
      if (listed !== undefined) listed.models.push(id);
      else found.set(key, { ...voice, provider: provider.id, models: [id] });
    }
  }
  return [...found.values()];
}
