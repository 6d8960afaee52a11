/** Units of one kind that were used, and their cost in micro-cents. */
export interface Charge {
  /** Such as `azure-openai:gpt-4o:prompt_tokens`. */
  usageType: string;
  units: number;
  cost: number;
}

interface Tally {
  units: number;
  cost: number;
  count: number;
}

/** Credit used by calls that no app made. */
export const NO_APP = "os-global";

/** About 0.12 US dollars per GiB, in micro-cents per byte. */
const EGRESS_COST = 12_000_000 / 2 ** 30;

/** What one account has used in the current calendar month (UTC). */
export class Metering {
  /** The month's credit, in micro-cents. */
  allowance: number;
  readonly #now: () => number;
  #month = "";
  #usage = new Map<string, Tally>();
  #apps = new Map<string, { total: number; count: number }>();
  #used = 0;

  constructor(allowance: number, now: () => number) {
    this.allowance = allowance;
    this.#now = now;
  }

  /** Credit that is left, not counting what running calls hold. */
  remaining(): number {
    this.#turn();
    return Math.max(0, this.allowance - this.#used);
  }

  /** Books what a call used; `app` is the app that made it. */
  charge(charges: readonly Charge[], app = NO_APP): void {
    this.#turn();
    for (const { usageType, units, cost } of charges) {
      // The database behind the real thing takes a dot for a path.
      const key = usageType.replaceAll(".", "_dot_");
      const tally = this.#usage.get(key) ?? { units: 0, cost: 0, count: 0 };
      tally.units += units;
      tally.cost += cost;
      tally.count++;
      this.#usage.set(key, tally);
      this.#bookApp(app, cost);
      this.#used += cost;
    }
  }

  /** Books the bytes of an answer. */
  chargeEgress(bytes: number, app = NO_APP): void {
    if (bytes === 0) return;
    const cost = bytes * EGRESS_COST;
    this.charge([{ usageType: "egress:bytes", units: bytes, cost }], app);
  }

  /** The body of `GET /metering/usage`, as an app's or a user's token sees it. */
  report(app?: string): Record<string, unknown> {
    this.#turn();
    return {
      usage: {
        ...Object.fromEntries(this.#usage),
        total: this.#used,
        allowanceUsed: Math.min(this.#used, this.allowance),
      },
      appTotals: app === undefined
        ? Object.fromEntries(this.#apps)
        : this.#appView(app),
      allowanceInfo: {
        remaining: this.remaining(),
        monthUsageAllowance: this.allowance,
        addons: {},
      },
    };
  }

  /** An app sees itself, and all others as one. */
  #appView(app: string): Record<string, unknown> {
    const others = { total: 0, count: 0 };
    for (const [name, { total, count }] of this.#apps) {
      if (name === app) continue;
      others.total += total;
      others.count += count;
    }
    const own = this.#apps.get(app);
    return own === undefined ? { others } : { [app]: own, others };
  }

  #bookApp(app: string, cost: number): void {
    const sum = this.#apps.get(app) ?? { total: 0, count: 0 };
    sum.total += cost;
    sum.count++;
    this.#apps.set(app, sum);
  }

  /** A new month begins with nothing used. */
  #turn(): void {
    const month = new Date(this.#now()).toISOString().slice(0, 7);
    if (month === this.#month) return;
    this.#month = month;
    this.#usage = new Map();
    this.#apps = new Map();
    this.#used = 0;
  }
}
