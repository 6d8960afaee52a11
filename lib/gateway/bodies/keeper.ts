import type { BodyLog } from "../../auth/policy.ts";
import type { Vault } from "../../auth/vault.ts";
import { getBody, putBody } from "../../store/bodies.ts";
import { gunzipJson, gzipJson } from "../../store/gzip.ts";
import type { Store } from "../../store/kv.ts";
import { type Bodies, BodyCapture, type CaptureOwner } from "./capture.ts";

/** What a `BodyKeeper` works with. */
export interface BodyKeeperOptions {
  store: Store;
  vault: Vault;
  /** How long bodies are kept from now on, in ms. */
  keepMs: () => number;
  /** Told why bodies could not be kept. */
  onFailure: (cause: unknown, requestId: string) => void;
  /** Pause before another attempt to store, in ms. */
  retryMs?: number;
}

/** Bodies as the owner reads them. */
export interface KeptBodies extends Bodies {
  /** When they will be gone, in Unix ms. */
  until: number;
}

/** Captures at one time, each some 200 KB at most; further ones are not made. */
const MAX_CAPTURES = 128;

/** Pause before bodies are stored, so that their request ends first. */
const PAUSE_MS = 20;

const MAX_TRIES = 3;
const RETRY_MS = 1000;
const CLOSE_MS = 2000;

interface Waiting {
  id: string;
  bodies: () => Bodies;
}

/**
 * Keeps bodies of requests where a key's policy asks for it: compressed, sealed
 * under the vault's key, and for a short time. Requests never wait for it.
 */
export class BodyKeeper implements CaptureOwner {
  readonly #options: BodyKeeperOptions;
  readonly #waiting: Waiting[] = [];
  #captures = 0;
  #missed = 0;
  #storing: Promise<void> | undefined;

  constructor(options: BodyKeeperOptions) {
    this.#options = options;
  }

  /** Requests whose bodies were wanted while too many were in memory. */
  get missed(): number {
    return this.#missed;
  }

  /** A capture for a request that is to be kept; its `end` must be called. */
  begin(log: BodyLog | undefined): BodyCapture | undefined {
    if (log === undefined || log === "off") return undefined;
    if (this.#captures >= MAX_CAPTURES) {
      this.#missed++;
      return undefined;
    }
    this.#captures++;
    return new BodyCapture(this, log);
  }

  finish(id: string, bodies: (() => Bodies) | null): void {
    if (bodies === null) {
      this.#captures--;
      return;
    }
    this.#waiting.push({ id, bodies });
    this.#storing ??= this.#storeAll();
  }

  /**
   * The bodies of a request; null when there are none, or no longer.
   *
   * @throws {ApiError} 503 when they were sealed under another key
   */
  async read(id: string): Promise<KeptBodies | null> {
    const kept = await getBody(this.#options.store, id, Date.now());
    if (kept === null) return null;
    const bytes = await this.#options.vault.openBytes(kept.sealed, binding(id));
    const bodies = await gunzipJson(bytes) as Bodies;
    return { ...bodies, until: kept.until };
  }

  /** Resolves when all that has ended is stored, or given up. */
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

  async #storeAll(): Promise<void> {
    await pause(PAUSE_MS);
    for (;;) {
      const next = this.#waiting.shift();
      if (next === undefined) break;
      await this.#store(next);
      this.#captures--;
    }
    this.#storing = undefined;
  }

  async #store({ id, bodies }: Waiting): Promise<void> {
    const { store, vault, keepMs, onFailure, retryMs } = this.#options;
    for (let tries = 1;; tries++) {
      try {
        const sealed = await vault.sealBytes(
          await gzipJson(bodies()),
          binding(id),
        );
        return await putBody(store, id, { sealed, keepMs: keepMs() });
      } catch (cause) {
        if (tries === MAX_TRIES) return onFailure(cause, id);
        await pause(retryMs ?? RETRY_MS);
      }
    }
  }
}

/** Sealed bodies belong to their request. */
function binding(id: string): string {
  return `bodies of request ${id}`;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
