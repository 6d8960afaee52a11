import { routesOf } from "../models.ts";
import type { SimModel, VendorAnswer, VendorError } from "./types.ts";

/** What a vendor says when it refuses a call. */
export interface VendorRefusal {
  /** The vendor's HTTP status; none when the connection broke. */
  status?: number;
  code?: string;
  message: string;
  /** Anthropic's error type. */
  type?: string;
}

/** Puter's own error: the message twice, then the code. */
export function puterError(
  status: number,
  { message, code, ...extra }: {
    message: string;
    code: string;
    [field: string]: unknown;
  },
): VendorError {
  return {
    kind: "error",
    status,
    body: { error: message, message, code, ...extra },
  };
}

/** Puter's answer when every route of a model has refused a call. */
export function vendorError(
  model: SimModel,
  refusal: VendorRefusal,
): VendorError {
  const attempts = routesOf(model).map((route) => ({
    model: route.id,
    provider: route.provider,
    ...(refusal.status === undefined ? {} : { status: refusal.status }),
    ...(refusal.code === undefined || route.family === "claude"
      ? {}
      : { code: refusal.code }),
    error: refusalText(route, refusal),
  }));
  const { status, code, message } = classify(refusal, attempts[0]?.error ?? "");
  return puterError(status, { message, code, attempts });
}

/**
 * The same on a stream: Puter has sent the head before it asks Anthropic, so
 * there it is a line of the stream.
 */
export function refuse(
  refusal: VendorRefusal,
  { model, stream }: { model: SimModel; stream: boolean },
): VendorError | VendorAnswer {
  if (!stream || model.family !== "claude") return vendorError(model, refusal);
  const message = refusalText(model, refusal);
  return {
    kind: "answer",
    reasoning: [],
    text: [],
    toolCalls: [],
    refusal: null,
    images: [],
    finish: "stop",
    usage: null,
    streamError: { afterPieces: 0, message },
  };
}

/** As the vendors' clients put it: the status, then the vendor's words. */
function refusalText(model: SimModel, refusal: VendorRefusal): string {
  const { status, message, type = "invalid_request_error" } = refusal;
  if (status === undefined) return message;
  return model.family === "claude"
    ? `${status} ${JSON.stringify({ type: "error", error: { type, message } })}`
    : `${status} ${message}`;
}

function classify(
  { status }: VendorRefusal,
  text: string,
): { status: number; code: string; message: string } {
  if (status === undefined) {
    return {
      status: 500,
      code: "internal_error",
      message: "All providers failed",
    };
  }
  if (status === 429) {
    return {
      status: 429,
      code: "upstream_rate_limited",
      message: "AI provider rate limit exceeded",
    };
  }
  if (status === 401 || status === 403) {
    return {
      status: 500,
      code: "upstream_auth_failed",
      message: "AI provider authentication failed",
    };
  }
  if (status >= 500) {
    return {
      status: 400,
      code: "upstream_provider_unavailable",
      message: "AI provider unavailable",
    };
  }
  return { status: 400, code: "upstream_bad_request", message: text };
}
