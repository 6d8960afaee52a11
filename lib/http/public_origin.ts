import type { ProxyTrust } from "../config.ts";

/**
 * The origin under which a client reaches this gateway. A trusted proxy says
 * whether the client came by https; anybody else's word for it is not heard.
 */
export function publicOrigin(req: Request, trust: ProxyTrust): string {
  const url = new URL(req.url);
  const told = req.headers.get("x-forwarded-proto")?.split(",").at(-1)?.trim();
  if (trust !== 0 && told === "https") url.protocol = "https:";
  return url.origin;
}
