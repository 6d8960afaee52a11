import type { Vault } from "../../auth/vault.ts";
import { timeOfId } from "../../http/request_id.ts";
import { gunzip, gzip } from "../../store/gzip.ts";
import type { Store } from "../../store/kv.ts";
import {
  deleteResponse,
  getResponses,
  MAX_RESPONSE_BYTES,
  purgeResponses,
  putResponses,
  type ResponseAddress,
  type ResponseEntry,
} from "../../store/responses.ts";
import { isResponseId } from "../../surfaces/responses/mod.ts";
import type { UpkeepTask } from "../upkeep.ts";
import { BackgroundRuns } from "./runs.ts";

/** What a `ResponseKeeper` works with. */
export interface ResponseKeeperOptions {
  store: Store;
  vault: Vault;
  /** How long responses are kept, in ms; 0 to keep none. */
  keepMs: () => number;
  /** Told why a response could not be kept. */
  onFailure: (cause: unknown, id: string) => void;
  /** Pause before another attempt to store, in ms. */
  retryMs?: number;
}

/** The JSON of a response and its input, made when it is wanted. */
export type ResponseJson = () => Uint8Array<ArrayBuffer>;

interface Waiting extends ResponseAddress {
  json: ResponseJson;
}

/** Responses that wait to be stored; more would fill the memory. */
const MAX_WAITING = 2000;

/** Responses of one commit, where they are small. */
const BATCH = 100;

/** Pause before responses are stored, so that their requests end first. */
const PAUSE_MS = 10;

/** Shorter texts are hardly made shorter. */
const GZIP_BYTES = 4096;

/** The first byte of what `gzip` makes; JSON begins otherwise. */
const GZIP_MARK = 0x1f;

const MAX_TRIES = 3;
const RETRY_MS = 1000;
const CLOSE_MS = 2000;

/**
 * Keeps responses with their input for the key that made them, sealed under
 * the vault's key. Requests never wait for it: what is not stored yet is read
 * from memory.
 */
export class ResponseKeeper {
  /** Those of this instance that are still being made. */
  readonly runs = new BackgroundRuns();
  readonly #options: ResponseKeeperOptions;
  readonly #waiting = new Map<string, Waiting>();
  #storing: Promise<void> | undefined;

  constructor(options: ResponseKeeperOptions) {
    this.#options = options;
  }

  /** True when responses are kept at all. */
  get isOn(): boolean {
    return this.#options.keepMs() > 0;
  }

  /** Keeps a response from now on; an older form of it is replaced. */
  keep(address: ResponseAddress, json: ResponseJson): void {
    const name = nameOf(address);
    if (this.#waiting.size >= MAX_WAITING && !this.#waiting.has(name)) {
      const cause = new Error("Too many responses wait to be stored");
      return this.#options.onFailure(cause, address.id);
    }
    this.#waiting.set(name, { ...address, json });
    this.#storing ??= this.#storeAll();
  }

  /** Says why a response was not kept. */
  reportLoss(cause: unknown, { id }: ResponseAddress): void {
    this.#options.onFailure(cause, id);
  }

  /** The JSON of a key's response; null when there is none, or no longer. */
  async read(address: ResponseAddress): Promise<Uint8Array | null> {
    const [found = null] = await this.readAll(address.keyId, [address.id]);
    return found;
  }

