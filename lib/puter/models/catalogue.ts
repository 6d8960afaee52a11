import { ApiError } from "../../http/errors.ts";
import { classifyHttp, networkFailure } from "../errors/classify.ts";
import type { PuterFailure } from "../errors/failure.ts";
import { ModelIndex, parseModels, type PuterModel } from "./models.ts";
import { readText } from "../read_body.ts";
import { parseJson } from "../record.ts";
import type { PuterTransport } from "../transport.ts";

/** Puter's model lists. */
export const MODEL_KINDS = ["chat", "image", "video"] as const;

/** What the models of one of Puter's lists make. */
export type ModelKind = typeof MODEL_KINDS[number];

/** A list as it was last fetched; may be hundreds of kilobytes. */
export interface ModelCacheEntry {
  models: PuterModel[];
  etag: string | null;
  /** When Puter last confirmed the list, in milliseconds since 1970. */
  checkedAt: number;
}

/** Keeps lists over restarts. Its failures are not the catalogue's. */
export interface ModelCache {
  get(kind: ModelKind): Promise<ModelCacheEntry | null>;
  set(kind: ModelKind, entry: ModelCacheEntry): Promise<void>;
}

/** What a catalogue needs. */
export interface CatalogueOptions {
  transport: PuterTransport;
  cache?: ModelCache;
  /** Milliseconds since 1970. @default Date.now */
  now?: () => number;
}

const FRESH_MS = 5 * 60_000;
/** Older lists are not served before Puter was asked. */
const STALE_MS = 24 * 60 * 60_000;
/** Between two attempts while Puter fails. */
const PAUSE_MS = 30_000;

/** Puter's model lists, fetched rarely and served while they are renewed. */
export class Catalogue {
  readonly #lists: Record<ModelKind, ModelList>;

  constructor(options: CatalogueOptions) {
    this.#lists = {
      chat: new ModelList("chat", options),
      image: new ModelList("image", options),
      video: new ModelList("video", options),
    };
  }

  /** @throws {ApiError} 502 or 503 when no list could ever be fetched */
  chat(): Promise<ModelIndex> {
    return this.#lists.chat.get();
  }

  /** @throws {ApiError} 502 or 503 when no list could ever be fetched */
  image(): Promise<ModelIndex> {
    return this.#lists.image.get();
  }

  /** @throws {ApiError} 502 or 503 when no list could ever be fetched */
  video(): Promise<ModelIndex> {
    return this.#lists.video.get();
  }

  /** Makes the next reader ask Puter again, as after an unknown model. */
  expire(kind: ModelKind): void {
    this.#lists[kind].expire();
  }
}

interface HeldList {
  index: ModelIndex;
  etag: string | null;
  checkedAt: number;
}

class ModelList {
  readonly #kind: ModelKind;
  readonly #transport: PuterTransport;
  readonly #cache: ModelCache | undefined;
  readonly #now: () => number;
  #held: HeldList | undefined;
  #pausedUntil = 0;
  #flight: Promise<HeldList> | undefined;

  constructor(kind: ModelKind, { transport, cache, now }: CatalogueOptions) {
    this.#kind = kind;
    this.#transport = transport;
    this.#cache = cache;
    this.#now = now ?? Date.now;
  }

  async get(): Promise<ModelIndex> {
    const held = this.#held ?? await this.#fly(() => this.#load());
    const age = this.#now() - held.checkedAt;
    if (age < FRESH_MS) return held.index;
    const renewal = this.#renew(held);
    return age < STALE_MS ? held.index : (await renewal).index;
  }

  expire(): void {
    const held = this.#held;
    // Clients that ask for what does not exist must not set the pace.
    if (held === undefined || this.#now() - held.checkedAt < PAUSE_MS) return;
    held.checkedAt = Math.min(held.checkedAt, this.#now() - FRESH_MS);
  }

  async #load(): Promise<HeldList> {
    const entry = await this.#cached();
    if (entry === null) return this.#fetch();
    const { models, etag, checkedAt } = entry;
    return this.#held = { index: new ModelIndex(models), etag, checkedAt };
  }

  /** Asks Puter again; falls back to the held list, and then pauses. */
  async #renew(held: HeldList): Promise<HeldList> {
    if (this.#now() < this.#pausedUntil) return held;
    try {
      return await this.#fly(() => this.#fetch());
    } catch {
      this.#pausedUntil = this.#now() + PAUSE_MS;
      return held;
    }
  }

  #fly(start: () => Promise<HeldList>): Promise<HeldList> {
    this.#flight ??= start().finally(() => this.#flight = undefined);
    return this.#flight;
  }

  async #fetch(): Promise<HeldList> {
    const held = this.#held;
    const answer = await this.#ask(held?.etag ?? undefined);
    const renewed = answer.status === 304 && held !== undefined
      ? { index: held.index, etag: held.etag }
      : { index: new ModelIndex(this.#read(answer)), etag: answer.etag };
    this.#held = { ...renewed, checkedAt: this.#now() };
    await this.#store(this.#held);
    return this.#held;
  }

  async #ask(etag: string | undefined) {
    const path = `/puterai/${this.#kind}/models/details`;
    try {
      const answer = await this.#transport.send({ method: "GET", path, etag })
        .answer;
      const { status, contentType } = answer;
      const text = await readText(answer);
      return { status, contentType, text, etag: answer.header("etag") };
    } catch (cause) {
      throw unavailable(networkFailure(cause, { model: "" }));
    }
  }

  /** A list without models is no list. */
  #read(
    answer: { status: number; contentType: string; text: string },
  ): PuterModel[] {
    const models = answer.status === 200
      ? parseModels(parseJson(answer.text))
      : [];
    if (models.length > 0) return models;
    const { status, contentType, text } = answer;
    throw unavailable(classifyHttp(status, contentType, text, { model: "" }));
  }

  async #cached(): Promise<ModelCacheEntry | null> {
    try {
      return await this.#cache?.get(this.#kind) ?? null;
    } catch {
      // Puter still has the list.
      return null;
    }
  }

  async #store({ index, etag, checkedAt }: HeldList): Promise<void> {
    const entry = { models: [...index.models], etag, checkedAt };
    try {
      await this.#cache?.set(this.#kind, entry);
    } catch {
      // The list is held in memory all the same.
    }
  }
}

/** Whatever went wrong, it is not the client's request for the list. */
function unavailable({ error }: PuterFailure): ApiError {
  const status = error.status === 503 || error.status === 429 ? 503 : 502;
  return new ApiError("Puter's list of models cannot be fetched", {
    status,
    code: status === 503 ? "service_unavailable" : "upstream_error",
    blame: error.blame,
    retryAfter: error.retryAfter ?? 5,
    cause: error,
  });
}
