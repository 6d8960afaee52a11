import { KeyRing } from "../auth/keys.ts";
import { Sessions } from "../auth/sessions.ts";
import { openVault, type Vault } from "../auth/vault.ts";
import { type Config, readConfig } from "../config.ts";
import { internet, type Network } from "../http/client/dial.ts";
import { Ticker } from "../http/ticker.ts";
import type { CreditReading } from "../pool/credit.ts";
import { Pool, type PoolSettings } from "../pool/pool.ts";
import type { AccountProfile } from "../pool/pool_account.ts";
import { Catalogue, type ModelCacheEntry } from "../puter/catalogue.ts";
import { networkTransport } from "../puter/network/mod.ts";
import type { PuterTransport } from "../puter/transport.ts";
import type { Settings } from "../store/settings_record.ts";
import { openStore, type Store } from "../store/kv.ts";
import { modelCache } from "../store/model_cache.ts";
import { finishRestore, isRestoring } from "../store/restore.ts";
import { type RevisionWatch, watchRevision } from "../store/revision.ts";
import { AccountChecks } from "./account_checks.ts";
import { AccountAgenda } from "./account_agenda.ts";
import { readCredit } from "./account_credit.ts";
import { AccountSync } from "./account_sync.ts";
import { importTokens } from "./account_import.ts";
import { Accounts } from "./accounts.ts";
import { Audit } from "./audit.ts";
import { Companion } from "./companion/companion.ts";
import { KeyLimits } from "./key_limits.ts";
import type { BodyKeeper } from "./bodies/keeper.ts";
import type { Recorder } from "./recorder.ts";
import type { RequestFeed } from "./request_feed.ts";
import { requestLog } from "./request_log.ts";
import { ResponseKeeper } from "./responses/keeper.ts";
import { LiveSettings } from "./settings.ts";
import { simulatedUpstream } from "./simulated.ts";
import { Upkeep, usageTasks } from "./upkeep.ts";
import type { Upstream } from "./upstream.ts";
import { UsageMeter } from "./usage_meter.ts";
import { VideoJobs } from "./videos/jobs.ts";
import type { VideoTimes } from "./videos/worker.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

/** How long another instance may take to restore a backup. */
const RESTORE_PATIENCE_MS = 30_000;

/** Everything a request needs, made once per process. */
export interface Services {
  readonly config: Config;
  readonly store: Store;
  /** Seals the accounts' tokens. */
  readonly vault: Vault;
  /** What the owner can change while the gateway runs. */
  readonly settings: LiveSettings;
  /** The endpoint that serves what Puter does not. */
  readonly companion: Companion;
  /** What the owner does is written down here. */
  readonly audit: Audit;
  readonly keys: KeyRing;
  /** Browsers that are signed in to the cockpit. */
  readonly sessions: Sessions;
  readonly limits: KeyLimits;
  readonly accounts: Accounts;
  readonly recorder: Recorder;
  readonly usage: UsageMeter;
  /** Bodies of requests, where a key's policy keeps them. */
  readonly bodies: BodyKeeper;
  /** Responses that clients may come back to. */
  readonly responses: ResponseKeeper;
  /** The live tail of what the recorders of all instances store. */
  readonly feed: RequestFeed;
  readonly upkeep: Upkeep;
  readonly ticker: Ticker;
  /** Where URLs of clients and vendors are fetched from. */
  readonly network: Network;
  readonly videos: VideoJobs;
  readonly puter: Upstream;
  /** The simulator while it may be used, else null. */
  simulator(): Upstream | null;
  /**
   * Resolves when settings, keys and accounts are loaded.
   *
   * @throws {ApiError} 503 `storage_unavailable`
   */
  ready(): Promise<void>;
  /** Reads settings, keys and accounts anew, as after a change here. */
  reload(): Promise<void>;
  /**
   * Asks Puter what an account has left, and shares the answer.
   *
   * @throws {PuterError} when Puter refuses the token or cannot be reached
   */
  readCredit(accountId: string): Promise<void>;
  /** Tells the owner about a fault that the client is not told. */
  report(cause: unknown, requestId: string): void;
  /** Writes what waits and closes the database. */
  close(): Promise<void>;
}

/** What may differ from the process's own: for tests and other hosts. */
export interface ServicesOptions {
  config: Config;
  store?: Store;
  transport?: PuterTransport;
  vault?: Vault;
  network?: Network;
  videoTimes?: Partial<VideoTimes>;
  /** Told the owner key that was just made. */
  announce?: (ownerKey: string) => void;
  log?: (line: string) => void;
}

