import { clientAddress } from "../auth/client_address.ts";
import type { Caller } from "../auth/keys.ts";
import { isMetricsKey } from "../auth/metrics_key.ts";
import { checkUse, type KeyPolicy } from "../auth/policy.ts";
import { keyInUrl } from "../auth/refusal.ts";
import { badUrl } from "../http/bad_url.ts";
import { preflight, setCors } from "../http/cors.ts";
import {
  errorEnvelope,
  guessProtocol,
  type Protocol,
} from "../http/error_envelopes.ts";
import { ApiError, errorResponse, toApiError } from "../http/errors.ts";
import { newRequestId } from "../http/request_id.ts";
import { ClientGone } from "./cancel_scope.ts";
import { cockpitCaller } from "./owner/cockpit_session.ts";
import { methodOf } from "./odd_methods.ts";
import type { Services } from "./services.ts";

/** What an endpoint's handler is given. */
export interface EndpointCall {
  req: Request;
  readonly url: URL;
  params: Record<string, string>;
  services: Services;
  caller: Caller;
  requestId: string;
  /** The request as the app received it. */
  context: EndpointContext;
  /** Added to the answer, whatever becomes of the call. */
  headers: [name: string, value: string][];
}

/** Answers one method of an endpoint. */
export type EndpointHandler = (
  call: EndpointCall,
) => Response | Promise<Response>;

/** The methods an endpoint knows; HEAD follows from GET. */
export type EndpointMethods = Partial<
  Record<"GET" | "POST" | "PUT" | "PATCH" | "DELETE", EndpointHandler>
>;

/** Who may call an endpoint. */
export interface EndpointOptions {
  /**
   * `key`: any valid key; `owner`: the owner's; `metrics`: the owner's or the
   * one for metrics alone; `none`: everybody.
   */
  access: "key" | "owner" | "metrics" | "none";
  /** Whose clients it speaks to; concluded from the headers where not told. */
  protocol?: Protocol;
}

/** The part of a Fresh context that an endpoint uses. */
export interface EndpointContext {
  readonly req: Request;
  readonly url: URL;
  readonly params: Record<string, string>;
  readonly info: Deno.ServeHandlerInfo;
  readonly state: { services: Services };
}

/** An endpoint, which can be asked what it answers and whom. */
export interface Endpoint extends EndpointOptions {
  (ctx: EndpointContext): Promise<Response>;
  readonly methods: string[];
}

const GONE = { status: 499 };

/** Longest parameter of a path, in UTF-16 units. */
const MAX_PARAM_LENGTH = 500;

const ANYONE: Caller = {
  kind: "anonymous",
  keyId: "anonymous",
  name: "",
  policy: null,
};

/**
 * An endpoint of the API, usable as the `handler` of a file route: preflight,
 * method, credentials, request id, CORS headers and the error envelope are the
 * same for all of them and cannot be forgotten by one.
 */
export function endpoint(
  methods: EndpointMethods,
  options: EndpointOptions,
): Endpoint {
  async function handleEndpoint(ctx: EndpointContext): Promise<Response> {
    const { req } = ctx;
    const requestId = newRequestId();
    const parts: FinishParts = {
      req,
      requestId,
      options,
      services: ctx.state.services,
      headers: [],
    };
    if (req.method === "OPTIONS") {
      // Which origins may call is known once the settings are loaded.
      await ctx.state.services.ready().catch(() => {});
      return finish(preflight(req.headers), parts);
    }
    try {
      const handler = handlerOf(methods, methodOf(req));
      const { services } = ctx.state;
      const found = callerOf(ctx, options);
      const caller = found instanceof Promise ? await found : found;
      if (caller.policy !== null) checkCaller(caller.policy, ctx);
      checkParams(ctx.params);
      services.limits.used(caller);
      const response = await handler({
        req,
        // Parsed only for those who look at it.
        get url() {
          return ctx.url;
        },
        params: ctx.params,
        services,
        caller,
        requestId,
        context: ctx,
        headers: parts.headers,
      });
      return finish(response, parts);
    } catch (thrown) {
      // Nobody reads this answer.
      if (thrown instanceof ClientGone) return new Response(null, GONE);
      const error = ofUrlKey(faultOf(thrown, req), req, options);
      if (error.cause !== undefined && error.status === 500) {
        ctx.state.services.report(error.cause, requestId);
      }
      const protocol = options.protocol ?? guessProtocol(req.headers);
      const body = errorEnvelope(error, protocol, requestId);
      return finish(errorResponse(error, body), parts);
    }
  }
  const { access } = options;
  return Object.assign(handleEndpoint, {
    methods: Object.keys(methods),
    access,
  });
}

