import { ApiError } from "../../http/errors.ts";
import { type ErrorReport, readErrorBody, readReport } from "./body.ts";
import {
  BY_STATUS,
  BY_STATUS_PLAIN,
  BY_VENDOR_STATUS,
  CONTENT_POLICY,
  CONTEXT_CODES,
  CONTEXT_LENGTH,
  POLICY_CODES,
  REAUTH_REASONS,
  type Sign,
  SIGNS,
  STREAM_SIGNS,
  VENDOR_TYPE_STATUS,
} from "./signs.ts";
import { type OutcomeName, OUTCOMES } from "./table.ts";
import type { FailureContext, PuterFailure } from "./failure.ts";
import type { Outcome } from "./outcome.ts";
import { isRecord } from "../record.ts";
import { readComplaint, scrubText } from "../chat/vendor_text.ts";

export {
  type AccountAction,
  type FailureContext,
  PuterError,
  type PuterFailure,
  type RetryAdvice,
} from "./failure.ts";

/**
 * Classifies an HTTP answer of Puter that is not a success, older envelopes
 * with status 200 included. The body's `code` decides, not the status: Puter
 * reports a vendor's outage as 400.
 */
export function classifyHttp(
  status: number,
  contentType: string,
  bodyText: string,
  context: FailureContext,
): PuterFailure {
  const report = readErrorBody(contentType, bodyText);
  if (report === undefined) {
    return failureOf(outcomeOfPlain(status), { status, context });
  }
  return failureOf(outcomeOf(report, status), { status, context, report });
}

/**
 * Classifies the error line of a stream that began with HTTP 200: its
 * `message`, or the object of an older `{"error":{…}}` line. A vendor's status
 * may stand in front of the message, and Anthropic's JSON inside it.
 */
export function classifyStreamError(
  message: unknown,
  context: FailureContext,
): PuterFailure {
  const report = isRecord(message) ? readReport(message) : {
    message: typeof message === "string" ? message : "",
    vendorCodes: [],
  };
  const name = report.code === undefined
    ? outcomeOfLine(report.message)
    : outcomeOf(report, report.status ?? 200);
  return failureOf(name, { status: 200, context, report });
}

/** A connection that broke, or could not be made, before any answer. */
export function networkFailure(
  cause: unknown,
  context: FailureContext,
): PuterFailure {
  const late = cause instanceof Error && cause.name === "TimeoutError";
  const name = late ? "network_timeout" : "network";
  return failureOf(name, { status: 0, context, cause });
}

/** A stream that ended without its closing usage line. */
export function brokenStream(context: FailureContext): PuterFailure {
  return failureOf("stream_incomplete", { status: 200, context });
}

/** Filler text of Puter's built-in model in place of an answer. */
export function fakeChat(context: FailureContext): PuterFailure {
  return failureOf("fake_chat", { status: 200, context });
}

/** A success whose content has no known shape. */
export function unreadableAnswer(context: FailureContext): PuterFailure {
  return failureOf("unreadable_answer", { status: 200, context });
}

/** A success without the image, sound or film that was asked for. */
export function noMedia(context: FailureContext): PuterFailure {
  return failureOf("vendor_no_media", { status: 200, context });
}

/** An answer that ended for a tool call but holds none. */
export function lostToolCall(context: FailureContext): PuterFailure {
  return failureOf("lost_tool_call", { status: 200, context });
}

function outcomeOf(report: ErrorReport, status: number): OutcomeName {
  if (report.errorCode === "moderation_flagged") return "answer_flagged";
  const sign = SIGNS.find((sign) => holds(sign, report, status));
  if (sign === undefined) return outcomeOfStatus(report.status ?? status);
  if (sign.outcome === "reauth_required") {
    return REAUTH_REASONS[report.reason ?? ""] ?? sign.outcome;
  }
  if (sign.outcome === "vendor_refused") {
    return outcomeOfVendor(report) ?? sign.outcome;
  }
  return sign.outcome;
}

