import { endpoint, type EndpointHandler } from "../../lib/gateway/endpoint.ts";
import { ApiError } from "../../lib/http/errors.ts";

const unknownUrl: EndpointHandler = ({ req, url }) => {
  throw new ApiError(`Invalid URL (${req.method} ${url.pathname})`, {
    status: 404,
    code: "unknown_url",
  });
};

export const handler = endpoint({
  GET: unknownUrl,
  POST: unknownUrl,
  PUT: unknownUrl,
  PATCH: unknownUrl,
  DELETE: unknownUrl,
}, { access: "owner" });
