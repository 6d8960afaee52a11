import { assert } from "@std/assert";
import Anthropic, { type APIError } from "@anthropic-ai/sdk";
import Anthropic0 from "anthropic-0";
import { OWNER_KEY } from "./gateway.ts";
import type { GatewayServer } from "./gateway_server.ts";

type Options = NonNullable<ConstructorParameters<typeof Anthropic>[0]>;

/** A generation of Anthropic's own client, under the types of the newest one. */
export interface AnthropicSdk {
  name: string;
  Anthropic: typeof Anthropic;
}

/** Both generations: 1.x sends its key as Bearer, 0.x as `x-api-key`. */
export const ANTHROPIC_SDKS: AnthropicSdk[] = [
  { name: "@anthropic-ai/sdk 1.x", Anthropic },
  {
    name: "@anthropic-ai/sdk 0.x",
    // The classes differ in private fields alone.
    Anthropic: Anthropic0 as unknown as typeof Anthropic,
  },
];

/** A client of a test gateway with the owner's key; it never retries. */
export function anthropicOf(
  sdk: AnthropicSdk,
  { baseURL }: GatewayServer,
  options: Options = {},
): Anthropic {
  return new sdk.Anthropic({
    // Its users configure the origin: it appends `/v1` itself.
    baseURL: baseURL.replace(/\/v1$/, ""),
    apiKey: OWNER_KEY,
    authToken: null,
    maxRetries: 0,
    logLevel: "off",
    ...options,
  });
}

/** The error of a call, and when each attempt of it came, in ms. */
export async function anthropicFailure(
  call: () => PromiseLike<unknown>,
  { sdk, gateway }: { sdk: AnthropicSdk; gateway: GatewayServer },
): Promise<{ error: APIError; arrivals: number[] }> {
  gateway.forget();
  const error = await Promise.resolve(call()).then(
    () => "no error",
    (thrown) => thrown,
  );
  assert(error instanceof sdk.Anthropic.APIError, `${error}`);
  return { error, arrivals: gateway.arrivals("/v1/messages") };
}
