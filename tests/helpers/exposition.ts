/** One family of a text in Prometheus's format. */
export interface Family {
  name: string;
  type: string;
  help: string;
  samples: Sample[];
}

/** One line of a family. */
export interface Sample {
  name: string;
  labels: Map<string, string>;
  value: number;
}

const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const LABEL = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const NUMBER = /^(?:[+-]?Inf|NaN|[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)$/;
const TYPES = new Set(["counter", "gauge", "histogram", "summary", "untyped"]);

/**
 * Reads Prometheus's text format 0.0.4 and throws at whatever is not exactly
 * so: names, escapes, order of lines, duplicates, counters that are no number
 * of a counter, histograms whose buckets do not add up.
 */
export function parseExposition(text: string): Map<string, Family> {
  if (!text.endsWith("\n")) throw new Error("The last line does not end");
  const families = new Map<string, Family>();
  let family: Family | undefined;
  for (const line of text.slice(0, -1).split("\n")) {
    if (line.startsWith("# HELP ")) family = begin(families, line);
    else if (line.startsWith("# TYPE ")) setType(family, line);
    else if (line.startsWith("#")) throw new Error(`Unknown comment: ${line}`);
    else addSample(family, line);
  }
  for (const each of families.values()) check(each);
  return families;
}

function begin(families: Map<string, Family>, line: string): Family {
  const [, name = "", help = ""] = /^# HELP (\S+) (.*)$/s.exec(line) ?? [];
  if (!NAME.test(name)) throw new Error(`Bad name: ${line}`);
  if (families.has(name)) throw new Error(`A second family ${name}`);
  if (/\\[^\\n]|\\$/.test(help.replaceAll("\\\\", ""))) {
    throw new Error(`Bad escape: ${line}`);
  }
  const family = { name, type: "", help, samples: [] };
  families.set(name, family);
  return family;
}

function setType(family: Family | undefined, line: string): void {
  const [, name, type = ""] = /^# TYPE (\S+) (\S+)$/.exec(line) ?? [];
  if (family === undefined || family.name !== name || family.type !== "") {
    throw new Error(`Out of place: ${line}`);
  }
  if (!TYPES.has(type)) throw new Error(`Unknown type: ${line}`);
  family.type = type;
}

function addSample(family: Family | undefined, line: string): void {
  if (family === undefined || family.type === "") {
    throw new Error(`Out of place: ${line}`);
  }
  const parts = /^([^\s{]+)(?:\{(.*)\})? (\S+)$/s.exec(line);
  if (parts === null) throw new Error(`No sample: ${line}`);
  const [, name = "", selector = "", value = ""] = parts;
  const endings = family.type === "histogram"
    ? ["_bucket", "_sum", "_count"]
    : [""];
  if (!endings.some((ending) => name === family.name + ending)) {
    throw new Error(`Not of ${family.name}: ${line}`);
  }
  if (!NUMBER.test(value)) throw new Error(`No number: ${line}`);
  const labels = labelsOf(selector, line);
  const number = value.endsWith("Inf")
    ? (value.startsWith("-") ? -Infinity : Infinity)
    : Number(value);
  family.samples.push({ name, labels, value: number });
}

function labelsOf(selector: string, line: string): Map<string, string> {
  const labels = new Map<string, string>();
  let rest = selector;
  while (rest !== "") {
    const pair = /^([^=,]+)="((?:[^"\\]|\\[\\n"])*)"(?:,(?=.)|$)/s.exec(rest);
    const [whole, label = "", value = ""] = pair ?? [];
    if (whole === undefined || !LABEL.test(label) || labels.has(label)) {
      throw new Error(`Bad labels: ${line}`);
    }
    const plain = value.replace(
      /\\(.)/gs,
      (_, sign) => sign === "n" ? "\n" : sign,
    );
    labels.set(label, plain);
    rest = rest.slice(whole.length);
  }
  return labels;
}

function check({ name, type, help, samples }: Family): void {
  if (type === "" || help === "") throw new Error(`${name} says too little`);
  const seen = new Set<string>();
  for (const { name, labels, value } of samples) {
    const id = `${name} ${JSON.stringify([...labels].sort())}`;
    if (seen.has(id)) throw new Error(`Twice: ${id}`);
    seen.add(id);
    if (type === "gauge") continue;
    if (!(value >= 0)) throw new Error(`Less than nothing: ${id}`);
  }
  if (type === "counter" && !name.endsWith("_total")) {
    throw new Error(`A counter that is no total: ${name}`);
  }
  if (type === "histogram") checkHistogram(name, samples);
}

interface Counts {
  buckets: [bound: number, count: number][];
  sum?: number;
  count?: number;
}

function checkHistogram(name: string, samples: Sample[]): void {
  const all = new Map<string, Counts>();
  for (const sample of samples) {
    const rest = [...sample.labels].filter(([label]) => label !== "le").sort();
    const id = JSON.stringify(rest);
    const counts = all.get(id) ?? { buckets: [] };
    all.set(id, counts);
    const le = sample.labels.get("le");
    if (sample.name.endsWith("_sum")) counts.sum = sample.value;
    else if (sample.name.endsWith("_count")) counts.count = sample.value;
    else if (le === undefined) throw new Error(`${name}${id}: no le`);
    else {
      const bound = le === "+Inf" ? Infinity : Number(le);
      counts.buckets.push([bound, sample.value]);
    }
  }
  for (const [id, { buckets, sum, count }] of all) {
    const last = buckets.at(-1);
    if (last?.[0] !== Infinity || last[1] !== count || sum === undefined) {
      throw new Error(`${name}${id}: not whole`);
    }
    for (let i = 1; i < buckets.length; i++) {
      const [bound, below] = buckets[i] as [number, number];
      const [before, fewer] = buckets[i - 1] as [number, number];
      if (!(bound > before) || below < fewer) {
        throw new Error(`${name}${id}: not cumulative`);
      }
    }
  }
}
