import { isRecord, numberOf, parseJson, textOf } from "../record.ts";
import { readComplaint } from "../chat/vendor_text.ts";

/** An error body of Puter, whichever of its envelopes it came in. */
export interface ErrorReport {
  code?: string;
  /** Second code, such as `moderation_flagged`. */
  errorCode?: string;
  message: string;
  /** Why a new login is needed. */
  reason?: string;
  /** Name of the argument at fault. */
  key?: string;
  /** Status inside an older envelope, which travels with HTTP 200. */
  status?: number;
  /** Status and codes the vendor behind Puter gave. */
  vendorStatus?: number;
  vendorCodes: string[];
}

/**
 * Reads an error body: `{error, message, code}`, the older
 * `{success: false, error: {code, message, status}}` and the stream line
 * `{error: {code, …}}`. Undefined when the text is no JSON object.
 */
export function readErrorBody(
  contentType: string,
  text: string,
): ErrorReport | undefined {
  const json = contentType === "application/x-ndjson"
    ? text.trimStart().split("\n", 1)[0] ?? ""
    : text;
  const body = parseJson(json);
  return isRecord(body) ? readReport(body) : undefined;
}

/** Reads an error object that has already been parsed. */
export function readReport(body: Record<string, unknown>): ErrorReport {
  const inner = isRecord(body.error) ? body.error : body;
  const message = textOf(inner.message) ?? textOf(body.message) ??
    textOf(body.error) ?? "";
  const complaint = readComplaint(message);
  return {
    code: codeOf(inner) ?? codeOf(body) ?? usageCode(body),
    errorCode: textOf(body.errorCode) ?? textOf(inner.errorCode),
    message,
    reason: textOf(body.reason) ?? textOf(inner.reason),
    key: textOf(body.key) ?? textOf(inner.key),
    status: numberOf(inner.status) ?? numberOf(body.status),
    vendorStatus: complaint.status ?? numberOf(body.upstreamStatus),
    vendorCodes: vendorCodes(body, complaint.code),
  };
}

function codeOf(body: Record<string, unknown>): string | undefined {
  return textOf(body.code);
}

/** Older drivers told used-up credit in the metadata alone. */
function usageCode(body: Record<string, unknown>): string | undefined {
  return isRecord(body.metadata) && body.metadata.usage_limited === true
    ? "usage_limited"
    : undefined;
}

function vendorCodes(
  body: Record<string, unknown>,
  wrapped: string | undefined,
): string[] {
  const codes: unknown[] = [body.upstreamCode, wrapped];
  if (Array.isArray(body.attempts)) {
    for (const attempt of body.attempts) {
      if (isRecord(attempt)) codes.push(attempt.code);
    }
  }
  return codes.filter((code) => typeof code === "string");
}
