import { type KeyPolicy, mayUseModel } from "../auth/policy.ts";
import { ApiError } from "../http/errors.ts";
import type { ModelNote, Settings } from "../store/settings_record.ts";
import { keyOf } from "../store/settings_shape.ts";
import {
  findChatModel,
  namesOf,
  SIMULATOR_PREFIX,
  unknownModel,
  visibleChatModels,
  type VisibleModel,
} from "./models.ts";
import type { Services } from "./services.ts";

/**
 * The models of the public list: all that can be called now and the aliases
 * that lead to one of them, under the owner's labels, without those hidden and
 * those outside the scope of the key.
 */
export async function listedModels(
  services: Services,
  policy: KeyPolicy | null,
): Promise<VisibleModel[]> {
  const listed = await allListed(services);
  return listed.filter(({ id, model }) =>
    mayUseModel(policy, namesOf(id, model))
  );
}

async function allListed(services: Services): Promise<VisibleModel[]> {
  const visible = await visibleChatModels(services);
  const { aliases, models: notes } = services.settings.current;
  const aliased = aliasesOf(visible, aliases);
  // An alias takes the place of a model with its name, as in requests.
  const taken = new Set(aliased.map(({ id }) => keyOf(id)));
  const others = visible.filter(({ id }) => !taken.has(keyOf(id)));
  if (notes.length === 0) return [...aliased, ...others];
  const byKey = new Map(notes.map((note) => [keyOf(note.id), note]));
  return [...aliased, ...others].flatMap((listed) => {
    const note = byKey.get(keyOf(listed.id));
    return note?.hidden === true ? [] : [labelled(listed, note)];
  });
}

/**
 * One model by its id or an alias; hidden ones too, as they are served.
 *
 * @throws {ApiError} 404 when it cannot be called now, or not with the key
 */
export async function findListedModel(
  services: Services,
  id: string,
  policy: KeyPolicy | null,
): Promise<VisibleModel> {
  const found = await findAny(services, id);
  if (mayUseModel(policy, namesOf(id, found.model))) return found;
  throw unknownModel(id);
}

async function findAny(services: Services, id: string): Promise<VisibleModel> {
  const { aliases, models } = services.settings.current;
  const note = models.find((note) => keyOf(note.id) === keyOf(id));
  const aliased = await findAliased(services, aliases[id] ?? []);
  if (aliased !== undefined) {
    return labelled({ id, model: aliased.model, label: id }, note);
  }
  return labelled(await findChatModel(services, id), note);
}

/** The first of an alias's targets that can be called. */
async function findAliased(
  services: Services,
  targets: readonly string[],
): Promise<VisibleModel | undefined> {
  for (const target of targets) {
    try {
      return await findChatModel(services, target);
    } catch (thrown) {
      if (!(thrown instanceof ApiError) || thrown.status !== 404) throw thrown;
    }
  }
  return undefined;
}

function labelled(
  listed: VisibleModel,
  note: ModelNote | undefined,
): VisibleModel {
  return note?.label === undefined ? listed : { ...listed, label: note.label };
}

/** Each alias as its first target that can be called. */
function aliasesOf(
  visible: readonly VisibleModel[],
  aliases: Settings["aliases"],
): VisibleModel[] {
  const names = Object.keys(aliases);
  if (names.length === 0) return [];
  const byName = new Map<string, VisibleModel>();
  for (const listed of visible) {
    const prefix = listed.id.startsWith(SIMULATOR_PREFIX)
      ? SIMULATOR_PREFIX
      : "";
    const { id, aliases: others } = listed.model;
    byName.set(keyOf(listed.id), listed);
    for (const name of [id, ...others]) {
      const key = keyOf(prefix + name);
      if (!byName.has(key)) byName.set(key, listed);
    }
  }
  return names.flatMap((id) => {
    for (const target of aliases[id] ?? []) {
      const found = byName.get(keyOf(target));
      if (found !== undefined) return [{ id, model: found.model, label: id }];
    }
    return [];
  });
}
