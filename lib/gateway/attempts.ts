import { ApiError } from "../http/errors.ts";
import type { Lease, Pool } from "../pool/pool.ts";
import { networkFailure } from "../puter/errors.ts";
import { PuterError, type PuterFailure } from "../puter/failure.ts";
import type {
  PuterAnswer,
  PuterExchange,
  PuterTransport,
} from "../puter/transport.ts";
import { type CancelScope, ClientGone } from "./cancel_scope.ts";
import type { RequestTracker } from "./request_tracker.ts";

/** Most upstream calls for one answer. SDKs retry too: keep it low. */
const MAX_ATTEMPTS = 3;

/** No further attempt begins after this many ms. */
const BUDGET_MS = 45_000;

/** Pause before a call is repeated that a vendor's outage failed, in ms. */
const PAUSE_MS = 400;

/** What is called, and for whom. */
export interface UpstreamCall {
  transport: PuterTransport;
  pool: Pool;
  /** `interface:method`, as leases are counted. */
  route: string;
  model: string;
  body: Uint8Array[];
  scope: CancelScope;
  tracker: RequestTracker;
}

/** A call that has answered; it holds its lease until `close`. */
export interface OpenCall<Result> {
  result: Result;
  accountId: string;
  /** Gives the lease back; cancels what still runs upstream. */
  close(): void;
}

/**
 * Calls Puter on one account after the other until `open` accepts an answer.
 * Only failures before the first event come here, so nothing is sent twice
 * that a client has already seen.
 *
 * @throws {ApiError} the last failure, in the client's words
 * @throws {ClientGone} when the scope is cancelled
 */
export async function callUpstream<Result>(
  call: UpstreamCall,
  open: (answer: PuterAnswer) => Promise<Result>,
): Promise<OpenCall<Result>> {
  if (!call.tracker.isAdmitted) throw new Error("The request has no pass");
  const tried = new Set<string>();
  let last: PuterFailure | undefined;
  for (let attempt = 1;; attempt++) {
    const lease = await takeLease(call, tried, last);
    const outcome = await tryOnce(call, lease, open);
    if ("opened" in outcome) return outcome.opened;
    call.scope.check();
    last = outcome.failure;
    const next = nextStep(last, attempt, call.tracker.elapsedMs);
    if (next === "stop") throw last.error;
    if (next === "other_account") tried.add(lease.accountId);
    if (last.retry === "after_pause" && next === "same_account") {
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      call.scope.check();
    }
  }
}

function nextStep(
  failure: PuterFailure,
  attempt: number,
  elapsedMs: number,
): "stop" | "other_account" | "same_account" {
  if (attempt >= MAX_ATTEMPTS || elapsedMs > BUDGET_MS) return "stop";
  if (failure.otherAccount) return "other_account";
  if (failure.retry === "never" || attempt > 1) return "stop";
  return "same_account";
}

async function takeLease(
  call: UpstreamCall,
  tried: ReadonlySet<string>,
  last: PuterFailure | undefined,
): Promise<Lease> {
  let lease: Lease;
  try {
    const taken = call.pool.acquire({
      route: call.route,
      model: call.model,
      exclude: tried,
      scope: call.scope,
    });
    lease = taken instanceof Promise ? await taken : taken;
  } catch (refused) {
    call.scope.check();
    // Why the last account failed says more than that none is left.
    throw last?.error ?? refused;
  }
  if (call.scope.cancelled) {
    lease.release();
    throw new ClientGone();
  }
  return lease;
}

type Outcome<Result> =
  | { opened: OpenCall<Result> }
  | { failure: PuterFailure };

async function tryOnce<Result>(
  call: UpstreamCall,
  lease: Lease,
  open: (answer: PuterAnswer) => Promise<Result>,
): Promise<Outcome<Result>> {
  const { scope, tracker } = call;
  const begun = tracker.elapsedMs;
  const exchange = call.transport.send({
    method: "POST",
    path: "/drivers/call",
    token: lease.token,
    body: call.body,
  });
  scope.add(exchange);
  let status = 0;
  try {
    const answer = await exchange.answer;
    status = answer.status;
    const result = await open(answer);
    lease.praise();
    tracker.accountId = lease.accountId;
    note(call, lease, { status, code: null, blame: null }, begun);
    return { opened: opened(call, lease, exchange, result) };
  } catch (thrown) {
    scope.remove(exchange);
    exchange.cancel();
    if (scope.cancelled) {
      lease.release();
      throw new ClientGone();
    }
    const failure = failureOf(thrown, call.model);
    note(call, lease, { ...failure, status }, begun);
    lease.blame(failure);
    lease.release();
    return { failure };
  }
}

/** From here on the whole call ends with its scope, its lease included. */
function opened<Result>(
  call: UpstreamCall,
  lease: Lease,
  exchange: PuterExchange,
  result: Result,
): OpenCall<Result> {
  const { scope } = call;
  const member = {
    cancel() {
      exchange.cancel();
      lease.release();
    },
  };
  scope.remove(exchange);
  scope.add(member);
  return {
    result,
    accountId: lease.accountId,
    close() {
      scope.remove(member);
      member.cancel();
    },
  };
}

function note(
  call: UpstreamCall,
  lease: Lease,
  outcome: {
    status: number;
    code: string | null;
    blame: PuterFailure["blame"] | null;
  },
  begun: number,
): void {
  call.tracker.attempts.push({
    accountId: lease.accountId,
    status: outcome.status,
    code: outcome.code,
    blame: outcome.blame,
    ms: Math.round(call.tracker.elapsedMs - begun),
  });
}

/** What anything thrown during an attempt means. */
export function failureOf(thrown: unknown, model: string): PuterFailure {
  if (thrown instanceof PuterError) return thrown.failure;
  if (thrown instanceof ApiError) {
    return {
      status: 0,
      code: thrown.code ?? "error",
      blame: thrown.blame,
      action: { type: "none" },
      otherAccount: false,
      retry: "never",
      error: thrown,
    };
  }
  return networkFailure(thrown, { model });
}
