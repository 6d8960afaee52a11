import { ApiError } from "../http/errors.ts";
import { isRecord, numberOf, parseJson, textOf } from "./record.ts";

/** What a token may be used for; only a scoped one is of no use here. */
export type TokenKind =
  | "session"
  | "full_access"
  | "scoped"
  | "app"
  | "worker"
  | "unknown";

/** What a token says about itself. Its signature is not checked. */
export interface TokenInfo {
  /** The token alone, without whatever was pasted around it. */
  token: string;
  /** UUID of the account; limits and credit belong to it. */
  accountId: string;
  kind: TokenKind;
  /** Milliseconds since 1970; absent where the token has no end of its own. */
  expiresAt?: number;
  issuedAt?: number;
}

const HOW_TO_GET_ONE =
  "make a full-access API token in Puter's dashboard (Account, API Token)";

/**
 * Reads a Puter token without asking Puter. The text may hold more around the
 * token: quotes, `Bearer`, blanks, line breaks, a `puter_auth_token=…` cookie.
 *
 * @throws {ApiError} 400 with `param` `token` when there is no token, more than
 *   one, or one that Puter would refuse
 */
export function parseToken(text: string): TokenInfo {
  const token = findToken(text);
  const [header = "", payload = ""] = token.split(".");
  const fields = decodePart(payload);
  if (fields === undefined || decodePart(header) === undefined) {
    throw refused("This is not a Puter token");
  }
  if (textOf(decodePart(header)?.kid) !== "v2") {
    throw refused("This token has a format that Puter has retired");
  }
  const accountId = toUuid(textOf(fields.uu));
  if (accountId === undefined) {
    throw refused("This token does not name a Puter account");
  }
  const kind = kindOf(fields);
  if (kind === "scoped") {
    throw refused("This is a scoped access token, which Puter refuses for AI");
  }
  return {
    token,
    accountId,
    kind,
    expiresAt: toMs(fields.exp),
    issuedAt: toMs(fields.iat),
  };
}

const TOKEN = /eyJ[\w-]*\.[\w-]+\.[\w-]+/g;

function findToken(text: string): string {
  const compact = text.replace(/\s+/g, "");
  // A terminal may have broken one token into lines; two tokens have four dots.
  const isOne = compact.split(".").length === 3;
  const found = new Set((isOne ? compact : text).match(TOKEN) ?? []);
  const [token] = found;
  if (found.size > 1) {
    throw refused(
      `The text holds ${found.size} tokens`,
      "add them one at a time",
    );
  }
  if (token === undefined) throw refused("This is not a Puter token");
  return token;
}

function decodePart(part: string): Record<string, unknown> | undefined {
  const bytes = decodeBase64(part);
  if (bytes === undefined) return undefined;
  const fields = parseJson(new TextDecoder().decode(bytes));
  return isRecord(fields) ? fields : undefined;
}

/** Both alphabets, with or without padding. */
function decodeBase64(text: string): Uint8Array | undefined {
  const plain = text.replaceAll("-", "+").replaceAll("_", "/");
  try {
    return Uint8Array.from(atob(plain), (char) => char.charCodeAt(0));
  } catch {
    return undefined;
  }
}

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

/** Puter packs a UUID as base64 of its 16 bytes. */
function toUuid(packed: string | undefined): string | undefined {
  if (packed === undefined) return undefined;
  if (UUID.test(packed.toLowerCase())) return packed.toLowerCase();
  const bytes = decodeBase64(packed);
  if (bytes?.byteLength !== 16) return undefined;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function kindOf(fields: Record<string, unknown>): TokenKind {
  switch (fields.t) {
    case "s":
    case "gui":
      return fields.worker === true ? "worker" : "session";
    case "au":
      return fields.worker === true ? "worker" : "app";
    case "t":
      return fields.full_access === true ? "full_access" : "scoped";
    default:
      return "unknown";
  }
}

function toMs(seconds: unknown): number | undefined {
  const number = numberOf(seconds);
  return number === undefined ? undefined : number * 1000;
}

function refused(what: string, advice = HOW_TO_GET_ONE): ApiError {
  return new ApiError(`${what}: ${advice}`, {
    status: 400,
    code: "invalid_value",
    param: "token",
  });
}
