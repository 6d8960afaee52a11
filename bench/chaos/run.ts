import type { Tier } from "../../lib/pool/limits.ts";
import type { AccountView } from "../../lib/pool/pool.ts";
import type { AccountProfile } from "../../lib/pool/pool_account.ts";
import { seededRandom } from "../../lib/puter/simulator/faults.ts";
import { putAccount } from "../../lib/store/accounts.ts";
import { memoryStore, type Store } from "../../lib/store/kv.ts";
import { VirtualClock } from "./clock.ts";
import { ChaosGateway, type Outcome } from "./gateway.ts";
import {
  type Cause,
  CAUSES,
  type Outage,
  OUTAGES,
  PAID_MODEL,
  SHAKY_MODEL,
  World,
  type WorldAccount,
} from "./world.ts";

/** What a chaos run has shown. */
export interface ChaosReport {
  requests: number;
  outcomes: Record<Outcome, number>;
  /** Requests that came and went while some account could serve them. */
  servable: number;
  /** Of those, the ones that were not served. */
  missed: number;
  /** The same, with accounts that the gateways cannot know to be well again. */
  strict: { servable: number; missed: number; availability: number };
  /** What the missed ones met, one account after the other. */
  missedFor: Record<string, number>;
  availability: number;
  /** Requests that two accounts served at the same time. */
  doubles: number;
  /** Accounts in a state that no refusal of their own explains. */
  wrongPunishments: string[];
  /** Longest time a guess from an outage stood, in ms. */
  longestMisjudgement: number;
  /** Longest time the gateways disagreed on a state, in ms. */
  longestDisagreement: number;
  /** States entered, by status. */
  states: Record<string, number>;
  incidents: number;
  /** Accounts that did not come back when all causes were gone. */
  lost: string[];
  /** What could not be shared or asked. */
  errors: number;
  virtualSeconds: number;
  seconds: number;
}

const START = Date.UTC(2026, 10, 10);
const MODELS = ["gpt", "claude", SHAKY_MODEL, PAID_MODEL];

const TIERS: Tier[] = [
  ...Array.from({ length: 6 }, () => "paid" as const),
  ...Array.from({ length: 10 }, () => "free" as const),
  ...Array.from({ length: 4 }, () => "temporary" as const),
];

/** Requests per virtual second, over both gateways. */
const PER_SECOND = 15;

/** How often instances hear of each other, in ms. */
const SYNC_MS = 200;
const AGENDA_MS = 2000;

/** Longest time a fault may pass for an account's own, in ms. */
const NOTICE_MS = 5000;

/** Seconds a cause lasts: at least, at most. */
const LENGTHS: Record<Cause | Outage, [number, number]> = {
  suspended: [60, 600],
  email: [60, 600],
  unknown_refusal: [20, 200],
  rate_elsewhere: [3, 25],
  told_to_wait: [3, 15],
  busy_elsewhere: [2, 10],
  held_elsewhere: [5, 20],
  revoked: [30, 300],
  drained: [100, 1000],
  auth: [8, 20],
  overload: [5, 10],
  vendor: [20, 60],
};

/** Runs so many requests through two gateways while everything goes wrong. */
export async function runChaos(
  { requests, seed = 1 }: { requests: number; seed?: number },
): Promise<ChaosReport> {
  const run = new ChaosRun(requests, seed);
  await run.prepare();
  return await run.run();
}

