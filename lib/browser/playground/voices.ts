import type { ApiSend } from "./ask_model.ts";

/** A voice of `GET /v1/audio/voices`. */
export interface Voice {
  id: string;
  name: string;
  /** Ids of models that have it. */
  models: string[];
}

/** The voices that can be used; throws nothing, and then knows none. */
export async function loadVoices(send: ApiSend): Promise<Voice[]> {
  try {
    const res = await send("/v1/audio/voices", {});
    const body = await res.json() as { voices?: Voice[] };
    return res.ok ? body.voices ?? [] : [];
  } catch {
    return [];
  }
}
