import { deadline } from "@std/async/deadline";
import { ApiError } from "../http/errors.ts";
import type { Config } from "../config.ts";

/** How long a KV server may take for its first answer. */
const REMOTE_MS = 10_000;

/** How a `Store` reaches its database. */
export interface StoreOptions {
  /** Opens the database; called again after a failure. */
  open: () => Promise<Deno.Kv>;
  /** What the owner should do when opening fails; no full stop. */
  advice: string;
  /** How often to look for changes that a watch may not report. */
  pollMs?: number;
  /** Pause after a failed opening, during which its error is repeated. */
  retryMs?: number;
}

/** A database that is opened on first use, so that a start never fails. */
export class Store {
  /** How often to look for changes that a watch may not report. */
  readonly pollMs: number;
  readonly #options: StoreOptions;
  readonly #retryMs: number;
  #opening: Promise<Deno.Kv> | undefined;
  /** When the next attempt may start; never while one runs or has succeeded. */
  #retryAt = 0;
  #isClosed = false;

  constructor(options: StoreOptions) {
    this.#options = options;
    this.pollMs = options.pollMs ?? 1000;
    this.#retryMs = options.retryMs ?? 1000;
  }

  /**
   * The open database.
   *
   * @throws {ApiError} 503 `storage_unavailable`; a later call tries again
   */
  kv(): Promise<Deno.Kv> {
    if (this.#isClosed) return Promise.reject(unavailable("it is closed"));
    if (this.#opening === undefined || performance.now() >= this.#retryAt) {
      this.#retryAt = Infinity;
      this.#opening = this.#open();
    }
    return this.#opening;
  }

  /** Closes the database; further use fails. May be called twice. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    try {
      (await this.#opening)?.close();
    } catch {
      // It could not be opened, so there is nothing to close.
    }
  }

  async #open(): Promise<Deno.Kv> {
    try {
      return await this.#options.open();
    } catch (cause) {
      this.#retryAt = performance.now() + this.#retryMs;
      throw unavailable(this.#options.advice, cause);
    }
  }
}

/** The database that the configuration asks for; nothing is opened yet. */
export function openStore(config: Config): Store {
  if (config.onDeploy) {
    return new Store({
      // Deploy chooses the database itself and takes no argument.
      open: () => openKv(),
      advice: "assign a KV database to this app on Deno Deploy, then redeploy",
      pollMs: 30_000,
    });
  }
  const { kvUrl, kvAccessToken } = config;
  if (kvUrl !== undefined) {
    return new Store({
      open: () => openRemote(kvUrl, kvAccessToken),
      advice: "check KV_URL and KV_ACCESS_TOKEN, and that the server runs",
      pollMs: 30_000,
    });
  }
  return new Store({
    open: () => openFile(config.dataDir),
    advice: "make DATA_DIR a writable directory on a local disk",
  });
}

/** A database in memory, private to its owner. */
export function memoryStore(): Store {
  return new Store({ open: () => openKv(":memory:"), advice: "try again" });
}

function openKv(path?: string): Promise<Deno.Kv> {
  // Older runtimes without a database lack the function altogether.
  const open = (Deno as { openKv?: typeof Deno.openKv }).openKv;
  if (open === undefined) {
    return Promise.reject(new Error("This runtime offers no KV database"));
  }
  return path === undefined ? open() : open(path);
}

async function openRemote(
  url: string,
  token: string | undefined,
): Promise<Deno.Kv> {
  // The runtime takes the token from this variable alone.
  if (token !== undefined) Deno.env.set("DENO_KV_ACCESS_TOKEN", token);
  const kv = await openKv(url);
  try {
    // Deno 2.5 opens what it cannot reach, and then waits for it forever.
    await deadline(kv.get(["revision"]), REMOTE_MS);
    return kv;
  } catch (error) {
    kv.close();
    throw error;
  }
}

async function openFile(dataDir: string): Promise<Deno.Kv> {
  await Deno.mkdir(dataDir, { recursive: true, mode: 0o700 });
  return await openKv(`${dataDir}/kv.sqlite3`);
}

function unavailable(advice: string, cause?: unknown): ApiError {
  return new ApiError(`The gateway's database is not available: ${advice}`, {
    status: 503,
    code: "storage_unavailable",
    cause,
  });
}
