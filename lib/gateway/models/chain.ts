import { type KeyPolicy, mayUseModel } from "../../auth/policy.ts";
import { ApiError } from "../../http/errors.ts";
import {
  namesOf,
  type ResolvedModel,
  resolveModel,
  type ServedKind,
  unknownModel,
} from "./models.ts";
import type { Services } from "../services.ts";

/** Models to try in this order. */
export type ModelChain = readonly [ResolvedModel, ...ResolvedModel[]];

/**
 * What a client's name for a model of a kind stands for: the model of that name,
 * or those of the owner's alias that can be called now with the client's key. An
 * alias does not lead to another alias.
 *
 * @throws {ApiError} 404 when nobody serves any; 503 when no account is
 * connected
 */
export async function resolveChain(
  services: Services,
  name: string,
  policy: KeyPolicy | null,
  kind: ServedKind = "chat",
): Promise<ModelChain> {
  const { aliases } = services.settings.current;
  const targets = Object.hasOwn(aliases, name) ? aliases[name] : undefined;
  if (targets === undefined) {
    return [await resolveModel(services, name, kind)];
  }
  const found = await Promise.all(
    targets.map((target) => resolved(services, target, kind)),
  );
  const [first, ...others] = found.filter((target) => "model" in target)
    .filter(({ model }) => mayUseModel(policy, namesOf(name, model)));
  if (first !== undefined) return [first, ...others];
  const refused = found.find((target) => target instanceof ApiError);
  throw refused === undefined || refused.status === 404
    ? unknownModel(name)
    : refused;
}

async function resolved(
  services: Services,
  target: string,
  kind: ServedKind,
): Promise<ResolvedModel | ApiError> {
  try {
    // The name that counts is the alias, whatever stands in for its target.
    const { upstream, model } = await resolveModel(services, target, kind);
    return { upstream, model };
  } catch (thrown) {
    if (thrown instanceof ApiError) return thrown;
    throw thrown;
  }
}
