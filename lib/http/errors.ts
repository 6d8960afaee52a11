/** Who a failure is put down to; see `lib/puter/errors/` for the table. */
export type Blame =
  | "client"
  | "account"
  | "plan"
  | "model"
  | "upstream"
  | "network"
  | "gateway";

/** What an `ApiError` says besides its message. */
export interface ApiErrorOptions {
  /** HTTP status of the answer. */
  status: number;
  /** OpenAI `error.type`. */
  type?: string;
  /** OpenAI `error.code`. */
  code?: string | null;
  /** Path of the offending request field, such as `messages[0].content`. */
  param?: string | null;
  blame?: Blame;
  /** Seconds after which a retry makes sense; sent as `retry-after`. */
  retryAfter?: number;
  /** False when a retry cannot help although the status suggests it. */
  shouldRetry?: boolean;
  /** Further response headers, such as `allow`. */
  headers?: Record<string, string>;
  cause?: unknown;
}

/** The one error that reaches a client; anything else becomes a 500. */
export class ApiError extends Error {
  readonly status: number;
  readonly type: string;
  readonly code: string | null;
  readonly param: string | null;
  readonly blame: Blame;
  readonly retryAfter: number | undefined;
  readonly shouldRetry: boolean | undefined;
  readonly headers: Record<string, string>;

  constructor(message: string, options: ApiErrorOptions) {
    super(
      message,
      options.cause === undefined ? undefined : {
        cause: options.cause,
      },
    );
    this.name = "ApiError";
    this.status = options.status;
    this.type = options.type ??
      (options.status >= 500 ? "server_error" : "invalid_request_error");
    this.code = options.code ?? null;
    this.param = options.param ?? null;
    this.blame = options.blame ??
      (options.status >= 500 ? "gateway" : "client");
    this.retryAfter = options.retryAfter;
    this.shouldRetry = options.shouldRetry;
    this.headers = options.headers ?? {};
  }
}

/** The OpenAI error object; all four keys are always present. */
export interface ErrorBody {
  error: {
    message: string;
    type: string;
    param: string | null;
    code: string | null;
  };
}

/** Turns anything thrown into an `ApiError`; unknown faults stay anonymous. */
export function toApiError(thrown: unknown): ApiError {
  if (thrown instanceof ApiError) return thrown;
  return new ApiError("The gateway failed to handle this request", {
    status: 500,
    code: "internal_error",
    cause: thrown,
  });
}

/** The same error about a field that the client knows by another name. */
export function withParam(error: ApiError, param: string): ApiError {
  const { message, cause } = error;
  return new ApiError(message, {
    status: error.status,
    type: error.type,
    code: error.code,
    param,
    blame: error.blame,
    retryAfter: error.retryAfter,
    shouldRetry: error.shouldRetry,
    headers: error.headers,
    cause,
  });
}

/** The OpenAI envelope of an error. */
export function errorBody(error: ApiError): ErrorBody {
  return {
    error: {
      message: error.message,
      type: error.type,
      param: error.param,
      code: error.code,
    },
  };
}

/**
 * The JSON response of an error, with its retry hints; its body is OpenAI's
 * unless another protocol's is given.
 */
export function errorResponse(
  error: ApiError,
  body: unknown = errorBody(error),
): Response {
  const headers = new Headers(error.headers);
  headers.set("content-type", "application/json");
  headers.set("cache-control", "no-store");
  if (error.retryAfter !== undefined) {
    headers.set(
      "retry-after",
      String(Math.max(1, Math.ceil(error.retryAfter))),
    );
  }
  if (error.shouldRetry !== undefined) {
    headers.set("x-should-retry", String(error.shouldRetry));
  }
  return new Response(JSON.stringify(body), {
    status: error.status,
    headers,
  });
}
