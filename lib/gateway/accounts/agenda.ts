import type { AccountView } from "../../pool/pool.ts";
import { isPaidAllowance } from "../../puter/identity.ts";
import {
  probeCall,
  probeIdentity,
  type ProbeTarget,
  probeWith,
} from "./probe.ts";
import { readCredit } from "./credit.ts";
import type { AccountSync } from "./sync.ts";
import type { Accounts } from "./accounts.ts";

/** What an `AccountAgenda` works with. */
export interface AccountAgendaOptions extends ProbeTarget {
  sync: AccountSync;
  accounts: Pick<Accounts, "recheck">;
  /** How often to look what is due, in ms. */
  everyMs?: number;
  /** 0 to 1; unlike those of other instances. Random by default. */
  jitter?: number;
  onError: (cause: unknown) => void;
}

const EVERY_MS = 2000;

/** Accounts asked about at once. */
const AT_ONCE = 4;

/** What Puter grants an account is looked at again after this long, in ms. */
const TIER_MS = 6 * 60 * 60 * 1000;

/** Refusals that an account with a plan should not meet. */
const PLAN_CODES: ReadonlySet<string> = new Set([
  "model_for_subscribers",
  "plan_required",
]);

/**
 * Asks Puter what has to be known of the accounts: whether a guessed state may
 * end, and what is left. Each question is asked by one instance alone.
 *
 * Asking for credit costs about 2 kB of egress, 25 micro-cents, for each
 * quarter of an hour in which an account is used: at most 0.15 % of the
 * smallest allowance in a month. Probes are free but for their bytes.
 */
export class AccountAgenda {
  readonly #options: AccountAgendaOptions;
  readonly #jitter: number;
  readonly #tierAskedAt = new Map<string, number>();
  #timer: ReturnType<typeof setInterval> | undefined;
  #running: Promise<void> | undefined;

  constructor(options: AccountAgendaOptions) {
    this.#options = options;
    this.#jitter = options.jitter ?? Math.random();
  }

  /** Works off by itself what is due, from now on. */
  start(): void {
    const { everyMs = EVERY_MS } = this.#options;
    this.#timer ??= setInterval(() => this.run(), everyMs);
  }

  /** Stops, and waits for what has begun. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  /** Works off what is due now; never throws. */
  run(): Promise<void> {
    this.#running ??= this.#run().finally(() => this.#running = undefined);
    return this.#running;
  }

  async #run(): Promise<void> {
    const ids = this.#options.pool.view().map(({ id }) => id);
    const workers = Array.from({ length: AT_ONCE }, () => this.#work(ids));
    await Promise.all(workers);
  }

  async #work(ids: string[]): Promise<void> {
    for (let id = ids.pop(); id !== undefined; id = ids.pop()) {
      try {
        await this.#ask(id);
      } catch (cause) {
        this.#options.onError(cause);
      }
    }
  }

  async #ask(id: string): Promise<void> {
    const { sync, pool } = this.#options;
    if (lacksItsPlan(pool.viewOne(id))) await this.#askTier(id);
    const task = await sync.claim(id, this.#jitter);
    if (task === null) return;
    if (task.type === "credit") return await this.#readCredit(id);
    const identity = await probeIdentity(this.#options, id);
    const state = pool.viewOne(id)?.state;
    if (!identity.ok || state === undefined) return;
    // Who is told what to do first would be refused a call too.
    if (state.status !== "disabled" || state.provenance === "guessed") {
      await probeCall(this.#options, id);
    }
  }

  async #readCredit(id: string): Promise<void> {
    const { pool } = this.#options;
    const profile = pool.profile(id);
    if (profile === undefined || profile.token === "") return;
    await probeWith(this.#options, id, async () => {
      const reading = await readCredit(this.#options, profile);
      pool.readCredit(id, reading);
      const isPaid = profile.tier === "paid";
      if (isPaidAllowance(reading) !== isPaid) await this.#askTier(id);
    });
  }

  /** The allowance does not fit the tier: Puter may grant something else now. */
  async #askTier(id: string): Promise<void> {
    const last = this.#tierAskedAt.get(id) ?? -Infinity;
    const now = (this.#options.now ?? Date.now)();
    if (now < last + TIER_MS) return;
    this.#tierAskedAt.set(id, now);
    await this.#options.accounts.recheck(id);
  }
}

/** True when a paid account is refused what paid accounts have. */
function lacksItsPlan(view: AccountView | undefined): boolean {
  return view?.tier === "paid" &&
    view.planMarks.some(({ code }) => PLAN_CODES.has(code));
}
