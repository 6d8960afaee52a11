import type { z } from "zod";
import type { selfTestSchema } from "../api_schemas/self_test.ts";
import type { Endpoint, EndpointCall } from "../endpoint.ts";

/** An origin that is nobody's; any origin may call where it is allowed. */
const SOMEBODY = "https://client.example";

/** What a page's SDK asks to send. */
const ASKED_HEADERS =
  "authorization,content-type,x-stainless-lang,anthropic-version";

/**
 * Asks an endpoint of the public API for a preflight: scripts may not send
 * one, so the gateway asks itself.
 */
export async function preflightReport(
  { context, services }: EndpointCall,
  endpoint: Endpoint,
): Promise<z.output<typeof selfTestSchema>["cors"]> {
  const { corsOrigins } = services.settings.current;
  const [first] = corsOrigins;
  const origin = first === "*" ? SOMEBODY : first ?? null;
  const url = new URL("/v1/chat/completions", context.url);
  const req = new Request(url, {
    method: "OPTIONS",
    headers: {
      origin: origin ?? SOMEBODY,
      "access-control-request-method": "POST",
      "access-control-request-headers": ASKED_HEADERS,
    },
  });
  const { info, state } = context;
  const { status, headers } = await endpoint(
    { req, url, params: {}, info, state },
  );
  return {
    origin,
    status,
    allowOrigin: headers.get("access-control-allow-origin"),
    allowHeaders: headers.get("access-control-allow-headers"),
    allowMethods: headers.get("access-control-allow-methods"),
  };
}