/** What fails because of a URL that nobody can read is no fault of ours. */
function faultOf(thrown: unknown, { url }: Request): ApiError {
  const error = toApiError(thrown);
  return error.cause === thrown ? badUrl(url) ?? error : error;
}

/** Google's REST clients put the key into the address: they are told why not. */
function ofUrlKey(
  error: ApiError,
  { url }: Request,
  { protocol }: EndpointOptions,
): ApiError {
  const isTheirs = protocol === "gemini" && error.status === 401;
  return isTheirs && /[?&]key=/.test(url) ? keyInUrl() : error;
}

function handlerOf(methods: EndpointMethods, method: string): EndpointHandler {
  const name = method === "HEAD" ? "GET" : method;
  // Any token is a method, such as `constructor`.
  const handler = Object.hasOwn(methods, name)
    ? methods[name as keyof EndpointMethods]
    : undefined;
  if (handler !== undefined) return handler;
  const allowed = Object.keys(methods);
  if (methods.GET !== undefined) allowed.push("HEAD");
  const allow = [...allowed, "OPTIONS"].join(", ");
  throw new ApiError(
    `The method ${method} is not supported here: use ${allow}`,
    { status: 405, code: "method_not_supported", headers: { allow } },
  );
}

function callerOf(
  ctx: EndpointContext,
  { access }: EndpointOptions,
): Caller | Promise<Caller> {
  if (access === "none") return ANYONE;
  const found = cockpitCaller(ctx, access);
  if (found === null) return keyHolder(ctx, access);
  return found.then((caller) => caller ?? keyHolder(ctx, access));
}

function keyHolder(
  { req: { headers }, state: { services } }: EndpointContext,
  access: "key" | "owner" | "metrics",
): Caller | Promise<Caller> {
  switch (access) {
    case "key":
      return services.keys.authenticate(headers);
    case "owner":
      return services.keys.requireOwner(headers);
    case "metrics":
      return isMetricsKey(headers, services.config.metricsKey)
        ? ANYONE
        : services.keys.requireOwner(headers);
  }
}

/** Nothing has so long a name, and the store does not even look for it. */
function checkParams(params: Record<string, string>): void {
  for (const name in params) {
    if ((params[name] ?? "").length <= MAX_PARAM_LENGTH) continue;
    throw new ApiError(
      `Nothing is found here: the ${name} in the URL has more than ${MAX_PARAM_LENGTH} characters`,
      { status: 404, code: "not_found" },
    );
  }
}

/** What holds for every use of a client key, whatever the endpoint. */
function checkCaller(policy: KeyPolicy, ctx: EndpointContext): void {
  const { trustProxy } = ctx.state.services.config;
  checkUse(policy, {
    now: Date.now(),
    address: policy.ips === undefined
      ? undefined
      : clientAddress(ctx.req.headers, ctx.info.remoteAddr, trustProxy),
  });
}

interface FinishParts {
  req: Request;
  options: EndpointOptions;
  requestId: string;
  services: Services;
  headers: [name: string, value: string][];
}

/** Adds what every answer carries; handlers leave their headers mutable. */
function finish(
  response: Response,
  { req, requestId, options, services, headers: more }: FinishParts,
): Response {
  const { headers } = response;
  const { access, protocol } = options;
  headers.set("x-request-id", requestId);
  if ((protocol ?? guessProtocol(req.headers)) === "anthropic") {
    headers.set("request-id", requestId);
  }
  for (const [name, value] of more) headers.set(name, value);
  // Only the public API is for pages of other origins.
  if (access === "owner" || access === "metrics") return response;
  setCors(headers, {
    allowed: services.settings.current.corsOrigins,
    origin: req.headers.get("origin"),
  });
  return response;
}
