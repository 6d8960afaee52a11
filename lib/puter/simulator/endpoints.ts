import { authenticate, type Caller, requireUnscoped } from "./auth.ts";
import { callDriver } from "./drivers.ts";
import { whoamiBody } from "./identity.ts";
import { listInterfaces } from "./interfaces.ts";
import { listedCosts, listedDetails, listedIds } from "./model_list.ts";
import { SIM_IMAGE_MODELS, SIM_VIDEO_MODELS } from "./models.ts";
import {
  errorReply,
  jsonReply,
  type SimReply,
  TEXT_TYPE,
  wholeReply,
} from "./reply.ts";
import { findToken, type SimRequest } from "./request.ts";
import type { Exchange, World } from "./world.ts";

/** Calls per minute and account, or address. */
const PER_MINUTE = {
  whoami: 1800,
  metering: 120,
  interfaces: 60,
  models: 3000,
} as const;

/**
 * Answers a request to the API host.
 *
 * @throws {SimError} for what Puter refuses
 */
export function answerApi(
  request: SimRequest,
  exchange: Exchange,
): SimReply | Promise<SimReply> {
  const { method, path } = request;
  if (method === "OPTIONS") return wholeReply("OK", { contentType: TEXT_TYPE });
  if (method === "POST" && path === "/drivers/call") {
    return callDriver(request, exchange);
  }
  if (method === "GET" || method === "HEAD") {
    return get(request, exchange.world);
  }
  return notFound();
}

/** What Puter answers where nothing is. */
export function notFound(): SimReply {
  return errorReply("Not Found", { status: 404, code: "not_found" });
}

function get(request: SimRequest, world: World): SimReply {
  const { path } = request;
  if (path.startsWith("/puterai/")) return models(path, world);
  switch (path) {
    case "/version":
      return version();
    case "/healthcheck":
      return jsonReply({ ok: true });
    case "/whoami": {
      const caller = callerOf(request, world, { limit: "whoami" });
      return charged(whoamiBody(caller, { now: world.now() }), caller);
    }
    case "/drivers/list-interfaces":
      return charged(
        listInterfaces(),
        callerOf(request, world, { limit: "interfaces" }),
      );
  }
  if (path.startsWith("/metering/")) return metering(request, world);
  return notFound();
}

function metering(request: SimRequest, world: World): SimReply {
  const caller = callerOf(request, world, { limit: "metering" });
  if (request.path === "/metering/usage") {
    return charged(caller.account.metering.report(caller.app), caller);
  }
  if (request.path === "/metering/allCosts") {
    return charged({ costs: listedCosts() }, caller);
  }
  if (!request.path.startsWith("/metering/usage/")) return notFound();
  return errorReply("App not found", { status: 404 });
}

function models(path: string, world: World): SimReply {
  world.limits.perMinute("models", PER_MINUTE.models);
  switch (path) {
    case "/puterai/chat/models":
      return jsonReply({ models: listedIds() });
    case "/puterai/chat/models/details":
      return jsonReply({ models: listedDetails() });
    case "/puterai/image/models":
      return jsonReply({ models: idsOf(SIM_IMAGE_MODELS) });
    case "/puterai/image/models/details":
      return jsonReply({ models: SIM_IMAGE_MODELS });
    case "/puterai/video/models":
      return jsonReply({ models: idsOf(SIM_VIDEO_MODELS) });
    case "/puterai/video/models/details":
      return jsonReply({ models: SIM_VIDEO_MODELS });
    default:
      return notFound();
  }
}

function idsOf(models: readonly { id: string; puterId?: string }[]): string[] {
  return models.map((model) => model.puterId ?? model.id).sort();
}

function version(): SimReply {
  const reply = jsonReply({
    version: "26.07",
    major: 26,
    minor: 7,
    patch: null,
    environment: "simulator",
    location: null,
    deploy_timestamp: 0,
  });
  return { ...reply, headers: { "cache-control": "private, max-age=60" } };
}

function callerOf(
  request: SimRequest,
  { registry, limits, now }: World,
  { limit }: { limit: "whoami" | "metering" | "interfaces" },
): Caller {
  const token = findToken(request, {});
  const caller = authenticate(token, { registry, now: now() });
  requireUnscoped(caller);
  const { accountId } = caller.account;
  limits.perMinute(`${limit} ${accountId}`, PER_MINUTE[limit]);
  return caller;
}

/** A JSON reply whose bytes the caller pays for. */
function charged(value: unknown, { account, app }: Caller): SimReply {
  const reply = jsonReply(value);
  account.metering.chargeEgress(reply.whole?.byteLength ?? 0, app);
  return reply;
}
