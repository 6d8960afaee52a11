import type { PuterModel } from "./models.ts";

/** Providers that resell models of others; a direct vendor is preferred. */
const RESELLERS: ReadonlySet<string> = new Set([
  "openrouter",
  "infron",
  "together-ai",
  "ollama",
]);

/** A model under the one id it is listed with. */
export interface ListedModel {
  publicId: string;
  model: PuterModel;
}

/** Finds models by any name Puter lists for them. */
export class ModelIndex {
  readonly models: readonly PuterModel[];
  /** Each model that can be reached, under its one public id. */
  readonly listed: readonly ListedModel[];
  readonly #byName = new Map<string, PuterModel>();
  readonly #publicIds = new Map<PuterModel, string>();

  constructor(models: readonly PuterModel[]) {
    this.models = models;
    this.#addNames();
    this.listed = this.#list();
  }

  /**
   * The model of an id, puterId or alias; case and surrounding blanks do not
   * matter. Names that are not listed are never guessed.
   */
  resolve(name: string): PuterModel | undefined {
    return this.#byName.get(fold(name));
  }

  /** The id a model is listed with; its own id when it is not listed. */
  publicIdOf(model: PuterModel): string {
    return this.#publicIds.get(model) ?? model.id;
  }

  /** An id beats a puterId, which beats an alias; then a direct vendor wins. */
  #addNames(): void {
    const direct = this.models.filter((model) => !isReseller(model));
    const all = [...direct, ...this.models.filter(isReseller)];
    for (const model of all) this.#add(model.id, model);
    for (const model of all) this.#add(model.puterId, model);
    for (const model of all) {
      for (const alias of model.aliases) this.#add(alias, model);
    }
  }

  #add(name: string | undefined, model: PuterModel): void {
    if (name === undefined) return;
    const key = fold(name);
    if (key !== "" && !this.#byName.has(key)) this.#byName.set(key, model);
  }

  #list(): ListedModel[] {
    const listed: ListedModel[] = [];
    for (const model of this.models) {
      // A name counts only if it leads back here: so ids are unique.
      const publicId = candidates(model).find((name) =>
        this.resolve(name) === model
      );
      if (publicId === undefined) continue;
      this.#publicIds.set(model, publicId);
      listed.push({ publicId, model });
    }
    return listed;
  }
}

/**
 * Names for the list, best first: the bare name of the puterId
 * (`claude-haiku-4-5`), or `vendor/name` where a reseller gives no puterId;
 * then the id, then the rest. The bare name carries no date, so it stays when a
 * vendor renews a snapshot.
 */
function candidates(model: PuterModel): string[] {
  const { id, puterId, aliases } = model;
  const wanted = puterId === undefined
    ? id.slice(id.indexOf(":") + 1)
    : puterId.slice(puterId.lastIndexOf("/") + 1);
  const preferred = [id, ...aliases].find((name) =>
    fold(name) === fold(wanted)
  );
  return [preferred, id, puterId, ...aliases].filter((name) =>
    name !== undefined
  );
}

function isReseller(model: PuterModel): boolean {
  return RESELLERS.has(model.provider);
}

function fold(name: string): string {
  return name.trim().toLowerCase();
}
