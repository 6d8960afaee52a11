import type { KeyRing } from "../auth/keys.ts";
import type { Config } from "../config.ts";
import type { Pool } from "../pool/pool.ts";
import type { Store } from "../store/kv.ts";
import { finishRestore, isRestoring } from "../store/restore.ts";
import { type RevisionWatch, watchRevision } from "../store/revision.ts";
import { importTokens } from "./accounts/import.ts";
import type { Accounts } from "./accounts/accounts.ts";
import type { Audit } from "./audit/audit.ts";
import type { Companion } from "./companion/companion.ts";
import type { LiveSettings } from "./settings/settings.ts";

/** How long another instance may take to restore a backup. */
const RESTORE_PATIENCE_MS = 30_000;

/** What a `Loader` loads, and whom it tells. */
export interface LoaderOptions {
  config: Pick<Config, "puterAuthTokens">;
  store: Store;
  settings: LiveSettings;
  companion: Companion;
  keys: KeyRing;
  accounts: Accounts;
  audit: Audit;
  pool: Pool;
  /** Called whenever the pool holds the stored accounts. */
  onAccounts: () => void;
  /** Called once, after the first load that went well. */
  onLoaded: () => void;
  log: (line: string) => void;
  onError: (cause: unknown, where: string) => void;
}

/**
 * Loads settings, keys and accounts from the store: once before the first
 * request, and anew after each change, whichever instance made it.
 */
export class Loader {
  readonly #options: LoaderOptions;
  #loading: Promise<void> | undefined;
  #watch: RevisionWatch | undefined;
  #restoreTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: LoaderOptions) {
    this.#options = options;
  }

  /**
   * Resolves when everything is loaded.
   *
   * @throws {ApiError} 503 `storage_unavailable`
   */
  ready(): Promise<void> {
    this.#loading ??= this.#load();
    return this.#loading;
  }

  /** Reads settings, keys and accounts anew, as after a change here. */
  async reload(): Promise<void> {
    const { store, settings, companion, keys, accounts, pool } = this.#options;
    // Half of what is being restored would be wrong; its end is a change too.
    if (await isRestoring(store)) return this.#finishRestoreLater();
    await settings.load();
    await companion.load();
    await keys.refresh();
    pool.setAccounts(await accounts.profiles());
    this.#options.onAccounts();
  }

  /** Stops listening to changes. */
  async close(): Promise<void> {
    await this.#watch?.close();
    clearTimeout(this.#restoreTimer);
  }

  async #load(): Promise<void> {
    const { store, onError, onLoaded } = this.#options;
    try {
      await finishRestore(store);
      await this.reload();
      if (await this.#import()) await this.reload();
    } catch (thrown) {
      // The next request tries again: a database can be assigned meanwhile.
      this.#loading = undefined;
      throw thrown;
    }
    this.#watch ??= watchRevision(store, () => this.reload(), {
      onError: (cause) => onError(cause, "settings"),
    });
    onLoaded();
  }

  /** The instance that restores may crash, so that others must go on. */
  #finishRestoreLater(): void {
    const { store, onError } = this.#options;
    clearTimeout(this.#restoreTimer);
    this.#restoreTimer = setTimeout(() => {
      finishRestore(store).catch((cause) => onError(cause, "restore"));
    }, RESTORE_PATIENCE_MS);
  }

  /** Connects the accounts of the environment; true when any is new. */
  async #import(): Promise<boolean> {
    const { accounts, audit, config, log } = this.#options;
    const reports = await importTokens(accounts, config.puterAuthTokens);
    const news = reports.filter((report) => report.outcome !== "present");
    for (const { fingerprint, message, outcome } of news) {
      log(`Token ${fingerprint}: ${message}`);
      // One that failed will fail again, at every start.
      if (outcome === "failed") continue;
      audit.note({
        action: "account.import",
        target: `token ${fingerprint}`,
        after: { outcome, message },
      });
    }
    return news.length > 0;
  }
}
