import { type ApiSend, faultOf } from "./ask_model.ts";
import type { ListedModel } from "./models.ts";
import type { AnswerFault } from "./turns.ts";

/** Models that can be called, or why they are not known. */
export type LoadedModels =
  | { ok: true; models: ListedModel[] }
  | { ok: false; fault: AnswerFault };

/** Asks for the models that can be called now; never throws. */
export async function loadModels(send: ApiSend): Promise<LoadedModels> {
  try {
    const res = await send("/v1/models", {});
    const text = await res.text();
    if (!res.ok) return { ok: false, fault: faultOf(res.status, text) };
    const { data = [] } = JSON.parse(text) as { data?: ListedModel[] };
    return { ok: true, models: data };
  } catch {
    const fault = { message: "", code: "unreachable", status: 0 };
    return { ok: false, fault };
  }
}
