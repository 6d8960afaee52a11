import { readBaseUrl } from "./companion/base_url.ts";
import type { CompanionTarget } from "./companion/client.ts";
import { type GivenSettings, givenSettings } from "./store/settings/start.ts";

/** When requests are answered by the built-in simulator instead of Puter. */
export type SimulatorMode = "auto" | "on" | "off";

/**
 * Whom to believe about a client's address: as many proxies as stand in front,
 * or Deno Deploy, which names the client itself.
 */
export type ProxyTrust = number | "deploy";

/** What the environment says; see `readConfig` for the variables. */
export interface Config {
  /** TCP port to listen on. */
  port: number;
  /** Address to listen on; all of them when absent. */
  host: string | undefined;
  /** True on Deno Deploy: nothing on disk outlives the instance. */
  onDeploy: boolean;
  /** Directory of the local database and of the vault's key file. */
  dataDir: string;
  /** URL of a self-hosted KV server; the local file when absent. */
  kvUrl: string | undefined;
  kvAccessToken: string | undefined;
  /** The owner's key; one is made at the first start when absent. */
  apiMasterKey: string | undefined;
  /** Reads `/metrics` and nothing else; only the owner may when absent. */
  metricsKey: string | undefined;
  /** Seals the accounts' tokens; a key file in `dataDir` when absent. */
  encryptionKey: string | undefined;
  /** Puter tokens to connect at start, separated by blanks or commas. */
  puterAuthTokens: string;
  /** Origin of Puter's API, without a trailing slash. */
  puterApiUrl: string;
  /** Serves what Puter does not; null when there is none. */
  companion: CompanionTarget | null;
  /** Where the settings start; the owner's own values overrule these. */
  settings: GivenSettings;
  /** How long the head of a stream is held back for the first event. */
  headHoldMs: number;
  /** Largest accepted request body. */
  maxBodyBytes: number;
  /** Largest accepted body of a form with files. */
  maxMultipartBytes: number;
  /** True when the public API takes any key, or none. */
  noAuth: boolean;
  /** Who may say in `x-forwarded-for` where a request comes from. */
  trustProxy: ProxyTrust;
  /** Sentences the owner should read at start; never secret. */
  warnings: string[];
}

/** Reads one environment variable. */
export type GetEnv = (name: string) => string | undefined;

/** Shorter texts are too easy to guess to seal anything. */
const MIN_ENCRYPTION_KEY = 16;

/** A master key shorter than this earns a warning. */
const SHORT_MASTER_KEY = 16;

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Reads the configuration from the environment. Blank values count as absent.
 *
 * @throws {Error} naming the variable, when a value is unusable
 */
export function readConfig(get: GetEnv): Config {
  const onDeploy = get("DENO_DEPLOYMENT_ID") !== undefined ||
    get("DENO_DEPLOY") !== undefined;
  const config: Config = {
    port: integer(get, "PORT", { fallback: 8000, min: 0, max: 65_535 }),
    host: text(get, "HOST"),
    onDeploy,
    dataDir: text(get, "DATA_DIR") ?? ".data",
    kvUrl: kvUrl(get),
    kvAccessToken: text(get, "KV_ACCESS_TOKEN"),
    apiMasterKey: headerKey(get, "API_MASTER_KEY"),
    metricsKey: headerKey(get, "METRICS_KEY"),
    encryptionKey: encryptionKey(get),
    puterAuthTokens: text(get, "PUTER_AUTH_TOKENS") ?? "",
    puterApiUrl: puterApiUrl(get),
    companion: companion(get),
    settings: givenSettings(get),
    headHoldMs: milliseconds(get, "HEAD_HOLD_MS", 10_000),
    maxBodyBytes: integer(get, "MAX_BODY_BYTES", {
      fallback: 32 * 1024 * 1024,
      min: 1024,
      max: 1024 * 1024 * 1024,
    }),
    maxMultipartBytes: integer(get, "MAX_MULTIPART_BYTES", {
      fallback: 64 * 1024 * 1024,
      min: 1024,
      max: 1024 * 1024 * 1024,
    }),
    noAuth: flag(get, "NO_AUTH"),
    trustProxy: trustProxy(get, onDeploy),
    warnings: [],
  };
  config.warnings = warningsOf(config);
  return config;
}

interface IntegerRange {
  fallback: number;
  min: number;
  max: number;
}

function text(get: GetEnv, name: string): string | undefined {
  return get(name)?.trim() || undefined;
}

function integer(get: GetEnv, name: string, range: IntegerRange): number {
  const given = text(get, name);
  if (given === undefined) return range.fallback;
  const value = /^\d+$/.test(given) ? Number(given) : NaN;
  if (value >= range.min && value <= range.max) return value;
  throw new Error(
    `${name} must be a whole number from ${range.min} to ${range.max}: current value is "${given}"`,
  );
}