let current: Services | undefined;

/** The services of this process, made from its environment at first use. */
export function services(): Services {
  current ??= createServices({
    config: readConfig((name) => Deno.env.get(name)),
  });
  return current;
}

/** Puts other services in place of the process's own; returns the old ones. */
export function replaceServices(
  next: Services | undefined,
): Services | undefined {
  const old = current;
  current = next;
  return old;
}

/** Makes services; nothing is opened or called before the first use. */
export function createServices(options: ServicesOptions): Services {
  return new GatewayServices(options);
}

class GatewayServices implements Services {
  readonly config: Config;
  readonly store: Store;
  readonly vault: Vault;
  readonly settings: LiveSettings;
  readonly companion: Companion;
  readonly audit: Audit;
  readonly keys: KeyRing;
  readonly sessions: Sessions;
  readonly limits: KeyLimits;
  readonly accounts: Accounts;
  readonly recorder: Recorder;
  readonly usage: UsageMeter;
  readonly feed: RequestFeed;
  readonly bodies: BodyKeeper;
  readonly responses: ResponseKeeper;
  readonly upkeep: Upkeep;
  readonly ticker = new Ticker();
  readonly network: Network;
  readonly videos: VideoJobs;
  readonly puter: Upstream;
  readonly #log: (line: string) => void;
  #simulated: Upstream | undefined;
  readonly #checks: AccountChecks;
  readonly #sync: AccountSync;
  readonly #agenda: AccountAgenda;
  #loading: Promise<void> | undefined;
  #watch: RevisionWatch | undefined;
  #restoreTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: ServicesOptions) {
    const { config } = options;
    this.config = config;
    // deno-lint-ignore no-console
    this.#log = options.log ?? ((line) => console.error(line));
    this.store = options.store ?? openStore(config);
    this.settings = new LiveSettings({
      store: this.store,
      given: config.settings,
      onError: (message) => this.report(message, "settings"),
    });
    this.audit = new Audit({
      store: this.store,
      keepMs: () => this.settings.current.auditDays * DAY_MS,
      onFailure: (cause) => this.report(cause, "audit log"),
    });
    this.keys = new KeyRing({
      store: this.store,
      masterKey: config.apiMasterKey,
      noAuth: config.noAuth,
      announce: options.announce ?? ((key) => this.#log(`Owner key: ${key}`)),
    });
    this.sessions = new Sessions({ store: this.store });
    this.limits = new KeyLimits({
      store: this.store,
      onError: (cause) => this.report(cause, "limits of keys"),
    });
    this.usage = new UsageMeter({
      store: this.store,
      onFailure: (cause, pending) =>
        this.report(cause, `figures of ${pending} requests wait`),
    });
    this.vault = options.vault ?? openVault(config);
    this.companion = new Companion({
      store: this.store,
      vault: this.vault,
      given: config.companion,
    });
    const log = requestLog({
      store: this.store,
      vault: this.vault,
      settings: () => this.settings.current,
      report: (cause, where) => this.report(cause, where),
    });
    this.recorder = log.recorder;
    this.feed = log.feed;
    this.bodies = log.bodies;
    this.network = options.network ?? internet;
    this.videos = new VideoJobs(this, options.videoTimes);
    this.responses = new ResponseKeeper({
      store: this.store,
      vault: this.vault,
      keepMs: () => this.settings.current.responseDays * DAY_MS,
      onFailure: (cause, id) => this.report(cause, `storing ${id}`),
    });
    this.upkeep = new Upkeep({
      store: this.store,
      instance: this.usage.instance,
      tasks: [
        ...usageTasks(this.store),
        log.upkeep,
        this.videos.upkeep,
        this.responses.upkeep,
      ],
      onFailure: (cause, task) => this.report(cause, task),
    });
    const transport = options.transport ??
      networkTransport(config.puterApiUrl);
    this.accounts = new Accounts({
      store: this.store,
      vault: this.vault,
      transport,
    });
    this.#checks = new AccountChecks({
      accounts: this.accounts,
      onError: (cause) => this.report(cause, "account check"),
    });
    this.puter = this.#newUpstream(transport);
    this.#sync = new AccountSync({
      store: this.store,
      pool: this.puter.pool,
      onError: (cause) => this.report(cause, "account states"),
    });
    this.#agenda = new AccountAgenda({
      ...this.puter,
      sync: this.#sync,
      accounts: this.accounts,
      onError: (cause) => this.report(cause, "account questions"),
    });
    this.settings.onChange((now) => {
      this.puter.pool.configure(poolSettings(now));
      this.#simulated?.pool.configure({ maxQueueMs: now.maxQueueMs });
    });
  }

  simulator(): Upstream | null {
    const { simulator, maxQueueMs } = this.settings.current;
    if (simulator === "off") return null;
    if (simulator === "auto" && this.puter.pool.size > 0) return null;
    this.#simulated ??= simulatedUpstream({ maxQueueMs });
    return this.#simulated;
  }

  ready(): Promise<void> {
    this.#loading ??= this.#load();
    return this.#loading;
  }

  async reload(): Promise<void> {
    // Half of what is being restored would be wrong; its end is a change too.
    if (await isRestoring(this.store)) return this.#finishRestoreLater();
    await this.settings.load();
    await this.companion.load();
    await this.keys.refresh();
    this.puter.pool.setAccounts(await this.accounts.profiles());
    this.#checks.start();
  }

  async readCredit(accountId: string): Promise<void> {
    const { pool } = this.puter;
    const profile = pool.profile(accountId);
    if (profile === undefined) return;
    pool.readCredit(accountId, await this.#readCredit(profile));
  }

  report(cause: unknown, requestId: string): void {
    const text = cause instanceof Error ? cause.stack ?? cause.message : cause;
    this.#log(`${requestId}: ${text}`);
  }

  async close(): Promise<void> {
    await this.upkeep.close();
    await this.videos.close();
    await this.#watch?.close();
    clearTimeout(this.#restoreTimer);
    this.#checks.close();
    this.puter.pool.close();
    await this.#agenda.close();
    await this.#sync.close();
    await this.audit.close();
    await Promise.all([
      this.recorder.close(),
      this.usage.close(),
      this.limits.close(),
    ]);
    await this.feed.close();
    await this.bodies.close();
    await this.responses.close();
    await this.store.close();
  }

  async #load(): Promise<void> {
    try {
      await finishRestore(this.store);
      await this.reload();
      if (await this.#import()) await this.reload();
    } catch (thrown) {
      // The next request tries again: a database can be assigned meanwhile.
      this.#loading = undefined;
      throw thrown;
    }
    this.#watch ??= watchRevision(this.store, () => this.reload(), {
      onError: (cause) => this.report(cause, "settings"),
    });
    this.#sync.start();
    this.#agenda.start();
    // Instances on Deploy sleep; a cron wakes one of them.
    if (!this.config.onDeploy) this.upkeep.start();
  }

  /** The instance that restores may crash, so that others must go on. */
  #finishRestoreLater(): void {
    clearTimeout(this.#restoreTimer);
    this.#restoreTimer = setTimeout(() => {
      finishRestore(this.store).catch((cause) => this.report(cause, "restore"));
    }, RESTORE_PATIENCE_MS);
  }

  /** Connects the accounts of the environment; true when any is new. */
  async #import(): Promise<boolean> {
    const text = this.config.puterAuthTokens;
    const reports = await importTokens(this.accounts, text);
    const news = reports.filter((report) => report.outcome !== "present");
    for (const { fingerprint, message, outcome } of news) {
      this.#log(`Token ${fingerprint}: ${message}`);
      // One that failed will fail again, at every start.
      if (outcome === "failed") continue;
      this.audit.note({
        action: "account.import",
        target: `token ${fingerprint}`,
        after: { outcome, message },
      });
    }
    return news.length > 0;
  }

  #readCredit(account: AccountProfile): Promise<CreditReading> {
    return readCredit({
      transport: this.puter.transport,
      sync: this.#sync,
      onError: (cause) => this.report(cause, "credit"),
    }, account);
  }

  #newUpstream(transport: PuterTransport): Upstream {
    return {
      transport,
      catalogue: new Catalogue({
        transport,
        cache: modelCache<ModelCacheEntry>(this.store),
      }),
      pool: new Pool({
        ...poolSettings(this.settings.current),
        onHealth: (id) => this.#sync.note(id),
        onIncident: (incident) => this.#sync.noteIncident(incident),
        readCredit: (account) => this.#readCredit(account),
      }),
    };
  }
}

/** The settings that the pool works by. */
function poolSettings(settings: Settings): PoolSettings {
  const { strategy, affinity, maxQueueMs, reserveMicroCents } = settings;
  return { strategy, affinity, maxQueueMs, reserveMicroCents };
}
