import type { KeyRing } from "../auth/keys.ts";
import type { Sessions } from "../auth/sessions.ts";
import type { Vault } from "../auth/vault.ts";
import { type Config, readConfig } from "../config.ts";
import type { Network } from "../http/client/dial.ts";
import type { Ticker } from "../http/ticker.ts";
import type { PuterTransport } from "../puter/transport.ts";
import type { Store } from "../store/kv.ts";
import type { Accounts } from "./accounts/accounts.ts";
import type { Audit } from "./audit/audit.ts";
import type { BodyKeeper } from "./bodies/keeper.ts";
import type { Companion } from "./companion/companion.ts";
import { GatewayServices } from "./gateway_services.ts";
import type { KeyLimits } from "./keys/limits.ts";
import type { Recorder } from "./requests/recorder.ts";
import type { RequestFeed } from "./requests/feed.ts";
import type { ResponseKeeper } from "./responses/keeper.ts";
import type { LiveSettings } from "./settings/settings.ts";
import type { Upkeep } from "./upkeep.ts";
import type { Upstream } from "./upstream.ts";
import type { UsageMeter } from "./usage/meter.ts";
import type { VideoJobs } from "./videos/jobs.ts";
import type { VideoTimes } from "./videos/worker.ts";

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
