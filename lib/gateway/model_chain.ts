import { type KeyPolicy, mayUseModel } from "../auth/policy.ts";
import { ApiError } from "../http/errors.ts";
import {
  namesOf,
  resolveChatModel,
  type ResolvedModel,
  unknownModel,
} from "./models.ts";
import type { Services } from "./services.ts";

/** Models to try in this order. */
export type ModelChain = readonly [ResolvedModel, ...ResolvedModel[]];

/**
 * What a client's name for a model stands for: the model of that name, or those
 * of the owner's alias that can be called now with the client's key. An alias
 * does not lead to another alias.
 *
 * @throws {ApiError} 404 when nobody serves any; 503 when no account is
 * connected
 */
export async function resolveChain(
  services: Services,
  name: string,
  policy: KeyPolicy | null,
): Promise<ModelChain> {
  const { aliases } = services.settings.current;
  const targets = Object.hasOwn(aliases, name) ? aliases[name] : undefined;
  if (targets === undefined) return [await resolveChatModel(services, name)];
  const found = await Promise.all(
    targets.map((target) => resolved(services, target)),
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
): Promise<ResolvedModel | ApiError> {
  try {
    return await resolveChatModel(services, target);
  } catch (thrown) {
    if (thrown instanceof ApiError) return thrown;
    throw thrown;
  }
}
