/** Media type of Prometheus's text format. */
export const EXPOSITION_TYPE = "text/plain; version=0.0.4; charset=utf-8";

/** What kind of numbers a family holds. */
export type FamilyType = "counter" | "gauge" | "histogram";

/** Names and values that tell the samples of a family apart. */
export type Labels = Record<string, string>;

/** A histogram as Prometheus counts: each bucket holds the ones below it. */
export interface CumulativeHistogram {
  /** Upper bounds, ascending, and how many values do not exceed them. */
  buckets: [bound: number, count: number][];
  count: number;
  sum: number;
}

/** Writes metrics in Prometheus's text format, one family after the other. */
export class Exposition {
  readonly #lines: string[] = [];
  #family = "";

  /** Begins a family; its samples follow. */
  family(name: string, type: FamilyType, help: string): void {
    this.#family = name;
    this.#lines.push(
      `# HELP ${name} ${escaped(help, /[\\\n]/g)}`,
      `# TYPE ${name} ${type}`,
    );
  }

  /** Writes a sample of the family. */
  sample(value: number, labels: Labels = {}): void {
    this.#write(this.#family, labels, value);
  }

  /** Writes a histogram of the family. */
  histogram(
    { buckets, count, sum }: CumulativeHistogram,
    labels: Labels,
  ): void {
    const name = this.#family;
    for (const [bound, below] of buckets) {
      this.#write(`${name}_bucket`, { ...labels, le: numberOf(bound) }, below);
    }
    this.#write(`${name}_bucket`, { ...labels, le: "+Inf" }, count);
    this.#write(`${name}_sum`, labels, sum);
    this.#write(`${name}_count`, labels, count);
  }

  /** The whole text. */
  toString(): string {
    return this.#lines.map((line) => `${line}\n`).join("");
  }

  #write(name: string, labels: Labels, value: number): void {
    const pairs = Object.entries(labels).map(([label, text]) =>
      `${label}="${escaped(text, /[\\\n"]/g)}"`
    );
    const selector = pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
    this.#lines.push(`${name}${selector} ${numberOf(value)}`);
  }
}

function escaped(text: string, special: RegExp): string {
  return text.replace(
    special,
    (found) => found === "\n" ? "\\n" : `\\${found}`,
  );
}

function numberOf(value: number): string {
  if (value === Infinity) return "+Inf";
  return value === -Infinity ? "-Inf" : String(value);
}
