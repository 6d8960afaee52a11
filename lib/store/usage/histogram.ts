/** Each bucket ends this much above the one before it. */
export const GROWTH = 1.09;

/** A percentile is off by no more than this share of the exact one: 4.3 %. */
export const PERCENTILE_ERROR = (GROWTH - 1) / (GROWTH + 1);

const LOG_GROWTH = Math.log(GROWTH);

/** Beyond 2^53 nothing is told apart any more. */
const MAX_INDEX = indexOf(Number.MAX_SAFE_INTEGER);

/** The bucket of a whole number; 0 holds zero, 1 holds one. */
export function indexOf(value: number): number {
  if (!(value >= 1)) return 0;
  return 1 + Math.ceil(Math.log(value) / LOG_GROWTH - 1e-9);
}

/** The largest value of a bucket. */
export function upperBound(index: number): number {
  return index === 0 ? 0 : GROWTH ** (index - 1);
}

/**
 * Counts whole numbers in buckets of equal relative width. Histograms add up
 * exactly, in any order.
 */
export class Histogram {
  readonly buckets: Map<number, number> = new Map();
  #count = 0;
  #sum = 0;

  /** How many values it holds. */
  get count(): number {
    return this.#count;
  }

  /** The exact sum of the values. */
  get sum(): number {
    return this.#sum;
  }

  /** Takes a value, rounded to a whole number; less than zero is zero. */
  add(value: number): void {
    const whole = value > 0 ? Math.round(value) : 0;
    this.addBucket(indexOf(whole), 1);
    this.#sum += whole;
  }

  /** Takes `count` values of one bucket; their sum comes by `addSum`. */
  addBucket(index: number, count: number): void {
    const bucket = Math.min(index, MAX_INDEX);
    this.buckets.set(bucket, (this.buckets.get(bucket) ?? 0) + count);
    this.#count += count;
  }

  addSum(sum: number): void {
    this.#sum += sum;
  }

  /** Takes all values of another histogram. */
  merge(other: Histogram): void {
    for (const [index, count] of other.buckets) this.addBucket(index, count);
    this.#sum += other.#sum;
  }

  /** Takes away values that were taken before. */
  subtract(other: Histogram): void {
    for (const [index, count] of other.buckets) {
      this.addBucket(index, -count);
      if (this.buckets.get(index) === 0) this.buckets.delete(index);
    }
    this.#sum -= other.#sum;
  }

  /**
   * The value that a share of all values does not exceed, for each of some
   * ascending shares: by nearest rank, off by `PERCENTILE_ERROR` at most.
   */
  percentiles(shares: readonly number[]): number[] {
    const ordered = this.ordered();
    let position = 0;
    let seen = 0;
    return shares.map((share) => {
      const rank = Math.max(1, Math.ceil(share * this.#count));
      let index = ordered[position]?.[0] ?? 0;
      while (position < ordered.length) {
        const [bucket, count] = ordered[position] as [number, number];
        index = bucket;
        if (seen + count >= rank) break;
        seen += count;
        position++;
      }
      return middleOf(index);
    });
  }

  /** Buckets that hold anything, lowest first. */
  ordered(): [index: number, count: number][] {
    return [...this.buckets].sort(([a], [b]) => a - b);
  }
}

/** The value whose relative distance to both ends of a bucket is the same. */
function middleOf(index: number): number {
  if (index <= 1) return index;
  return upperBound(index) * 2 / (1 + GROWTH);
}
