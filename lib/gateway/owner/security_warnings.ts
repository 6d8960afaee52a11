import { isPrivate, parseAddress } from "../../auth/cidr.ts";
import { publicOrigin } from "../../auth/same_origin.ts";
import type { BrowserRequest } from "./cockpit_session.ts";
import type { Services } from "../services.ts";

/** What makes a deployment less safe than it could be, the worst first. */
export const WARNINGS = [
  "no_auth",
  "no_sealing_key",
  "short_master_key",
  "short_metrics_key",
  "plain_http",
  "plain_database",
  "untrusted_proxy",
  "open_cors",
] as const;

/** One of `WARNINGS`. */
export type Warning = typeof WARNINGS[number];

/** Shorter keys can be guessed. */
const SHORT_KEY = 16;

/** What the owner should know about this deployment, as it was reached now. */
export function securityWarnings(request: BrowserRequest): Warning[] {
  const { services } = request.state;
  const { config } = services;
  const holds: Record<Warning, boolean> = {
    no_auth: config.noAuth,
    no_sealing_key: lacksSealingKey(services),
    short_master_key: isShort(config.apiMasterKey),
    short_metrics_key: isShort(config.metricsKey),
    plain_http: isPlain(originOf(request)) && !isSentOverTls(request.req),
    plain_database: config.kvUrl !== undefined && isPlain(config.kvUrl),
    untrusted_proxy: config.trustProxy === 0 &&
      request.req.headers.has("x-forwarded-for"),
    open_cors: services.settings.current.corsOrigins.includes("*"),
  };
  return WARNINGS.filter((warning) => holds[warning]);
}

/** Where a key file would not outlive the machine, or not be shared. */
function lacksSealingKey({ config }: Services): boolean {
  return config.encryptionKey === undefined &&
    (config.onDeploy || config.kvUrl !== undefined);
}

function isShort(key: string | undefined): boolean {
  return key !== undefined && key.length < SHORT_KEY;
}

function originOf({ req, url, state }: BrowserRequest): string {
  const isTrusted = state.services.config.trustProxy !== 0;
  return publicOrigin({ headers: req.headers, url }, isTrusted);
}

/** Browsers say where a request is from over TLS alone, proxies say it all. */
function isSentOverTls({ headers }: Request): boolean {
  return headers.has("sec-fetch-site") ||
    headers.get("x-forwarded-proto") === "https";
}

/** Without TLS, outside of this machine and its own network. */
function isPlain(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  if (protocol !== "http:") return false;
  if (hostname === "localhost" || hostname.endsWith(".localhost")) return false;
  const ip = parseAddress(hostname);
  // A name without a dot is one of the own network.
  return ip === null ? hostname.includes(".") : !isPrivate(ip);
}
