import { type Deeds, type Task, taskOf } from "../../pool/agenda.ts";
import { type CreditReading, nextReading } from "../../pool/credit.ts";
import {
  type Health,
  HEALTHY,
  mergeHealth,
  readHealth,
} from "../../pool/health.ts";
import type { Incident } from "../../pool/incidents.ts";
import type { Pool } from "../../pool/pool.ts";
import {
  changeShared,
  listIncidents,
  listShared,
  putIncident,
} from "../../store/account_states.ts";
import type { Store } from "../../store/kv.ts";
import {
  type RevisionWatch,
  STATES_REVISION,
  watchRevision,
} from "../../store/revision.ts";

/** What is shared of an account's credit, and of what was asked about it. */
export interface SharedCredit extends Deeds {
  reading?: CreditReading;
}

/** What an `AccountSync` works with. */
export interface AccountSyncOptions {
  store: Store;
  pool: Pool;
  /** Told why something could not be shared; it is tried again. */
  onError?: (cause: unknown) => void;
  /** Unix ms. */
  now?: () => number;
}

/** Changes of one moment are written together after this many ms. */
const GATHER_MS = 5;

/** Pause after a failure in ms; it doubles up to the longest. */
const RETRY_MS = 500;
const MAX_RETRY_MS = 30_000;

/** How often to look for what other processes wrote to the same file, in ms. */
const MAX_POLL_MS = 400;

/**
 * Shares what instances know of the accounts: writes what changed here, merged
 * with what is stored, and takes over what changed elsewhere.
 */
export class AccountSync {
  readonly #options: AccountSyncOptions;
  readonly #now: () => number;
  readonly #changed = new Set<string>();
  readonly #incidents = new Map<string, Incident>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #writing: Promise<void> | undefined;
  #retryMs = RETRY_MS;
  #watch: RevisionWatch | undefined;
  #credits = new Map<string, SharedCredit>();
  #isClosed = false;

  constructor(options: AccountSyncOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
  }

  /** Begins to follow the others. */
  start(): void {
    const { store, onError } = this.#options;
    // A poll is cheap on a local file, and a charge on a remote database.
    const pollMs = store.pollMs > 1000 ? store.pollMs : MAX_POLL_MS;
    this.#watch ??= watchRevision(store, () => this.refresh(), {
      key: STATES_REVISION,
      pollMs,
      ...(onError && { onError }),
    });
  }

  /** What is shared of an account's credit, as last seen. */
  credit(accountId: string): SharedCredit | undefined {
    return this.#credits.get(accountId);
  }

  /** What is known against an account has changed here. */
  note(accountId: string): void {
    this.#changed.add(accountId);
    this.#schedule(GATHER_MS);
  }

  /** An incident was noticed here. */
  noteIncident(incident: Incident): void {
    this.#incidents.set(incident.code, incident);
    this.#schedule(GATHER_MS);
  }

  /** Takes over what is stored. */
  async refresh(): Promise<void> {
    const { store, pool } = this.#options;
    const [states, credits, incidents] = await Promise.all([
      listShared(store, "account_state"),
      listShared<SharedCredit>(store, "account_credit"),
      listIncidents<Incident>(store),
    ]);
    pool.mergeIncidents(incidents);
    const healths = new Map<string, Health>();
    for (const [id, stored] of states) {
      const health = readHealth(stored);
      if (health !== undefined) healths.set(id, health);
    }
    pool.mergeHealth(healths);
    this.#credits = credits;
    for (const [id, { reading }] of credits) {
      if (reading !== undefined) pool.readCredit(id, reading);
    }
  }

  /** Shares a reading of credit; the one with the pace it shows. */
  async putCredit(
    accountId: string,
    usage: Omit<CreditReading, "burnPerHour">,
  ): Promise<CreditReading> {
    let reading = nextReading(this.#credits.get(accountId)?.reading, usage);
    const place = { kind: "account_credit", id: accountId } as const;
    await changeShared<SharedCredit>(this.#options.store, place, (stored) => {
      const last = stored?.reading;
      if (last !== undefined && last.at >= usage.at) return null;
      reading = nextReading(last, usage);
      return { ...stored, askedAt: usage.at, reading };
    });
    return reading;
  }

  /**
   * Takes on what is to be asked about an account now; null when nothing is,
   * or another instance was faster.
   */
  async claim(accountId: string, jitter: number): Promise<Task | null> {
    const { store, pool } = this.#options;
    const view = pool.viewOne(accountId);
    if (view === undefined) return null;
    const now = this.#now();
    const known = this.#credits.get(accountId) ?? {};
    if (taskOf(view, known, { now, jitter }) === null) return null;
    let task: Task | null = null;
    const place = { kind: "account_credit", id: accountId } as const;
    await changeShared<SharedCredit>(store, place, (stored) => {
      const deeds = stored ?? {};
      task = taskOf(view, deeds, { now, jitter });
      return task === null ? null : { ...deeds, ...deedOf(task, deeds, now) };
    });
    return task;
  }

  /** Resolves when all that changed here until now is written, or has failed. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#writing;
    await this.#write();
  }

  /** Writes what waits and stops following. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#watch?.close();
    await this.flush();
  }

  #schedule(ms: number): void {
    if (this.#isClosed || this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#writing ??= this.#write().finally(() => {
        this.#writing = undefined;
        if (this.#changed.size > 0 || this.#incidents.size > 0) {
          this.#schedule(this.#retryMs);
        }
      });
    }, ms);
  }

  async #write(): Promise<void> {
    const ids = [...this.#changed];
    const incidents = [...this.#incidents.values()];
    this.#changed.clear();
    this.#incidents.clear();
    const results = await Promise.allSettled([
      ...incidents.map((one) => this.#putIncident(one)),
      ...ids.map((id) => this.#putHealth(id)),
    ]);
    const failed = results.find(({ status }) => status === "rejected");
    if (failed === undefined) {
      this.#retryMs = RETRY_MS;
      return;
    }
    this.#retryMs = Math.min(this.#retryMs * 2, MAX_RETRY_MS);
    this.#options.onError?.((failed as PromiseRejectedResult).reason);
  }

  async #putIncident(incident: Incident): Promise<void> {
    try {
      await putIncident(this.#options.store, incident, this.#now());
    } catch (cause) {
      this.#incidents.set(incident.code, incident);
      throw cause;
    }
  }

  async #putHealth(id: string): Promise<void> {
    const { store, pool } = this.#options;
    try {
      await changeShared<unknown>(
        store,
        { kind: "account_state", id },
        (stored) => {
          const theirs = readHealth(stored) ?? HEALTHY;
          const both = mergeHealth(theirs, pool.health(id) ?? HEALTHY);
          return both === theirs ? null : both;
        },
      );
    } catch (cause) {
      this.#changed.add(id);
      throw cause;
    }
  }
}

function deedOf(task: Task, { probe }: Deeds, now: number): Deeds {
  if (task.type === "credit") return { askedAt: now };
  const count = probe?.of === task.of ? probe.count + 1 : 1;
  return { probe: { of: task.of, at: now, count } };
}