function holds(sign: Sign, report: ErrorReport, status: number): boolean {
  return report.code !== undefined && sign.codes.includes(report.code) &&
    (sign.status === undefined || sign.status === status) &&
    (sign.says === undefined || sign.says.test(report.message));
}

function outcomeOfStatus(status: number): OutcomeName {
  if (status < 400) return "unreadable_answer";
  return BY_STATUS[status] ?? (status < 500 ? "bad_request" : "upstream_fault");
}

function outcomeOfPlain(status: number): OutcomeName {
  if (status < 400) return "unreadable_answer";
  return BY_STATUS_PLAIN[status] ?? "upstream_fault";
}

/** What a vendor's refusal is about; undefined when it just refuses. */
function outcomeOfVendor(report: ErrorReport): OutcomeName | undefined {
  const { vendorCodes: codes, vendorStatus: status, message } = report;
  if (codes.some((code) => CONTEXT_CODES.includes(code))) {
    return "context_length";
  }
  if (codes.some((code) => POLICY_CODES.includes(code))) {
    return "content_policy";
  }
  if (CONTEXT_LENGTH.test(message)) return "context_length";
  if (CONTENT_POLICY.test(message)) return "content_policy";
  if (codes.includes("model_not_found")) return "vendor_model_gone";
  if (status === undefined) return undefined;
  if (status >= 500) return "vendor_unavailable";
  return BY_VENDOR_STATUS[status];
}

function outcomeOfLine(message: string): OutcomeName {
  const complaint = readComplaint(message);
  const vendorStatus = complaint.status ??
    VENDOR_TYPE_STATUS[complaint.type ?? ""];
  if (vendorStatus === undefined) {
    const sign = STREAM_SIGNS.find((sign) => sign.says.test(message));
    if (sign !== undefined) return sign.outcome;
  }
  const vendorCodes = complaint.code === undefined ? [] : [complaint.code];
  const found = outcomeOfVendor({ message, vendorStatus, vendorCodes });
  if (found !== undefined) return found;
  return vendorStatus === undefined ? "vendor_stream_error" : "vendor_refused";
}

interface FailureDetails {
  status: number;
  context: FailureContext;
  report?: ErrorReport;
  cause?: unknown;
}

function failureOf(name: OutcomeName, details: FailureDetails): PuterFailure {
  const outcome: Outcome = OUTCOMES[name];
  const { retryAfterMs } = details.context;
  return {
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    status: details.status,
    code: name,
    blame: outcome.blame,
    action: outcome.action,
    otherAccount: outcome.otherAccount,
    retry: outcome.retry,
    error: apiErrorOf(outcome, details),
    reason: outcome.reason,
  };
}

function apiErrorOf(outcome: Outcome, details: FailureDetails): ApiError {
  const { answer, blame } = outcome;
  return new ApiError(messageOf(outcome, details), {
    status: answer.status,
    type: answer.type,
    code: answer.code,
    param: answer.param ?? paramOf(details.report),
    blame,
    retryAfter: answer.retryAfter,
    shouldRetry: answer.shouldRetry,
    cause: details.cause,
  });
}

function messageOf(outcome: Outcome, details: FailureDetails): string {
  const { answer } = outcome;
  if (answer.message !== "{text}") {
    const model = details.context.model.slice(0, 128);
    return answer.message.replace("{model}", () => model);
  }
  const text = scrubText(readComplaint(details.report?.message ?? "").text) ||
    outcome.reason;
  if (answer.code !== "context_length_exceeded") return text;
  // Clients look for these very words to start compacting a conversation.
  return /maximum context length/i.test(text)
    ? text
    : `This model's maximum context length is exceeded: ${text}`;
}

/** Puter names the argument at fault in `key`; nothing else is passed on. */
function paramOf(report: ErrorReport | undefined): string | null {
  const key = report?.key;
  return key !== undefined && /^[\w.[\]-]{1,64}$/.test(key) ? key : null;
}
