import type { AccountOptions, SimAccount } from "./account.ts";
import { type Delay, realDelay, RecutBody } from "./body.ts";
import { answerApi } from "./endpoints.ts";
import { Faults, seededRandom } from "./faults.ts";
import { headersOf, withEtag } from "./headers.ts";
import { Limits } from "./limits.ts";
import { listedIds } from "./model_list.ts";
import { type NewAccount, Registry } from "./registry.ts";
import { SimError, type SimReply } from "./reply.ts";
import { isWebSite, type SimRequest } from "./request.ts";
import { answerSite } from "./site.ts";
import { toRequest, toResponse } from "./web.ts";
import type { CallRecord, World } from "./world.ts";

/** What a simulator may be told. */
export interface SimulatorOptions {
  /** Milliseconds since 1970. @default Date.now */
  now?: () => number;
  /** Pauses; gets a signal that ends the pause. Waits for real by default. */
  delay?: Delay;
  /** Decides the faults that come by chance. @default 1 */
  seed?: number;
  /** Cuts every body anew, every so many bytes. */
  chunking?: { bytes: number };
}

/** Calls that are kept for tests. */
const KEPT_CALLS = 10_000;

/** A Puter look-alike: its wire, its accounts, its limits, its errors. */
export class Simulator {
  readonly faults: Faults;
  /** The driver calls that were answered, oldest first; the last 10,000. */
  readonly calls: CallRecord[] = [];
  /** What the last vendor was asked, in the vendor's own form. */
  lastVendorRequest: unknown;
  readonly #world: World;

  constructor(options: SimulatorOptions = {}) {
    const now = options.now ?? Date.now;
    this.faults = new Faults(seededRandom(options.seed ?? 1));
    this.faults.chunking = options.chunking ?? null;
    this.#world = {
      registry: new Registry(now),
      limits: new Limits(now),
      faults: this.faults,
      now,
      delay: options.delay ?? realDelay,
      record: (call) => this.#record(call),
      vendorAsked: (request) => this.lastVendorRequest = request,
    };
  }

  /** Answers a request as Puter's servers would; hosts decide between API and site. */
  async handler(req: Request): Promise<Response> {
    const request = await toRequest(req);
    const reply = await this.exchange(request, req.signal);
    return toResponse(reply, headersOf(reply, request));
  }

  /**
   * Answers a request without the platform's request and response.
   *
   * @throws {Error} when the connection breaks, or the signal aborts, before
   *   the head
   */
  async exchange(
    request: SimRequest,
    signal: AbortSignal,
  ): Promise<SimReply> {
    const { stallMs } = this.faults;
    if (stallMs > 0) await this.#world.delay(stallMs, signal);
    signal.throwIfAborted();
    const reply = await this.#answer(request, signal);
    if (signal.aborted) {
      reply.body.cancel();
      throw signal.reason;
    }
    const { chunking } = this.faults;
    if (chunking === null) return reply;
    return { ...reply, body: new RecutBody(reply.body, chunking.bytes) };
  }

  addAccount(options: AccountOptions = {}): NewAccount {
    return this.#world.registry.addAccount(options);
  }

  /** One more token of an account, of any kind and age. */
  issueToken(
    accountId: string,
    options: Parameters<Registry["issue"]>[1],
  ): string {
    return this.#world.registry.issue(this.account(accountId), options);
  }

  /** The account itself, to be looked at or changed. */
  account(accountId: string): SimAccount {
    const account = this.#world.registry.account(accountId);
    if (account === undefined) {
      throw new RangeError(`There is no account "${accountId}"`);
    }
    return account;
  }

  /** Deletes an account; its tokens are worth nothing from now on. */
  removeAccount(accountId: string): void {
    this.#world.registry.removeAccount(accountId);
  }

  /** Revokes one token; its siblings live on. */
  revoke(token: string): void {
    this.#world.registry.revoke((one) => one.token === token);
  }

  revokeAll(): void {
    this.#world.registry.revoke();
  }

  /** Calls of an account that are running. */
  inFlight(accountId: string): number {
    return this.#world.limits.inFlight(this.account(accountId));
  }

  /** Ids of the chat models on the public list. */
  modelIds(): string[] {
    return listedIds();
  }

  async #answer(request: SimRequest, signal: AbortSignal): Promise<SimReply> {
    let reply: SimReply;
    try {
      reply = isWebSite(request)
        ? answerSite(request)
        : await answerApi(request, { world: this.#world, signal });
    } catch (thrown) {
      if (!(thrown instanceof SimError)) throw thrown;
      reply = thrown.reply();
    }
    // Only repeated questions are worth the hash.
    return request.method === "GET" ? await withEtag(reply, request) : reply;
  }

  #record(call: CallRecord): void {
    if (this.calls.length >= KEPT_CALLS) this.calls.shift();
    this.calls.push(call);
  }
}
