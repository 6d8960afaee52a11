import { AccountAgenda } from "../../lib/gateway/accounts/agenda.ts";
import { readCredit } from "../../lib/gateway/accounts/credit.ts";
import { AccountSync } from "../../lib/gateway/accounts/sync.ts";
import { ApiError } from "../../lib/http/errors.ts";
import { Pool, PoolRefusal } from "../../lib/pool/pool.ts";
import type { AccountProfile } from "../../lib/pool/pool_account.ts";
import {
  classifyHttp,
  networkFailure,
} from "../../lib/puter/errors/classify.ts";
import type { PuterFailure } from "../../lib/puter/errors/failure.ts";
import type { Store } from "../../lib/store/kv.ts";
import type { VirtualClock } from "./clock.ts";
import type { Reply, World } from "./world.ts";

/** How a request ended, and what it met on the way. */
export interface Ending {
  outcome: Outcome;
  codes: string[];
}

/** See `Ending`. */
export type Outcome = "served" | "client" | "failed" | "refused";

/** As many calls as the gateway makes for one answer, and its pause, in ms. */
const MAX_ATTEMPTS = 3;
const PAUSE_MS = 400;

const ROUTE = "puter-chat-completion:complete";

/** One gateway: its pool, its sharing, and the loop of its attempts. */
export class ChaosGateway {
  readonly pool: Pool;
  readonly sync: AccountSync;
  readonly agenda: AccountAgenda;
  /** True when something is to be shared. */
  hasNews = false;
  readonly errors: unknown[] = [];
  readonly #world: World;
  readonly #clock: VirtualClock;

  constructor(
    { world, clock, store, jitter }: {
      jitter: number;
      world: World;
      clock: VirtualClock;
      store: Store;
    },
  ) {
    this.#world = world;
    this.#clock = clock;
    const now = () => clock.now;
    const { transport } = world;
    const onError = (cause: unknown) => {
      this.errors.push(cause);
    };
    this.pool = new Pool({
      maxQueueMs: 2000,
      now,
      delay: clock.delay,
      onHealth: (id) => {
        this.hasNews = true;
        this.sync.note(id);
      },
      onIncident: (incident) => {
        this.hasNews = true;
        this.sync.noteIncident(incident);
      },
      readCredit: (account) =>
        clock.hold(
          readCredit({ transport, sync: this.sync, onError, now }, account),
        ),
    });
    const { pool } = this;
    this.sync = new AccountSync({ store, pool, onError, now });
    this.agenda = new AccountAgenda({
      transport,
      pool,
      sync: this.sync,
      jitter,
      accounts: { recheck: () => Promise.resolve(null) },
      onError,
      now,
    });
  }

  setAccounts(profiles: readonly AccountProfile[]): void {
    this.pool.setAccounts(profiles);
  }

  /** Serves one request, account after account. */
  async serve(request: number, model: string): Promise<Ending> {
    const exclude = new Set<string>();
    const codes: string[] = [];
    const ended = (outcome: Outcome): Ending => ({ outcome, codes });
    for (let attempt = 1;; attempt++) {
      let lease;
      try {
        const taken = this.pool.acquire({ route: ROUTE, model, exclude });
        lease = taken instanceof Promise ? await taken : taken;
      } catch (refused) {
        if (!(refused instanceof PoolRefusal)) throw refused;
        codes.push(refused.code ?? "refused");
        return ended(attempt === 1 ? "refused" : "failed");
      }
      const reply = await this.#world.call(request, lease.token, model);
      if (reply !== "broken" && reply.status === 200) {
        lease.praise();
        lease.release();
        return ended("served");
      }
      const failure = failureOf(reply, model);
      codes.push(failure.code);
      lease.blame(failure);
      lease.release();
      if (failure.blame === "client") return ended("client");
      if (attempt >= MAX_ATTEMPTS) return ended("failed");
      if (failure.otherAccount) exclude.add(lease.accountId);
      else if (failure.retry === "never" || attempt > 1) return ended("failed");
      else if (failure.retry === "after_pause") {
        await this.#clock.sleep(PAUSE_MS);
      }
    }
  }
}

function failureOf(reply: Reply | "broken", model: string): PuterFailure {
  if (reply === "broken") {
    return networkFailure(new ApiError("Broken", { status: 502 }), { model });
  }
  const context = reply.retryAfter === undefined
    ? { model }
    : { model, retryAfterMs: Number(reply.retryAfter) * 1000 };
  return classifyHttp(reply.status, "application/json", reply.body, context);
}
