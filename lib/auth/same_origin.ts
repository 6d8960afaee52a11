/** What is looked at of a request. */
export interface OriginParts {
  headers: Headers;
  /** Its address as this server knows it. */
  url: URL;
}

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

/** True for methods that change nothing (RFC 9110). */
export function isSafeMethod(method: string): boolean {
  return SAFE.has(method);
}

/**
 * True when a page of this very origin sent a request, or its user did. Hosts
 * are compared without their scheme, which a proxy in front may have changed.
 * A request that says nothing of where it is from comes from no page, but
 * browsers send one of these headers with everything that is not safe.
 */
export function isSameOrigin({ headers, url }: OriginParts): boolean {
  const site = headers.get("sec-fetch-site");
  if (site !== null) return site === "same-origin" || site === "none";
  const origin = headers.get("origin");
  return origin !== null && hostOf(origin) === url.host;
}

/** As `isSameOrigin`; GET requests of old browsers say nothing. */
export function isNotFromElsewhere({ headers, url }: OriginParts): boolean {
  const isSilent = !headers.has("sec-fetch-site") && !headers.has("origin");
  return isSilent || isSameOrigin({ headers, url });
}

/**
 * True when a browser reaches this server over TLS: by its address, by what a
 * browser says itself, or by what a trusted proxy says.
 */
export function isSecureRequest(
  { headers, url }: OriginParts,
  isProxyTrusted: boolean,
): boolean {
  if (url.protocol === "https:") return true;
  if (headers.get("origin")?.startsWith("https:")) return true;
  return isProxyTrusted && headers.get("x-forwarded-proto") === "https";
}

/**
 * The origin that a browser knows this server by. A proxy that ends TLS leaves
 * a wrong scheme in the address, and what leads to Puter must not lead back
 * without TLS.
 */
export function publicOrigin(
  parts: OriginParts,
  isProxyTrusted: boolean,
): string {
  const { headers, url } = parts;
  const own = [headers.get("origin"), headers.get("referer")].find((text) =>
    text !== null && hostOf(text) === url.host
  );
  if (own) return new URL(own).origin;
  const isSecure = isSecureRequest(parts, isProxyTrusted);
  return `${isSecure ? "https" : "http"}://${url.host}`;
}

function hostOf(origin: string): string | null {
  try {
    return new URL(origin).host;
  } catch {
    return null;
  }
}
