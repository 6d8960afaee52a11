import { assert } from "@std/assert";
import type { SimModel } from "../../../lib/puter/simulator/chat/types.ts";
import { SIM_MODELS } from "../../../lib/puter/simulator/models.ts";

/** The model and route that arguments name. */
export function modelOf(args: Record<string, unknown>): SimModel {
  const { model: id, provider } = args;
  const named = SIM_MODELS.filter((model) =>
    [model.id, model.puterId, ...model.aliases].includes(String(id))
  );
  const found = named.find((model) => model.provider === provider) ?? named[0];
  assert(found, `no simulated model ${id}`);
  return found;
}
