import { ApiError } from "../http/errors.ts";
import { noAccount } from "../pool/refusal.ts";
import type { ModelIndex } from "../puter/model_index.ts";
import { familyOf, type PuterModel } from "../puter/models.ts";
import { keyOf } from "../store/settings_shape.ts";
import type { Services } from "./services.ts";
import type { Upstream } from "./upstream.ts";

/** Marks the models that the built-in simulator answers. */
export const SIMULATOR_PREFIX = "simulator/";

/** A model and who is to be called for it. */
export interface ResolvedModel {
  upstream: Upstream;
  model: PuterModel;
}

/** A model as the gateway lists it, under the id that clients use. */
export interface VisibleModel {
  id: string;
  model: PuterModel;
  /** The owner's own name for it. */
  label?: string;
}

/**
 * The chat model a client means.
 *
 * @throws {ApiError} 404 when nobody serves it; 503 when no account is
 * connected
 */
export async function resolveChatModel(
  services: Services,
  name: string,
): Promise<ResolvedModel> {
  await services.ready();
  if (name.startsWith(SIMULATOR_PREFIX)) {
    const upstream = services.simulator();
    if (upstream === null) throw unknownModel(name);
    const index = await upstream.catalogue.chat();
    const model = index.resolve(name.slice(SIMULATOR_PREFIX.length));
    if (model === undefined) throw unknownModel(name);
    return { upstream, model };
  }
  if (services.puter.pool.size === 0) throw noAccount();
  const index = await chatIndex(services.puter);
  // Without a list Puter itself has to say whether it knows the model.
  const model = index === null
    ? assumed(name)
    : index.resolve(name) ?? extraModel(services, name);
  if (model === undefined) {
    // It may be newer than the list.
    services.puter.catalogue.expire("chat");
    throw unknownModel(name);
  }
  return { upstream: services.puter, model };
}

/** All chat models that can be called now, each once. */
export async function visibleChatModels(
  services: Services,
): Promise<VisibleModel[]> {
  await services.ready();
  const found: VisibleModel[] = [];
  if (services.puter.pool.size > 0) {
    const index = await services.puter.catalogue.chat();
    for (const { publicId, model } of index.listed) {
      found.push({ id: publicId, model });
    }
    for (const { id, extra } of services.settings.current.models) {
      if (extra !== true || index.resolve(id) !== undefined) continue;
      found.push({ id, model: assumed(id) });
    }
  }
  const simulator = services.simulator();
  if (simulator !== null) {
    const index = await simulator.catalogue.chat();
    for (const { publicId, model } of index.listed) {
      found.push({ id: SIMULATOR_PREFIX + publicId, model });
    }
  }
  return found;
}

/** What a key's scope may call a model: a client's name for it, and its ids. */
export function namesOf(
  name: string,
  { id, puterId }: PuterModel,
): [string, ...string[]] {
  return puterId === undefined ? [name, id] : [name, id, puterId];
}

/** 404 in the words that clients and published tests look for. */
export function unknownModel(name: string): ApiError {
  return new ApiError(
    `The model \`${name.slice(0, 200)}\` does not exist or you do not have ` +
      "access to it.",
    { status: 404, code: "model_not_found" },
  );
}

async function chatIndex(upstream: Upstream): Promise<ModelIndex | null> {
  try {
    return await upstream.catalogue.chat();
  } catch {
    return null;
  }
}

/** A model that the owner offers and Puter does not list. */
function extraModel(services: Services, name: string): PuterModel | undefined {
  const key = keyOf(name);
  const note = services.settings.current.models.find(({ id, extra }) =>
    extra === true && keyOf(id) === key
  );
  return note && assumed(note.id);
}

/** What a name alone tells about a model. */
function assumed(name: string): PuterModel {
  const provider = /claude/i.test(name) ? "claude" : "openai-completion";
  return {
    id: name,
    aliases: [],
    provider,
    family: familyOf(provider, false),
    maxTokens: Number.MAX_SAFE_INTEGER,
    input: [],
    output: [],
    promptPrice: null,
    completionPrice: null,
    responsesOnly: false,
    subscriberOnly: false,
    costs: {},
    durations: [],
    dimensions: [],
    qualities: [],
  };
}