class ChaosRun {
  readonly #requests: number;
  readonly #random: () => number;
  readonly #clock = new VirtualClock(START);
  readonly #world: World;
  readonly #store: Store = memoryStore();
  readonly #gateways: ChaosGateway[];
  readonly #outcomes: Record<Outcome, number> = {
    served: 0,
    client: 0,
    failed: 0,
    refused: 0,
  };
  readonly #renewed = new Map<string, number>();
  readonly #states: Record<string, number> = {};
  readonly #wrong = new Set<string>();
  readonly #seen = new Map<string, string>();
  readonly #differSince = new Map<string, number>();
  #servable = 0;
  #missed = 0;
  readonly #strict = { servable: 0, missed: 0 };
  readonly #missedFor: Record<string, number> = {};
  #begun = 0;
  #longestMisjudgement = 0;
  #longestDisagreement = 0;
  readonly #incidents = new Set<string>();
  #isOver = false;

  constructor(requests: number, seed: number) {
    this.#requests = requests;
    this.#random = seededRandom(seed);
    const clock = this.#clock;
    this.#world = new World(TIERS, { clock, random: this.#random });
    const [world, store] = [this.#world, this.#store];
    this.#gateways = [0.3, 0.7].map((jitter) =>
      new ChaosGateway({ world, clock, store, jitter })
    );
  }

  async prepare(): Promise<void> {
    for (const account of this.#world.accounts) {
      await putAccount(this.#store, recordOf(account), null);
    }
    this.#load();
  }

  async run(): Promise<ChaosReport> {
    const begun = performance.now();
    this.#arrive();
    this.#every(SYNC_MS, () => this.#share());
    this.#every(AGENDA_MS, () => this.#ask());
    for (const account of this.#world.accounts) this.#plague(account);
    for (const outage of OUTAGES) this.#break(outage);
    while (!this.#isOver) await this.#clock.runUntil(this.#clock.now + 10_000);
    const virtualSeconds = (this.#clock.now - START) / 1000;
    await this.#heal();
    for (const { sync, pool } of this.#gateways) {
      pool.close();
      await sync.close();
    }
    await this.#store.close();
    return this.#report(virtualSeconds, (performance.now() - begun) / 1000);
  }

  /** Requests come at random, to one gateway or the other. */
  #arrive(): void {
    if (this.#begun >= this.#requests) {
      this.#clock.delay(() => {
        this.#isOver = true;
      }, 10_000);
      return;
    }
    const request = this.#begun++;
    const model = MODELS[Math.floor(this.#random() ** 2 * 4)] ?? "gpt";
    const gateway = this.#gateways[this.#random() < 0.5 ? 0 : 1];
    void this.#follow(request, gateway as ChaosGateway, model);
    const pause = -Math.log(1 - this.#random()) * 1000 / PER_SECOND;
    this.#clock.delay(() => this.#arrive(), pause);
  }

  async #follow(
    request: number,
    gateway: ChaosGateway,
    model: string,
  ): Promise<void> {
    const world = this.#world;
    const before = [false, true].map((isStrict) =>
      world.isServable(model, isStrict)
    );
    const { outcome, codes } = await gateway.serve(request, model);
    this.#outcomes[outcome]++;
    if (outcome === "client") return;
    const isServed = outcome === "served";
    const [wasServable, wasStrictly] = before.map((was, index) =>
      was && (isServed || world.isServable(model, index === 1))
    );
    if (wasStrictly) {
      this.#strict.servable++;
      if (!isServed) this.#strict.missed++;
    }
    if (!wasServable) return;
    this.#servable++;
    if (isServed) return;
    this.#missed++;
    const met = `${model}: ${codes.join(", ")}`;
    this.#missedFor[met] = (this.#missedFor[met] ?? 0) + 1;
  }

  /** Something goes wrong with an account, for a while, again and again. */
  #plague(account: WorldAccount): void {
    this.#clock.delay(() => {
      if (this.#isOver) return;
      const cause = this.#oneOf(CAUSES);
      this.#world.set(account, cause, true);
      this.#clock.delay(() => {
        this.#cure(account, cause);
        this.#plague(account);
      }, this.#lengthOf(cause));
    }, -Math.log(1 - this.#random()) * 400_000);
  }

  #cure(account: WorldAccount, cause: Cause): void {
    if (!account.causes.has(cause)) return;
    this.#world.set(account, cause, false);
    if (cause !== "revoked") return;
    // Its owner connects it again, and all gateways hear of it.
    const parts = account.token.split("-");
    const count = Number(parts.pop()) + 1;
    account.token = `${parts.join("-")}-${count}`;
    this.#renewed.set(account.id, this.#clock.now);
    this.#load();
  }

  #break(outage: Outage): void {
    this.#clock.delay(() => {
      if (this.#isOver) return;
      this.#world.outages.add(outage);
      this.#clock.delay(() => {
        this.#world.outages.delete(outage);
        this.#break(outage);
      }, this.#lengthOf(outage));
    }, (0.5 + this.#random()) * 400_000);
  }

  #load(): void {
    const profiles = this.#world.accounts.map((account): AccountProfile => ({
      id: account.id,
      username: account.id,
      tier: account.tier,
      token: account.token,
      renewedAt: this.#renewed.get(account.id) ?? START,
    }));
    for (const gateway of this.#gateways) gateway.setAccounts(profiles);
  }

  #every(ms: number, run: () => Promise<void>): void {
    this.#clock.delay(async () => {
      await run();
      if (!this.#isOver) this.#every(ms, run);
    }, ms);
  }

  async #share(): Promise<void> {
    this.#inspect();
    const news = this.#gateways.filter(({ hasNews }) => hasNews);
    for (const gateway of news) {
      gateway.hasNews = false;
      await gateway.sync.flush();
    }
    if (news.length === 0) return;
    for (const { sync } of this.#gateways) await sync.refresh();
  }

  async #ask(): Promise<void> {
    for (const { agenda } of this.#gateways) await agenda.run();
    for (const { pool } of this.#gateways) {
      for (const { code, since } of pool.incidents()) {
        this.#incidents.add(`${code} ${Math.floor(since / 60_000)}`);
      }
    }
  }

  /** Looks at all states, and whether they are right. */
  #inspect(): void {
    const [first, second] = this.#gateways.map(({ pool }) => pool.view());
    for (const [index, view] of (first ?? []).entries()) {
      this.#inspectOne(view, 0);
      const other = second?.[index];
      if (other === undefined) continue;
      this.#inspectOne(other, 1);
      const { id } = view;
      if (JSON.stringify(view.state) === JSON.stringify(other.state)) {
        this.#differSince.delete(id);
        continue;
      }
      const since = this.#differSince.get(id) ?? this.#clock.now;
      this.#differSince.set(id, since);
      const ms = this.#clock.now - since;
      this.#longestDisagreement = Math.max(this.#longestDisagreement, ms);
    }
  }

  #inspectOne({ id, state }: AccountView, gateway: number): void {
    const key = `${id} ${gateway}`;
    if (state.status === "ready") {
      this.#seen.delete(key);
      return;
    }
    const { status, since, code } = state;
    const name = `${status} ${code} ${since}`;
    if (this.#seen.get(key) !== name) {
      this.#seen.set(key, name);
      if (gateway === 0) this.#states[status] = (this.#states[status] ?? 0) + 1;
    }
    if (this.#isExplained(id, code, since)) return;
    const age = this.#clock.now - since;
    this.#longestMisjudgement = Math.max(this.#longestMisjudgement, age);
    if (age > NOTICE_MS) this.#wrong.add(`${id}: ${status} for ${code}`);
  }

  /** True when the account was refused for that, then and for its own cause. */
  #isExplained(id: string, code: string, since: number): boolean {
    const times = this.#world.refusals.get(`${id} ${code}`) ?? [];
    // A refusal takes up to 80 ms to arrive, and an answer about credit more.
    const earliest = since - 1000;
    for (let i = times.length - 1; i >= 0; i--) {
      const at = times[i] as number;
      if (at < earliest) return false;
      if (at <= since) return true;
    }
    return false;
  }

  /** All causes end; the gateways have until the evening to find out. */
  async #heal(): Promise<void> {
    this.#world.outages.clear();
    for (const account of this.#world.accounts) {
      for (const cause of [...account.causes]) this.#cure(account, cause);
    }
    for (let minute = 0; minute < 8 * 60; minute++) {
      await this.#clock.runUntil(this.#clock.now + 60_000);
      await this.#ask();
      await this.#share();
    }
  }

  #report(virtualSeconds: number, seconds: number): ChaosReport {
    const lost = this.#gateways.flatMap(({ pool }) =>
      pool.view()
        .filter(({ state, inFlight }) =>
          state.status !== "ready" || inFlight > 0
        )
        .map(({ id, state }) => `${id}: ${JSON.stringify(state)}`)
    );
    return {
      requests: this.#begun,
      outcomes: this.#outcomes,
      servable: this.#servable,
      missed: this.#missed,
      strict: { ...this.#strict, availability: shareServed(this.#strict) },
      missedFor: this.#missedFor,
      availability: shareServed({
        servable: this.#servable,
        missed: this.#missed,
      }),
      doubles: this.#world.doubles,
      wrongPunishments: [...this.#wrong],
      longestMisjudgement: this.#longestMisjudgement,
      longestDisagreement: this.#longestDisagreement,
      states: this.#states,
      incidents: this.#incidents.size,
      lost,
      errors: this.#gateways.reduce(
        (sum, { errors }) => sum + errors.length,
        0,
      ),
      virtualSeconds,
      seconds,
    };
  }

  #lengthOf(what: Cause | Outage): number {
    const [least, most] = LENGTHS[what];
    return (least + this.#random() * (most - least)) * 1000;
  }

  #oneOf<Item>(items: readonly Item[]): Item {
    return items[Math.floor(this.#random() * items.length)] as Item;
  }
}

function shareServed(
  { servable, missed }: { servable: number; missed: number },
): number {
  return Math.round((1 - missed / servable) * 1e6) / 1e6;
}

function recordOf({ id, tier }: WorldAccount) {
  return {
    id,
    username: id,
    tier,
    pending: null,
    tokenKind: "full_access" as const,
    tokenFingerprint: "01234567",
    tokenIssuedAt: 1,
    tokenExpiresAt: null,
    sealedToken: "",
    addedAt: 1,
    updatedAt: 1,
    checkedAt: 1,
    problem: null,
  };
}
