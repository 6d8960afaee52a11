import { assert } from "@std/assert";
import OpenAI, { type APIError } from "openai";
import {
  zodFunction,
  zodResponseFormat,
  zodResponsesFunction,
  zodTextFormat,
} from "openai/helpers/zod";
import { VERSION } from "openai/version";
import OpenAI6 from "openai-6";
import * as zod6 from "openai-6/helpers/zod";
import { VERSION as VERSION_6 } from "openai-6/version";
import { OWNER_KEY } from "./gateway.ts";
import type { GatewayServer } from "./gateway_server.ts";

type Options = NonNullable<ConstructorParameters<typeof OpenAI>[0]>;

/** A release of OpenAI's own client, under the types of the newest one. */
export interface OpenAISdk {
  version: string;
  OpenAI: typeof OpenAI;
  zodFunction: typeof zodFunction;
  zodResponseFormat: typeof zodResponseFormat;
  zodResponsesFunction: typeof zodResponsesFunction;
  zodTextFormat: typeof zodTextFormat;
}

/** The newest release, and the newest that Node 20 resolves to. */
export const OPENAI_SDKS: OpenAISdk[] = [
  {
    version: VERSION,
    OpenAI,
    zodFunction,
    zodResponseFormat,
    zodResponsesFunction,
    zodTextFormat,
  },
  {
    version: VERSION_6,
    // The classes differ in private fields alone.
    OpenAI: OpenAI6 as unknown as typeof OpenAI,
    zodFunction: zod6.zodFunction as typeof zodFunction,
    zodResponseFormat: zod6.zodResponseFormat as typeof zodResponseFormat,
    zodResponsesFunction: zod6
      .zodResponsesFunction as typeof zodResponsesFunction,
    zodTextFormat: zod6.zodTextFormat as typeof zodTextFormat,
  },
];

/** A client of a test gateway with the owner's key; it never retries. */
export function clientOf(
  sdk: OpenAISdk,
  gateway: GatewayServer,
  options: Options = {},
): OpenAI {
  return new sdk.OpenAI({
    baseURL: gateway.baseURL,
    apiKey: OWNER_KEY,
    maxRetries: 0,
    logLevel: "off",
    ...options,
  });
}

/** The error of a call, and when each attempt of it came, in ms. */
export async function failureOf(
  call: () => PromiseLike<unknown>,
  { sdk, gateway }: { sdk: OpenAISdk; gateway: GatewayServer },
): Promise<{ error: APIError; arrivals: number[] }> {
  gateway.forget();
  const error = await Promise.resolve(call()).then(
    () => "no error",
    (thrown) => thrown,
  );
  assert(error instanceof sdk.OpenAI.APIError, `${error}`);
  return { error, arrivals: gateway.arrivals("/v1/chat/completions") };
}
