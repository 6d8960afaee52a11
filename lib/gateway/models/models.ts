import { deadline } from "@std/async/deadline";
import { ApiError } from "../../http/errors.ts";
import { noAccount } from "../../pool/refusal.ts";
import { MODEL_KINDS, type ModelKind } from "../../puter/models/catalogue.ts";
import type { DriverKind } from "../../puter/models/driver_models.ts";
import type { ModelIndex } from "../../puter/models/index.ts";
import {
  bareModel,
  familyOf,
  type PuterModel,
} from "../../puter/models/models.ts";
import { keyOf } from "../../store/settings/shape.ts";
import { listDriverModels, resolveDriverModel } from "./driver_models.ts";
import { nearModel } from "./near.ts";
import type { Services } from "../services.ts";
import type { Upstream } from "../upstream.ts";

/** Marks the models that the built-in simulator answers. */
export const SIMULATOR_PREFIX = "simulator/";

/** How long the list of models waits for those of images and videos, in ms. */
const MEDIA_LIST_MS = 3000;

/** A model and who is to be called for it. */
export interface ResolvedModel {
  upstream: Upstream;
  model: PuterModel;
  /** Its listed id, where it stands in for a snapshot that is not listed. */
  nearId?: string;
}

/** What the models of a request do; only some kinds are in Puter's lists. */
export type ServedKind = ModelKind | DriverKind;

/** A model as the gateway lists it, under the id that clients use. */
export interface VisibleModel {
  id: string;
  model: PuterModel;
  /** What it makes; a chat model may make images too. */
  kind: ServedKind;
  /** The owner's own name for it. */
  label?: string;
}

/**
 * The model of a kind that a client means.
 *
 * @throws {ApiError} 404 when nobody serves it; 503 when no account is
 * connected
 */
export async function resolveModel(
  services: Services,
  name: string,
  kind: ServedKind = "chat",
): Promise<ResolvedModel> {
  const { upstream, id } = await resolveUpstream(services, name);
  if (!isListed(kind)) {
    const model = resolveDriverModel(upstream, id, kind);
    return model === undefined ? refuse(name) : { upstream, model };
  }
  if (upstream !== services.puter) {
    const index = await upstream.catalogue[kind]();
    const model = index.resolve(id);
    if (model !== undefined) return { upstream, model };
    return near({ upstream, index, id, kind }, name) ?? refuse(name);
  }
  const index = await indexOf(upstream, kind);
  // Without a list Puter itself has to say whether it knows the model.
  const model = index === null
    ? unlistedModel(id)
    : index.resolve(id) ?? extraModel(services, id);
  if (model !== undefined) return { upstream, model };
  // It may be newer than the list.
  upstream.catalogue.expire(kind);
  return near({ upstream, index, id, kind }, name) ?? refuse(name);
}

function near(
  { upstream, index, id, kind }: {
    upstream: Upstream;
    index: ModelIndex | null;
    id: string;
    kind: ModelKind;
  },
  name: string,
): ResolvedModel | undefined {
  if (index === null || kind !== "chat") return undefined;
  const found = nearModel(index, id);
  if (found === undefined) return undefined;
  const nearId = name.replace(id, found.publicId);
  return { upstream, model: found.model, nearId };
}

function refuse(name: string): never {
  throw unknownModel(name);
}

/**
 * Who is to be called for a model, and its name there: for the simulator's
 * models and for those of kinds that Puter has no list of.
 *
 * @throws {ApiError} 404 for the simulator's models where there is none; 503
 * when no account is connected
 */
export async function resolveUpstream(
  services: Services,
  name: string,
): Promise<{ upstream: Upstream; id: string }> {
  await services.ready();
  if (name.startsWith(SIMULATOR_PREFIX)) {
    const upstream = services.simulator();
    if (upstream === null) throw unknownModel(name);
    return { upstream, id: name.slice(SIMULATOR_PREFIX.length) };
  }
  if (services.puter.pool.size === 0) throw noAccount();
  return { upstream: services.puter, id: name };
}

/** All models that can be called now, each once. */
export async function visibleModels(
  services: Services,
): Promise<VisibleModel[]> {
  await services.ready();
  const found: VisibleModel[] = [];
  if (services.puter.pool.size > 0) {
    found.push(...await listOf(services.puter));
    found.push(...extrasBeside(services, found));
  }
  const simulator = services.simulator();
  if (simulator !== null) {
    for (const listed of await listOf(simulator)) {
      found.push({ ...listed, id: SIMULATOR_PREFIX + listed.id });
    }
  }
  return found;
}

/** What the owner offers and Puter does not list. */
function extrasBeside(
  services: Services,
  listed: readonly VisibleModel[],
): VisibleModel[] {
  const extras = services.settings.current.models
    .filter(({ extra }) => extra === true);
  if (extras.length === 0) return [];
  const names = new Set(
    listed.flatMap(({ id, model: { id: own, puterId = id, aliases } }) =>
      [id, own, puterId, ...aliases].map(keyOf)
    ),
  );
  return extras.filter(({ id }) => !names.has(keyOf(id)))
    .map(({ id }) => ({ id, model: unlistedModel(id), kind: "chat" }));
}

/** The lists of an upstream as one; a name counts where it comes first. */
async function listOf(upstream: Upstream): Promise<VisibleModel[]> {
  const { catalogue } = upstream;
  const [chat, image, video] = await Promise.all([
    catalogue.chat(),
    mediaList(catalogue.image()),
    mediaList(catalogue.video()),
  ]);
  const lists: [ModelKind, ModelIndex | null][] = [
    ["chat", chat],
    ["image", image],
    ["video", video],
  ];
  const found = new Map<string, VisibleModel>();
  for (const [kind, index] of lists) {
    for (const { publicId: id, model } of index?.listed ?? []) {
      const key = keyOf(id);
      if (!found.has(key)) found.set(key, { id, model, kind });
    }
  }
  for (const listed of listDriverModels(upstream)) {
    const key = keyOf(listed.id);
    if (!found.has(key)) found.set(key, listed);
  }
  return [...found.values()];
}

function isListed(kind: ServedKind): kind is ModelKind {
  return (MODEL_KINDS as readonly string[]).includes(kind);
}

/** Chat can do without these lists, so nobody waits long for them. */
async function mediaList(
  list: Promise<ModelIndex>,
): Promise<ModelIndex | null> {
  try {
    return await deadline(list, MEDIA_LIST_MS);
  } catch {
    return null;
  }
}

/**
 * What a key's scope may call the model that a client means. The name of one
 * that is not listed opens nothing: only the one that stands in for it counts.
 */
export function scopeNames(
  name: string,
  { model, nearId }: ResolvedModel,
): [string, ...string[]] {
  return namesOf(nearId ?? name, model);
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

async function indexOf(
  { catalogue }: Upstream,
  kind: ModelKind,
): Promise<ModelIndex | null> {
  try {
    return await catalogue[kind]();
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
  return note && unlistedModel(note.id);
}

/** What a name alone tells about a model. */
export function unlistedModel(name: string): PuterModel {
  const provider = /claude/i.test(name) ? "claude" : "openai-completion";
  return bareModel({ id: name, provider, family: familyOf(provider, false) });
}
