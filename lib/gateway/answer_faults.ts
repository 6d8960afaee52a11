import { canonicalPath, pathOf } from "../http/base_paths.ts";
import type { Protocol } from "../http/error_envelopes.ts";
import { endpoint, type EndpointOptions } from "./endpoint.ts";
import { routable } from "./odd_methods.ts";
import { services } from "./services.ts";

type Handler = (
  req: Request,
  info?: Deno.ServeHandlerInfo,
) => Promise<Response>;

const UNKNOWN_INFO: Deno.ServeHandlerInfo = {
  remoteAddr: { transport: "tcp", hostname: "unknown", port: 0 },
  completed: Promise.resolve(),
};

/**
 * Answers what the app throws outside of its middlewares, as any endpoint
 * would: routes are looked up before them, and a URL that cannot be read ends
 * that look-up.
 */
export function answerFaults(app: Handler): Handler {
  return async function handleFaults(given, info) {
    const req = routable(given);
    try {
      return await app(req, info);
    } catch (thrown) {
      return await answerFault(thrown, req, info ?? UNKNOWN_INFO);
    }
  };
}

function answerFault(
  thrown: unknown,
  req: Request,
  info: Deno.ServeHandlerInfo,
): Promise<Response> {
  const fail = () => {
    throw thrown;
  };
  const methods = { GET: fail, POST: fail, PUT: fail, PATCH: fail };
  return endpoint({ ...methods, DELETE: fail }, optionsOf(req.url))({
    req,
    get url() {
      return new URL(req.url);
    },
    params: {},
    info,
    state: { services: services() },
  });
}

/** Access and protocol of the routes that such a path is next to. */
function optionsOf(url: string): EndpointOptions {
  const given = pathOf(url);
  const path = canonicalPath(given) ?? given;
  if (path.startsWith("/api/")) return { access: "owner" };
  const protocol = protocolOf(path);
  return { access: "none", ...(protocol === undefined ? {} : { protocol }) };
}

function protocolOf(path: string): Protocol | undefined {
  if (path.startsWith("/v1beta/")) return "gemini";
  return path.startsWith("/v1/messages/") ? "anthropic" : undefined;
}
