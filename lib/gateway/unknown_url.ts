import type { Protocol } from "../http/error_envelopes.ts";
import { ApiError } from "../http/errors.ts";
import { type Endpoint, endpoint, type EndpointCall } from "./endpoint.ts";

/**
 * An endpoint that answers 404 to every method, for the paths below a route
 * that nobody serves. The protocol is concluded from the headers unless told.
 */
export function unknownUrls(protocol?: Protocol): Endpoint {
  return endpoint({
    GET: unknownUrl,
    POST: unknownUrl,
    PUT: unknownUrl,
    PATCH: unknownUrl,
    DELETE: unknownUrl,
  }, { access: "none", ...(protocol === undefined ? {} : { protocol }) });
}

function unknownUrl({ req, url }: EndpointCall): never {
  throw new ApiError(`Invalid URL (${req.method} ${url.pathname})`, {
    status: 404,
    code: "unknown_url",
  });
}
