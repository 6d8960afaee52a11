import { ApiError } from "../http/errors.ts";

/** 401: a request without a key. */
export function noKey(): ApiError {
  return unauthorized(
    "No API key was given: send it as Authorization: Bearer <key>",
  );
}

/**
 * 401: a key that opens nothing; never says which. litellm knows it by OpenAI's
 * first words, and takes others for a mistake in the request.
 */
export function badKey(): ApiError {
  return unauthorized("Incorrect API key provided: it is unknown or revoked");
}

/** 401: a key in the address, where logs and histories keep it. */
export function keyInUrl(): ApiError {
  return unauthorized(
    "A key in the URL is not accepted: send it in the header x-goog-api-key",
  );
}

/** 401: a key whose time is over. */
export function expiredKey(): ApiError {
  return unauthorized("The API key has expired: ask its owner for another");
}

/** 403: a client key where only the owner's will do. */
export function notOwner(): ApiError {
  return forbidden(
    "This needs the owner's key, not a client key",
    "insufficient_permissions",
  );
}

/** 403: a key that may be used from elsewhere only. */
export function wrongAddress(address: string | undefined): ApiError {
  return forbidden(
    `This API key may not be used from ${address ?? "an unknown address"}`,
    "ip_not_authorized",
  );
}

/** 403: a key that is for other protocols. */
export function wrongSurface(
  surface: string,
  allowed: readonly string[],
): ApiError {
  return forbidden(
    `This API key may not use ${surface}: it is limited to ${
      allowed.join(", ")
    }`,
    "insufficient_permissions",
  );
}

/** Claude Code tries a 401 again for minutes unless it is told not to. */
function unauthorized(message: string): ApiError {
  return new ApiError(message, {
    status: 401,
    code: "invalid_api_key",
    shouldRetry: false,
    headers: { "www-authenticate": "Bearer" },
  });
}

function forbidden(message: string, code: string): ApiError {
  return new ApiError(message, {
    status: 403,
    type: "permission_error",
    code,
  });
}
