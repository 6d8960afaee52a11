import { type KeyPolicy, mayUseModel } from "../../auth/policy.ts";
import { ApiError } from "../../http/errors.ts";
import { MODEL_KINDS } from "../../puter/models/catalogue.ts";
import { DRIVER_KINDS } from "../../puter/models/driver_models.ts";
import type { ModelNote, Settings } from "../../store/settings/record.ts";
import { keyOf } from "../../store/settings/shape.ts";
import { resolveChain } from "./chain.ts";
import {
  namesOf,
  SIMULATOR_PREFIX,
  unknownModel,
  type VisibleModel,
  visibleModels,
} from "./models.ts";
import type { Services } from "../services.ts";

/**
 * The models of the public list: all that can be called now and the aliases
 * that lead to one of them, under the owner's labels, without those hidden and
 * those outside the scope of the key.
 */
export async function listedModels(
  services: Services,
  policy: KeyPolicy | null,
): Promise<VisibleModel[]> {
  const visible = await visibleModels(services);
  const { aliases, models: notes } = services.settings.current;
  // An alias takes the place of a model with its name, as in requests.
  const models = visible.filter(({ id }) => !Object.hasOwn(aliases, id));
  const listed = [
    ...aliasesOf(visible, aliases, policy),
    ...models.filter((model) => isAllowed(policy, model)),
  ];
  if (notes.length === 0) return listed;
  const byKey = new Map(notes.map((note) => [keyOf(note.id), note]));
  return listed.flatMap((model) => {
    const note = byKey.get(keyOf(model.id));
    return note?.hidden === true ? [] : [labelled(model, note)];
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
  const { aliases, models } = services.settings.current;
  const found = await find(services, id, policy);
  if (!isAllowed(policy, found)) throw unknownModel(id);
  const note = models.find((note) => keyOf(note.id) === keyOf(id));
  const isAlias = Object.hasOwn(aliases, id);
  return labelled(isAlias ? { ...found, label: id } : found, note);
}

async function find(
  services: Services,
  id: string,
  policy: KeyPolicy | null,
): Promise<VisibleModel> {
  for (const kind of [...MODEL_KINDS, ...DRIVER_KINDS]) {
    try {
      const [found] = await resolveChain(services, id, policy, kind);
      // What is not listed is answered for, but is not there.
      if (found.nearId !== undefined) continue;
      return { id, model: found.model, kind };
    } catch (thrown) {
      if (!isAbsence(thrown)) throw thrown;
    }
  }
  throw unknownModel(id);
}

function isAbsence(thrown: unknown): boolean {
  return thrown instanceof ApiError &&
    (thrown.status === 404 || thrown.code === "no_account_connected");
}

function isAllowed(
  policy: KeyPolicy | null,
  { id, model }: VisibleModel,
): boolean {
  return mayUseModel(policy, namesOf(id, model));
}

function labelled(
  listed: VisibleModel,
  note: ModelNote | undefined,
): VisibleModel {
  return note?.label === undefined ? listed : { ...listed, label: note.label };
}

/** Each alias as its first target that can be called with a key. */
function aliasesOf(
  visible: readonly VisibleModel[],
  aliases: Settings["aliases"],
  policy: KeyPolicy | null,
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
      if (found === undefined) continue;
      const alias = { ...found, id, label: id };
      if (isAllowed(policy, alias)) return [alias];
    }
    return [];
  });
}
