import { endpoint } from "../../lib/gateway/endpoint.ts";
import { ApiError } from "../../lib/http/errors.ts";

function unknownUrl(method: string, path: string): never {
  throw new ApiError(`Invalid URL (${method} ${path})`, {
    status: 404,
    code: "unknown_url",
  });
}

// Every method gets the same answer, as no method is known here.
export const handler = endpoint({
  GET: ({ req, url }) => unknownUrl(req.method, url.pathname),
  POST: ({ req, url }) => unknownUrl(req.method, url.pathname),
  PUT: ({ req, url }) => unknownUrl(req.method, url.pathname),
  PATCH: ({ req, url }) => unknownUrl(req.method, url.pathname),
  DELETE: ({ req, url }) => unknownUrl(req.method, url.pathname),
}, { access: "none" });
