import { KeyRing } from "../auth/keys.ts";
import { Sessions } from "../auth/sessions.ts";
import { openVault, type Vault } from "../auth/vault.ts";
import type { Config } from "../config.ts";
import { internet, type Network } from "../http/client/dial.ts";
import { Ticker } from "../http/ticker.ts";
import type { CreditReading } from "../pool/credit.ts";
import type { AccountProfile } from "../pool/pool_account.ts";
import { networkTransport } from "../puter/network/mod.ts";
import { openStore, type Store } from "../store/kv.ts";
import { AccountAgenda } from "./accounts/agenda.ts";
import { AccountChecks } from "./accounts/checks.ts";
import { readCredit } from "./accounts/credit.ts";
import { AccountSync } from "./accounts/sync.ts";
import { Accounts } from "./accounts/accounts.ts";
import { Audit } from "./audit/audit.ts";
import type { BodyKeeper } from "./bodies/keeper.ts";
import { Companion } from "./companion/companion.ts";
import { KeyLimits } from "./keys/limits.ts";
import { Loader } from "./loader.ts";
import { poolSettings, puterUpstream } from "./puter_upstream.ts";
import type { Recorder } from "./requests/recorder.ts";
import type { RequestFeed } from "./requests/feed.ts";
import { requestLog } from "./requests/log.ts";
import { ResponseKeeper } from "./responses/keeper.ts";
import type { Services, ServicesOptions } from "./services.ts";
import { LiveSettings } from "./settings/settings.ts";
import { simulatedUpstream } from "./simulated.ts";
import { Upkeep, usageTasks } from "./upkeep.ts";
import type { Upstream } from "./upstream.ts";
import { UsageMeter } from "./usage/meter.ts";
import { VideoJobs } from "./videos/jobs.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

/** The services of one process, made from its configuration. */
export class GatewayServices implements Services {
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
  readonly #loader: Loader;

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
    this.puter = puterUpstream({
      transport,
      store: this.store,
      settings: this.settings.current,
      onHealth: (id) => this.#sync.note(id),
      onIncident: (incident) => this.#sync.noteIncident(incident),
      readCredit: (account) => this.#readCredit(account),
    });
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
    this.#loader = this.#newLoader();
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
    return this.#loader.ready();
  }

  reload(): Promise<void> {
    return this.#loader.reload();
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
    await this.#loader.close();
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

  #newLoader(): Loader {
    const { config, store, settings, companion, keys, accounts, audit } = this;
    return new Loader({
      config,
      store,
      settings,
      companion,
      keys,
      accounts,
      audit,
      pool: this.puter.pool,
      onAccounts: () => this.#checks.start(),
      onLoaded: () => this.#startWork(),
      log: this.#log,
      onError: (cause, where) => this.report(cause, where),
    });
  }

  /** Starts what goes on beside requests, once there is something to do. */
  #startWork(): void {
    this.#sync.start();
    this.#agenda.start();
    // Instances on Deploy sleep; a cron wakes one of them.
    if (!this.config.onDeploy) this.upkeep.start();
  }

  #readCredit(account: AccountProfile): Promise<CreditReading> {
    return readCredit({
      transport: this.puter.transport,
      sync: this.#sync,
      onError: (cause) => this.report(cause, "credit"),
    }, account);
  }
}
