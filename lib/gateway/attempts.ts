import { ApiError } from "../http/errors.ts";
import type { Lease, Pool } from "../pool/pool.ts";
import { PoolRefusal } from "../pool/refusal.ts";
import { networkFailure } from "../puter/errors/classify.ts";
import { PuterError, type PuterFailure } from "../puter/errors/failure.ts";
import type {
  PuterAnswer,
  PuterExchange,
  PuterTransport,
} from "../puter/transport.ts";
import type { AttemptRecord } from "../store/requests/record.ts";
import { type CancelScope, ClientGone } from "./cancel_scope.ts";
import type { RequestTracker } from "./requests/tracker.ts";

/** Most upstream calls for one answer. SDKs retry too: keep it low. */
const MAX_ATTEMPTS = 3;

/** Pause before a call is repeated that a vendor's outage failed, in ms. */
const PAUSE_MS = 400;

/** What is called, and for whom. */
export interface UpstreamCall {
  transport: PuterTransport;
  pool: Pool;
  /** `interface:method`, as leases are counted. */
  route: string;
  /** The model's id, as the pool remembers what plans lack. */
  model: string;
  /** The model as the client wrote it. */
  modelName: string;
  body: Uint8Array[];
  /** Same for the calls of one conversation, where that is wanted. */
  affinity?: string;
  /** Ms after a request's arrival when no further attempt begins. */
  budgetMs: number;
  /** Accounts that must not be asked. */
  exclude?: ReadonlySet<string>;
  /** False for a failure after which the call may not be sent again. */
  mayRepeat?: (failure: PuterFailure) => boolean;
  scope: CancelScope;
  tracker: RequestTracker;
}

/** A call that has answered; it holds its lease until `close`. */
export interface OpenCall<Result> {
  result: Result;
  /** Gives the lease back; cancels what still runs upstream. */
  close(): void;
  /** Says that the answer failed after `bytes`, and closes. */
  fail(thrown: unknown, bytes: number): void;
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
  const tried = new Set<string>(call.exclude);
  let last: PuterFailure | undefined;
  for (let count = 1;; count++) {
    const lease = await takeLease(call, tried, last);
    const outcome = await tryOnce(call, lease, open);
    if ("opened" in outcome) return outcome.opened;
    call.scope.check();
    const { failure, attempt } = outcome;
    last = failure;
    attempt.next = nextStep(failure, count, call);
    if (attempt.next === "stop") throw failure.error;
    if (attempt.next === "other_account") tried.add(lease.accountId);
    else if (failure.retry === "after_pause") await pause(call);
  }
}

function nextStep(
  failure: PuterFailure,
  count: number,
  { tracker, budgetMs, mayRepeat }: UpstreamCall,
): "stop" | "other_account" | "same_account" {
  if (mayRepeat?.(failure) === false) return "stop";
  if (count >= MAX_ATTEMPTS || tracker.elapsedMs > budgetMs) return "stop";
  if (failure.otherAccount) return "other_account";
  if (failure.retry === "never" || count > 1) return "stop";
  return "same_account";
}

async function pause({ scope }: UpstreamCall): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  scope.check();
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
      ...(call.affinity === undefined ? {} : { affinity: call.affinity }),
    });
    lease = taken instanceof Promise ? await taken : taken;
  } catch (refused) {
    call.scope.check();
    if (refused instanceof PoolRefusal) call.tracker.noteChoice(refused.choice);
    // Why the last account failed says more than that none is left.
    throw last?.error ?? refused;
  }
  if (call.scope.cancelled) {
    lease.release();
    throw new ClientGone();
  }
  call.tracker.noteChoice(lease.choice);
  return lease;
}

type Outcome<Result> =
  | { opened: OpenCall<Result> }
  | { failure: PuterFailure; attempt: AttemptRecord };

async function tryOnce<Result>(
  call: UpstreamCall,
  lease: Lease,
  open: (answer: PuterAnswer) => Promise<Result>,
): Promise<Outcome<Result>> {
  const { scope } = call;
  const attempt = call.tracker.beginAttempt(lease.accountId, call.model);
  const exchange = call.transport.send({
    method: "POST",
    path: "/drivers/call",
    token: lease.token,
    body: call.body,
  });
  scope.add(exchange);
  try {
    const answer = await exchange.answer;
    attempt.status = answer.status;
    const result = await open(answer);
    call.tracker.endAttempt(attempt);
    lease.praise();
    call.tracker.accountId = lease.accountId;
    return { opened: opened({ call, lease, exchange, attempt }, result) };
  } catch (thrown) {
    scope.remove(exchange);
    exchange.cancel();
    call.tracker.endAttempt(attempt);
    if (scope.cancelled) {
      attempt.code = "cancelled";
      lease.release();
      throw new ClientGone();
    }
    const failure = failureOf(thrown, call.modelName);
    noteFailure(attempt, failure);
    lease.blame(failure);
    lease.release();
    return { failure, attempt };
  }
}

function noteFailure(attempt: AttemptRecord, failure: PuterFailure): void {
  attempt.code = failure.code;
  attempt.blame = failure.blame;
  if (failure.action.type !== "none") attempt.effect = failure.action.type;
}

interface RunningCall {
  call: UpstreamCall;
  lease: Lease;
  exchange: PuterExchange;
  attempt: AttemptRecord;
}

/** From here on the whole call ends with its scope, its lease included. */
function opened<Result>(
  { call, lease, exchange, attempt }: RunningCall,
  result: Result,
): OpenCall<Result> {
  // Nothing below may hold `call`: its body weighs megabytes, and an answer
  // takes minutes.
  const { scope, modelName } = call;
  const member = {
    cancel() {
      exchange.cancel();
      lease.release();
    },
  };
  scope.remove(exchange);
  scope.add(member);
  const close = () => {
    scope.remove(member);
    member.cancel();
  };
  return {
    result,
    close,
    fail(thrown, bytes) {
      const failure = failureOf(thrown, modelName);
      noteFailure(attempt, failure);
      attempt.bytes = bytes;
      attempt.next = "stop";
      lease.blame(failure);
      close();
    },
  };
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
