import { ApiError, type Blame } from "../../http/errors.ts";

/** What a failure asks to be done with the account it happened on. */
export type AccountAction =
  | { type: "none" }
  /** Until its owner acts; `reason` is a short stable word. */
  | { type: "disable"; reason: string }
  | { type: "cool"; ms: number }
  /** Too many calls at once: free again when one of its own calls ends. */
  | { type: "wait_for_own_call" }
  /** Credit used up, or only held by the account's own running calls. */
  | { type: "check_credit" }
  /** Not in the account's plan: remember it for this model or interface. */
  | { type: "mark_plan"; scope: "model" | "interface" }
  /** The interface refuses this kind of token; another kind may pass. */
  | { type: "wrong_kind" };

/** When the same call may be sent again. */
export type RetryAdvice = "never" | "once" | "after_pause";

/** What a failed call means: for the client, the account and the next try. */
export interface PuterFailure {
  /** HTTP status as received; 0 when there was none. */
  status: number;
  /** Short stable word for traces, such as `rate_limit`. */
  code: string;
  blame: Blame;
  action: AccountAction;
  /** True when a token of another account may succeed. */
  otherAccount: boolean;
  retry: RetryAdvice;
  /** What the client is told when no further attempt is made. */
  error: ApiError;
  /** One sentence for the owner; holds nothing secret. */
  reason?: string;
  /** How long to wait, where the answer tells it. */
  retryAfterMs?: number;
}

/** What was asked for when the call failed. */
export interface FailureContext {
  /** The model as the client wrote it. */
  model: string;
  /** How long the answer's head says to wait. */
  retryAfterMs?: number;
}

/** Thrown by whoever reads an answer of Puter and finds a failure. */
export class PuterError extends ApiError {
  readonly failure: PuterFailure;

  constructor(failure: PuterFailure) {
    const { error } = failure;
    super(error.message, {
      status: error.status,
      type: error.type,
      code: error.code,
      param: error.param,
      blame: error.blame,
      retryAfter: error.retryAfter,
      shouldRetry: error.shouldRetry,
      headers: error.headers,
      cause: error.cause,
    });
    this.name = "PuterError";
    this.failure = failure;
  }
}
