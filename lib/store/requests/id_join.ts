import type { IdStream } from "./index_stream.ts";
import { justAbove } from "./keys.ts";
import type { Work } from "./search_work.ts";

/** The ids of any of several streams, each once. */
export class UnionStream implements IdStream {
  readonly #streams: IdStream[];

  constructor(streams: IdStream[]) {
    this.#streams = streams;
  }

  seek(bound: string): string | null | undefined {
    let highest: string | null = null;
    for (const stream of this.#streams) {
      const id = stream.seek(bound);
      if (id === undefined) return undefined;
      if (id !== null && (highest === null || id > highest)) highest = id;
    }
    return highest;
  }

  get isUseless(): boolean {
    return this.#streams.some((stream) => stream.isUseless) &&
      this.#streams.every((stream) => stream.isUseless || stream.isRead);
  }

  get isRead(): boolean {
    return this.#streams.every((stream) => stream.isRead);
  }

  async read(bound: string, work: Work): Promise<void> {
    const lacking = this.#streams.filter((stream) =>
      stream.seek(bound) === undefined
    );
    await Promise.all(lacking.map((stream) => stream.read(bound, work)));
  }
}

/** A piece of a search. */
export interface JoinPart {
  ids: string[];
  /** Where to go on: everything from here upwards was looked at; null at the end. */
  bound: string | null;
}

/**
 * The ids that are in all of several streams, in falling order from a bound on.
 * Each stream is led to the lowest of all heads, so that a rare value leaps over
 * a frequent one's entries. A stream that proves useless is left out of
 * `streams`, so that ids may be given that are not in it. Ends early when the
 * work is spent, but never without having come further down.
 */
export async function join(
  streams: IdStream[],
  options: { bound: string; limit: number; work: Work },
): Promise<JoinPart> {
  const { limit, work } = options;
  const ids: string[] = [];
  let { bound } = options;
  do {
    const heads = await headsBelow(streams, bound, work);
    if (heads === null) return { ids, bound: null };
    if (heads.lowest === heads.highest) {
      ids.push(heads.lowest);
      bound = heads.lowest;
    } else {
      bound = justAbove(heads.lowest);
    }
  } while (ids.length < limit && !work.isSpent);
  return { ids, bound };
}

interface Heads {
  lowest: string;
  highest: string;
}

/** Null when a stream has ended. */
async function headsBelow(
  streams: IdStream[],
  bound: string,
  work: Work,
): Promise<Heads | null> {
  const lacking = streams.filter((stream) => stream.seek(bound) === undefined);
  if (lacking.length > 0) {
    await Promise.all(lacking.map((stream) => stream.read(bound, work)));
    leaveOutUseless(streams);
  }
  let heads: Heads | null = null;
  for (const stream of streams) {
    const id = stream.seek(bound);
    if (id === null || id === undefined) return null;
    if (heads === null) heads = { lowest: id, highest: id };
    else if (id < heads.lowest) heads.lowest = id;
    else if (id > heads.highest) heads.highest = id;
  }
  return heads;
}

function leaveOutUseless(streams: IdStream[]): void {
  const at = streams.findIndex((stream) => stream.isUseless);
  if (at >= 0 && streams.length > 1) streams.splice(at, 1);
}
