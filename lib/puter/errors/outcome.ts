import type { Blame } from "../../http/errors.ts";
import type { AccountAction, RetryAdvice } from "./failure.ts";

/** What the client is told. `{model}` and `{text}` are filled in. */
export interface Answer {
  status: number;
  code: string;
  /** Shown as it stands, or after `{text}` is replaced by the vendor's words. */
  message: string;
  type?: string;
  param?: string;
  /** Seconds. */
  retryAfter?: number;
  shouldRetry?: boolean;
}

/** What follows from one kind of failure. */
export interface Outcome {
  blame: Blame;
  action: AccountAction;
  otherAccount: boolean;
  retry: RetryAdvice;
  answer: Answer;
  /** One sentence for the owner. */
  reason: string;
}

/** A fault of the vendor, of Puter, of the network or of the gateway. */
export function fault(
  blame: Blame,
  options: { retry: RetryAdvice; answer: Answer; reason: string },
): Outcome {
  const action: AccountAction = { type: "none" };
  return { blame, action, otherAccount: false, ...options };
}
