import { COUNTERS, MEASURES, type UsageCell } from "./cell.ts";
import type { Histogram } from "./histogram.ts";
import { type UsageRow, UsageTable } from "./table.ts";

/** First byte of every encoded table. */
const VERSION = 1;

/** A value of the database takes 64 KiB, some of it for itself. */
export const MAX_SHARD_BYTES = 60_000;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * A table as values of the database: names once, then whole numbers of one byte
 * for each seven bits, histograms by their filled buckets.
 */
export function encodeTable(table: UsageTable): Uint8Array[] {
  return encodeRows([...table.rows()]);
}

/**
 * Adds encoded rows to a table; with `positions` by these of their values only,
 * which spares a table of all.
 *
 * @throws {RangeError} when the bytes are no encoded table
 */
export function decodeInto(
  table: UsageTable,
  bytes: Uint8Array,
  positions?: readonly number[],
): void {
  const reader = new Reader(bytes);
  const version = reader.number();
  if (version !== VERSION) {
    throw new RangeError(`Unknown form of usage figures: ${version}`);
  }
  const width = reader.number();
  const names = Array.from({ length: reader.number() }, () => reader.text());
  for (let rows = reader.number(); rows > 0; rows--) {
    const values: string[] = [];
    for (let i = 0; i < width; i++) values.push(names[reader.number()] ?? "");
    const kept = positions?.map((position) => values[position] ?? "");
    readCell(reader, table.cell(kept ?? values));
  }
}

/** The table of all shards together. */
export function decodeTable(shards: Iterable<Uint8Array>): UsageTable {
  const table = new UsageTable();
  for (const shard of shards) decodeInto(table, shard);
  return table;
}

function encodeRows(rows: UsageRow[]): Uint8Array[] {
  const bytes = encodeShard(rows);
  // A single row is a few KiB at most.
  if (bytes.length <= MAX_SHARD_BYTES || rows.length < 2) return [bytes];
  const middle = rows.length >> 1;
  return [
    ...encodeRows(rows.slice(0, middle)),
    ...encodeRows(rows.slice(middle)),
  ];
}

function encodeShard(rows: UsageRow[]): Uint8Array {
  const names = new Map<string, number>();
  for (const { values } of rows) {
    for (const value of values) {
      if (!names.has(value)) names.set(value, names.size);
    }
  }
  const writer = new Writer();
  writer.number(VERSION);
  writer.number(rows[0]?.values.length ?? 0);
  writer.number(names.size);
  for (const name of names.keys()) writer.text(name);
  writer.number(rows.length);
  for (const { values, cell } of rows) {
    for (const value of values) writer.number(names.get(value) ?? 0);
    writeCell(writer, cell);
  }
  return writer.bytes();
}

function writeCell(writer: Writer, cell: UsageCell): void {
  for (const name of COUNTERS) writer.number(cell.counters[name]);
  for (const name of MEASURES) writeHistogram(writer, cell.histograms[name]);
}

function readCell(reader: Reader, cell: UsageCell): void {
  for (const name of COUNTERS) cell.counters[name] += reader.number();
  for (const name of MEASURES) readHistogram(reader, cell.histograms[name]);
}

function writeHistogram(writer: Writer, histogram: Histogram): void {
  const buckets = histogram.ordered();
  writer.number(buckets.length);
  if (buckets.length === 0) return;
  writer.number(histogram.sum);
  let last = 0;
  for (const [index, count] of buckets) {
    writer.number(index - last);
    writer.number(count);
    last = index;
  }
}

function readHistogram(reader: Reader, histogram: Histogram): void {
  const length = reader.number();
  if (length === 0) return;
  histogram.addSum(reader.number());
  let index = 0;
  for (let i = 0; i < length; i++) {
    index += reader.number();
    histogram.addBucket(index, reader.number());
  }
}

class Writer {
  #bytes = new Uint8Array(1024);
  #length = 0;

  /** A whole number, exact up to 2^53. */
  number(value: number): void {
    this.#reserve(10);
    let rest = value;
    while (rest >= 0x80) {
      this.#bytes[this.#length++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.#bytes[this.#length++] = rest;
  }

  text(text: string): void {
    const bytes = encoder.encode(text);
    this.number(bytes.length);
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  bytes(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const grown = new Uint8Array(2 * this.#bytes.length + more);
    grown.set(this.#bytes);
    this.#bytes = grown;
  }
}

class Reader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  number(): number {
    let value = 0;
    let scale = 1;
    while (true) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) throw new RangeError("Usage figures are cut off");
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 0x80;
    }
  }

  text(): string {
    const length = this.number();
    const start = this.#at;
    this.#at += length;
    return decoder.decode(this.#bytes.subarray(start, this.#at));
  }
}
