import { fill } from "../i18n/fill.ts";
import type { Words } from "../i18n/mod.ts";

/** Why the gateway did not do what it was asked. */
export type ApiFault =
  | { kind: "unreachable" }
  | { kind: "broken" }
  | { kind: "signed_out" }
  | {
    kind: "refused";
    status: number;
    code: string | null;
    message: string;
    /** Path of the offending field. */
    param: string | null;
    /** Seconds after which a retry makes sense. */
    retryAfter: number | null;
  };

/** What a call came to. */
export type ApiResult<Value> =
  | { ok: true; value: Value; etag: string | null }
  | { ok: false; fault: ApiFault };

/** How a call is made. */
export interface ApiOptions {
  signal?: AbortSignal;
  /** The `etag` of what a change is based on. */
  ifMatch?: string | null;
  headers?: Record<string, string>;
}

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/**
 * The owner's API with the session of this browser; `Value` is the answer's
 * form, see `api_types.ts`. Rejects only when `signal` aborts.
 */
export const api = {
  get: <Value>(path: string, options?: ApiOptions) =>
    call<Value>("GET", path, undefined, options),
  post: <Value>(path: string, body?: unknown, options?: ApiOptions) =>
    call<Value>("POST", path, body ?? {}, options),
  put: <Value>(path: string, body: unknown, options?: ApiOptions) =>
    call<Value>("PUT", path, body, options),
  patch: <Value>(path: string, body: unknown, options?: ApiOptions) =>
    call<Value>("PATCH", path, body, options),
  delete: <Value>(path: string, options?: ApiOptions) =>
    call<Value>("DELETE", path, undefined, options),
};

/** A fault in a sentence. */
export function sentenceOf(
  fault: ApiFault,
  words: Words["common"]["faults"],
): string {
  switch (fault.kind) {
    case "unreachable":
      return words.unreachable;
    case "broken":
      return words.broken;
    case "signed_out":
      return words.signedOut;
    case "refused":
      if (fault.status === 412) return words.changed;
      if (fault.status === 429 && fault.retryAfter !== null) {
        return fill(words.tooMany, { seconds: fault.retryAfter });
      }
      return fill(words.refused, { message: fault.message });
  }
}

async function call<Value>(
  method: Method,
  path: string,
  body: unknown,
  { signal, ifMatch, headers }: ApiOptions = {},
): Promise<ApiResult<Value>> {
  const sent = new Headers(headers);
  if (body !== undefined) sent.set("content-type", "application/json");
  if (ifMatch) sent.set("if-match", ifMatch);
  let res: Response;
  try {
    const text = body === undefined ? undefined : JSON.stringify(body);
    res = await fetch(path, { method, headers: sent, body: text, signal });
  } catch (thrown) {
    if (signal?.aborted) throw thrown;
    return { ok: false, fault: { kind: "unreachable" } };
  }
  const value = await res.json().catch(() => undefined);
  if (!res.ok) return { ok: false, fault: faultOf(res, value) };
  if (value === undefined) return { ok: false, fault: { kind: "broken" } };
  return { ok: true, value, etag: res.headers.get("etag") };
}

interface ErrorAnswer {
  error?: { message?: string; code?: string | null; param?: string | null };
}

function faultOf(res: Response, answer: ErrorAnswer | undefined): ApiFault {
  const error = answer?.error;
  if (res.status === 401) return { kind: "signed_out" };
  if (error?.message === undefined) return { kind: "broken" };
  const seconds = Number(res.headers.get("retry-after") ?? NaN);
  return {
    kind: "refused",
    status: res.status,
    code: error.code ?? null,
    message: error.message,
    param: error.param ?? null,
    retryAfter: Number.isFinite(seconds) ? seconds : null,
  };
}
