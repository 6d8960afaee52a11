import { dialTls, internet, type Network } from "./client/dial.ts";
import { GetExchange } from "./client/exchange.ts";
import type { HttpHead } from "./client/http_head.ts";
import { FetchLimits } from "./fetch_limits.ts";
import { FetchRefusal } from "./fetch_refusal.ts";
import { guardedBody, readAll, tooLarge } from "./guarded_body.ts";
import { mediaType } from "./media_type.ts";
import { bareHost, readPublicUrl } from "./public_url.ts";
import { isAddress, isPublicAddress } from "./special_addresses.ts";

const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const MAX_REDIRECTS = 4;

/** A range as it may be sent on: one, of bytes. */
const RANGE = /^bytes=(\d{1,15}-(\d{1,15})?|-\d{1,15})$/;

/** What may be fetched, and how much of it. */
export interface GuardedFetchOptions {
  /** Accepted media types, such as `image/png`, or `image/*` for a kind. */
  types: readonly string[];
  /** Most bytes of the body. */
  maxBytes: number;
  /** Ms until the whole body must be there; half a minute by default. */
  timeoutMs?: number;
  /** Ms that the other server may be silent; ten seconds by default. */
  idleMs?: number;
  /** A `range` header to send; `206` and `416` are accepted only with it. */
  range?: string | undefined;
  /** Ends the fetch. */
  signal?: AbortSignal | undefined;
  /** Where tests have a network of their own. */
  network?: Network;
}

/** A file that is being fetched. */
export interface GuardedFile {
  /** 200, or with a range 206 or 416. */
  status: number;
  /** Lower case, without parameters. */
  mediaType: string;
  /** Bytes of the body; null when the other server does not say. */
  length: number | null;
  header(name: string): string | null;
  /**
   * Pulled from the other server; must be read to its end or cancelled. Errors
   * with a `FetchRefusal`.
   */
  body: ReadableStream<Uint8Array>;
}

/**
 * Fetches a URL that a client or a vendor gave: the only way for the gateway to
 * do so. Only https, only public addresses, which are looked up once, checked
 * and then connected to (a name cannot change its mind in between), anew at
 * every redirect; nothing of the asker is sent along.
 *
 * @throws {FetchRefusal} when it may not or cannot be fetched
 */
export async function guardedFetch(
  url: string,
  options: GuardedFetchOptions,
): Promise<GuardedFile> {
  if (options.range !== undefined && !RANGE.test(options.range)) {
    throw new FetchRefusal("url", "The range is not one range of bytes");
  }
  const limits = new FetchLimits(options);
  try {
    return await follow(readPublicUrl(url), options, limits);
  } catch (thrown) {
    limits.close();
    throw limits.refusal(thrown);
  }
}

/** A file that was fetched whole. */
export interface FetchedBytes {
  bytes: Uint8Array<ArrayBuffer>;
  mediaType: string;
}

/**
 * Fetches a URL like `guardedFetch`, and its whole body.
 *
 * @throws {FetchRefusal} when it may not or cannot be fetched
 */
export async function guardedBytes(
  url: string,
  options: GuardedFetchOptions,
): Promise<FetchedBytes> {
  const { body, mediaType } = await guardedFetch(url, options);
  return { bytes: await readAll(body), mediaType };
}

async function follow(
  start: URL,
  options: GuardedFetchOptions,
  limits: FetchLimits,
): Promise<GuardedFile> {
  let url = start;
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    const exchange = await open(url, options.network ?? internet, limits);
    const head = await limits.watch(exchange.begin(url, options.range));
    if (!REDIRECTS.has(head.status)) {
      return fileOf({ head, exchange, options, limits });
    }
    limits.release();
    url = nextUrl(url, head);
  }
  throw new FetchRefusal("redirect", "The URL redirects too often");
}

function nextUrl(url: URL, { headers }: HttpHead): URL {
  const location = headers.get("location");
  if (location === undefined) {
    throw new FetchRefusal("redirect", "The URL redirects to nowhere");
  }
  return readPublicUrl(location, url);
}

async function open(
  url: URL,
  network: Network,
  limits: FetchLimits,
): Promise<GetExchange> {
  const hostname = bareHost(url);
  const { signal } = limits;
  const addresses = await limits.watch(addressesOf(hostname, network, signal));
  const dialling = dialTls(network, addresses, { hostname, signal });
  const exchange = new GetExchange(await dialling);
  limits.hold(exchange);
  return exchange;
}

/** One forbidden address spoils them all: such a name plays tricks. */
async function addressesOf(
  hostname: string,
  network: Network,
  signal: AbortSignal,
): Promise<string[]> {
  if (isAddress(hostname)) return [hostname];
  const addresses = await network.resolve(hostname, signal);
  if (addresses.length === 0) {
    throw new FetchRefusal("network", "The URL's host has no address");
  }
  if (addresses.every(isPublicAddress)) return addresses;
  throw new FetchRefusal("address", "The URL leads to a private address");
}

interface FileParts {
  head: HttpHead;
  exchange: GetExchange;
  options: GuardedFetchOptions;
  limits: FetchLimits;
}

function fileOf({ head, exchange, options, limits }: FileParts): GuardedFile {
  const { maxBytes, range, types } = options;
  const { headers, status, framing } = head;
  if (status !== 200 && !(range && (status === 206 || status === 416))) {
    throw new FetchRefusal("status", `The URL answers with HTTP ${status}`, {
      status,
    });
  }
  const type = mediaType(headers.get("content-type"));
  if (status !== 416 && !types.some((wanted) => matches(wanted, type))) {
    throw new FetchRefusal("type", `The URL's type is ${named(type)}`);
  }
  const coding = headers.get("content-encoding");
  if (coding !== undefined && coding.toLowerCase() !== "identity") {
    throw new FetchRefusal("type", "The URL's content is compressed");
  }
  const length = framing.type === "length" ? framing.bytes : null;
  if (length !== null && length > maxBytes) throw tooLarge(maxBytes);
  return {
    status,
    mediaType: type,
    length,
    header: (name) => headers.get(name.toLowerCase()) ?? null,
    body: guardedBody(exchange, limits, maxBytes),
  };
}

function matches(wanted: string, type: string): boolean {
  return wanted.endsWith("/*")
    ? type.startsWith(wanted.slice(0, -1))
    : type === wanted;
}

/** A type is the other server's text: only a plain one is repeated. */
function named(type: string): string {
  return /^[a-z0-9.+-]{1,60}\/[a-z0-9.+-]{1,60}$/.test(type)
    ? type
    : "not given";
}
