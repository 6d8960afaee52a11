import { toApiError } from "../http/errors.ts";
import { parseToken, type TokenInfo } from "./tokens.ts";

/** Tokens in a text. */
export interface FoundTokens {
  /** What can be connected, each account's tokens once. */
  tokens: TokenInfo[];
  /** Why others that name Puter's format are of no use. */
  refused: { text: string; reason: string }[];
  /** JSON Web Tokens of others. */
  ignored: number;
}

const JWT = /eyJ[\w-]*\.[\w-]+\.[\w-]+/g;

/** Most different tokens of one text; a HAR file repeats the same few. */
const MAX_TOKENS = 200;

/**
 * Finds Puter tokens in anything: a token, even one that a terminal broke into
 * lines, a cookie, a cURL command, a HAR file, a URL.
 */
export function findTokens(text: string): FoundTokens {
  const found: FoundTokens = { tokens: [], refused: [], ignored: 0 };
  for (const token of candidates(text).slice(0, MAX_TOKENS)) {
    try {
      found.tokens.push(parseToken(token));
    } catch (thrown) {
      const reason = toApiError(thrown).message;
      if (isPuters(token)) found.refused.push({ text: token, reason });
      else found.ignored++;
    }
  }
  return found;
}

function candidates(text: string): string[] {
  // A cookie's value, or an address, may be percent-encoded.
  const plain = text.replace(/%2E/gi, ".");
  const whole = plain.match(JWT) ?? [];
  if (whole.length > 0) return [...new Set(whole)];
  const joined = plain.replace(/\s+/g, "").match(JWT) ?? [];
  return [...new Set(joined)];
}

/** Puter's tokens say their version in `kid`, or name an account as `uu`. */
function isPuters(token: string): boolean {
  return token.split(".").slice(0, 2).some((part) => {
    try {
      const text = atob(part.replaceAll("-", "+").replaceAll("_", "/"));
      return /"uu"\s*:|"kid"\s*:\s*"v\d"|"user_uid"\s*:/.test(text);
    } catch {
      return false;
    }
  });
}
