/** A cookie and its attributes. */
export interface Cookie {
  name: string;
  value: string;
  /** A date, or UTC milliseconds. */
  expires?: Date | number;
  /** Seconds. */
  maxAge?: number;
  domain?: string;
  path?: string;
  secure?: boolean;
  httpOnly?: boolean;
  partitioned?: boolean;
  sameSite?: "Strict" | "Lax" | "None";
  unparsed?: string[];
}

export function getCookies(
  headers: Headers,
): Partial<Record<string, string>>;

export function setCookie(headers: Headers, cookie: Cookie): void;

export function deleteCookie(
  headers: Headers,
  name: string,
  attributes?: Pick<
    Cookie,
    "path" | "domain" | "secure" | "httpOnly" | "partitioned"
  >,
): void;

export function getSetCookies(headers: Headers): Cookie[];