function milliseconds(
  get: GetEnv,
  name: string,
  fallback: number,
  min = 0,
): number {
  return integer(get, name, { fallback, min, max: DAY_MS });
}

function flag(get: GetEnv, name: string): boolean {
  const given = text(get, name)?.toLowerCase();
  switch (given) {
    case undefined:
    case "0":
    case "false":
    case "no":
    case "off":
      return false;
    case "1":
    case "true":
    case "yes":
    case "on":
      return true;
    default:
      throw new Error(`${name} must be 1 or 0: current value is "${given}"`);
  }
}

function trustProxy(get: GetEnv, onDeploy: boolean): ProxyTrust {
  if (onDeploy && text(get, "TRUST_PROXY") === undefined) return "deploy";
  return integer(get, "TRUST_PROXY", { fallback: 0, min: 0, max: 16 });
}

/** A key travels in a header, which carries printable ASCII only. */
function headerKey(get: GetEnv, name: string): string | undefined {
  const given = text(get, name);
  if (given === undefined || /^[\x20-\x7e]+$/.test(given)) return given;
  throw new Error(
    `${name} must consist of printable ASCII characters on one line`,
  );
}

function encryptionKey(get: GetEnv): string | undefined {
  const given = text(get, "ENCRYPTION_KEY");
  if (given === undefined || given.length >= MIN_ENCRYPTION_KEY) return given;
  throw new Error(
    `ENCRYPTION_KEY must have at least ${MIN_ENCRYPTION_KEY} characters: current length is ${given.length}`,
  );
}

/** A URL may hold a password, so errors name its variable, never its value. */
function parseUrl(name: string, given: string): URL {
  try {
    return new URL(given);
  } catch {
    throw new Error(`${name} must be a URL such as https://host`);
  }
}

function puterApiUrl(get: GetEnv): string {
  const name = "PUTER_API_URL";
  const url = parseUrl(name, text(get, name) ?? "https://api.puter.com");
  const isSafe = url.protocol === "https:" ||
    (url.protocol === "http:" && isLoopback(url.hostname));
  if (!isSafe) {
    throw new Error(
      `${name} must begin with https:// unless it points to this machine: current protocol is ${url.protocol}`,
    );
  }
  if (url.username !== "" || url.password !== "") {
    throw new Error(`${name} must not hold a user name or a password`);
  }
  if (url.pathname !== "/" || url.search !== "" || url.hash !== "") {
    throw new Error(`${name} must be a host without a path`);
  }
  return url.origin;
}

function companion(get: GetEnv): CompanionTarget | null {
  const apiKey = headerKey(get, "COMPANION_API_KEY") ?? null;
  const name = "COMPANION_BASE_URL";
  const given = text(get, name);
  if (given === undefined) {
    if (apiKey === null) return null;
    throw new Error(`COMPANION_API_KEY is set without ${name}`);
  }
  try {
    return { baseUrl: readBaseUrl(given), apiKey };
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : "";
    throw new Error(`${name} is of no use: ${why}`);
  }
}

function kvUrl(get: GetEnv): string | undefined {
  const given = text(get, "KV_URL");
  if (given === undefined) return undefined;
  const { protocol } = parseUrl("KV_URL", given);
  if (protocol === "https:" || protocol === "http:") return given;
  throw new Error(
    `KV_URL must begin with https:// or http://: current protocol is ${protocol}`,
  );
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname.endsWith(".localhost") ||
    hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}

function warningsOf(config: Config): string[] {
  const warnings: string[] = [];
  const key = config.apiMasterKey;
  if (key !== undefined && key.length < SHORT_MASTER_KEY) {
    warnings.push(
      `API_MASTER_KEY has only ${key.length} characters and can be guessed`,
    );
  }
  const { metricsKey } = config;
  if (metricsKey !== undefined && metricsKey.length < SHORT_MASTER_KEY) {
    warnings.push(
      `METRICS_KEY has only ${metricsKey.length} characters and can be guessed`,
    );
  }
  if (config.noAuth) {
    warnings.push("NO_AUTH is set: anyone who reaches this server can use it");
  }
  if (config.onDeploy && config.kvUrl !== undefined) {
    warnings.push("KV_URL is ignored: Deno Deploy brings its own database");
  }
  if (!config.onDeploy && config.kvUrl !== undefined) {
    warnings.push(...sharedDatabaseWarnings(config));
  }
  return warnings;
}

function sharedDatabaseWarnings(config: Config): string[] {
  const warnings: string[] = [];
  if (config.encryptionKey === undefined) {
    warnings.push(
      "KV_URL is set without ENCRYPTION_KEY: no other machine can open the tokens sealed here",
    );
  }
  const url = new URL(config.kvUrl ?? "");
  if (url.protocol === "http:" && !isLoopback(url.hostname)) {
    warnings.push("KV_URL is not encrypted: use it inside a private network");
  }
  return warnings;
}