  /**
   * The JSON of a key's responses, in the order of `ids`.
   *
   * @throws {ApiError} 503 when they were sealed under another key
   */
  async readAll(
    keyId: string,
    ids: readonly string[],
  ): Promise<(Uint8Array | null)[]> {
    const since = Date.now() - this.#options.keepMs();
    const alive = ids.filter((id) => timeOfResponse(id) > since);
    const found = new Map<string, Uint8Array>();
    for (const id of alive) {
      const waiting = this.#waiting.get(nameOf({ keyId, id }));
      if (waiting !== undefined) found.set(id, waiting.json());
    }
    const others = alive.filter((id) => !found.has(id));
    if (others.length > 0) {
      const sealed = await getResponses(this.#options.store, keyId, others);
      await Promise.all(others.map(async (id, index) => {
        const bytes = sealed[index];
        if (bytes) found.set(id, await this.#open({ keyId, id }, bytes));
      }));
    }
    return ids.map((id) => found.get(id) ?? null);
  }

  /** Forgets a key's response; false when there was none. */
  async delete(address: ResponseAddress): Promise<boolean> {
    if (await this.read(address) === null) return false;
    await this.flush();
    await deleteResponse(this.#options.store, address);
    return true;
  }

  /** Resolves when all that is kept is stored, or given up. */
  async flush(): Promise<void> {
    await this.#storing;
  }

  /** As `flush`, but gives up soon: the process is about to end. */
  async close(): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const timeout = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, CLOSE_MS);
    });
    await Promise.race([this.flush(), timeout]);
    clearTimeout(timer);
  }

  /** Forgets what is past its time. */
  get upkeep(): UpkeepTask {
    return {
      name: "response purge",
      run: (now, signal) =>
        purgeResponses(this.#options.store, {
          now,
          since: now - this.#options.keepMs(),
          timeOf: timeOfResponse,
          signal,
        }),
    };
  }

  async #storeAll(): Promise<void> {
    await pause(PAUSE_MS);
    while (this.#waiting.size > 0) {
      const batch = [...this.#waiting.values()].slice(0, BATCH);
      await this.#store(batch);
      for (const waiting of batch) {
        const name = nameOf(waiting);
        // It may have been replaced meanwhile.
        if (this.#waiting.get(name) === waiting) this.#waiting.delete(name);
      }
    }
    this.#storing = undefined;
  }

  async #store(batch: readonly Waiting[]): Promise<void> {
    const { store, onFailure, retryMs } = this.#options;
    for (let tries = 1;; tries++) {
      try {
        const entries = await Promise.all(
          batch.map((waiting) => this.#seal(waiting)),
        );
        const fitting = entries.filter((entry) => this.#fits(entry));
        return await putResponses(store, fitting);
      } catch (cause) {
        if (tries === MAX_TRIES) {
          return batch.forEach(({ id }) => onFailure(cause, id));
        }
        await pause(retryMs ?? RETRY_MS);
      }
    }
  }

  async #seal({ json, ...address }: Waiting): Promise<ResponseEntry> {
    const { vault, keepMs } = this.#options;
    const plain = json();
    const bytes = plain.byteLength < GZIP_BYTES ? plain : await gzip(plain);
    const sealed = await vault.sealBytes(bytes, binding(address));
    return { ...address, sealed, keepMs: Math.max(1, keepMs()) };
  }

  /** One that is too large must not keep the others from being stored. */
  #fits({ id, sealed }: ResponseEntry): boolean {
    const size = sealed.byteLength;
    if (size <= MAX_RESPONSE_BYTES) return true;
    const cause = new Error(`It has ${size} bytes: too many to be stored`);
    this.#options.onFailure(cause, id);
    return false;
  }

  async #open(
    address: ResponseAddress,
    sealed: Uint8Array<ArrayBuffer>,
  ): Promise<Uint8Array> {
    const bytes = await this.#options.vault.openBytes(
      sealed,
      binding(address),
    );
    return bytes[0] === GZIP_MARK ? await gunzip(bytes) : bytes;
  }
}

/** When a response was asked for, in Unix ms; 0 for what is no id of ours. */
function timeOfResponse(id: string): number {
  if (!isResponseId(id)) return 0;
  return timeOfId(`req_${id.slice("resp_".length, "resp_".length + 26)}`) ?? 0;
}

function nameOf({ keyId, id }: ResponseAddress): string {
  return `${keyId} ${id}`;
}

/** A sealed response belongs to its key. */
function binding({ keyId, id }: ResponseAddress): string {
  return `response ${id} of key ${keyId}`;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
