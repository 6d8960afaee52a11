import { USER_AGENT } from "../http/client/user_agent.ts";
import { ApiError } from "../http/errors.ts";

/** Most bytes of an answer: 2048 vectors of 1536 numbers take 40 MB. */
const MAX_BYTES = 64 * 1024 * 1024;

/** Where a companion endpoint is, and what opens it. */
export interface CompanionTarget {
  /** As `readBaseUrl` gives it. */
  baseUrl: string;
  /** Sent as bearer token; null where it wants none. */
  apiKey: string | null;
}

/** What is asked of it. */
export interface CompanionCall {
  /** Below the base URL, such as `/embeddings`. */
  path: string;
  /** Pieces of a JSON document. */
  body: Uint8Array[];
  /** Time until the whole answer is there, in ms. */
  timeoutMs: number;
  /** Calls it off. */
  signal: AbortSignal;
}

/** What it answered. */
export interface CompanionAnswer {
  status: number;
  headers: Headers;
  /** The parsed body; undefined when it is no JSON. */
  value: unknown;
}

/**
 * Asks a companion endpoint once. No redirect is followed, as the key would go
 * along.
 *
 * @throws {ApiError} 502 when there is no answer or it is too large, 504 when
 * it takes too long
 */
export async function askCompanion(
  { baseUrl, apiKey }: CompanionTarget,
  { path, body, timeoutMs, signal }: CompanionCall,
): Promise<CompanionAnswer> {
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(baseUrl + path, {
      method: "POST",
      headers: {
        "accept": "application/json",
        "content-type": "application/json",
        "user-agent": USER_AGENT,
        ...(apiKey === null ? {} : { authorization: `Bearer ${apiKey}` }),
      },
      body: new Blob(body as BlobPart[]),
      redirect: "manual",
      signal: AbortSignal.any([signal, timeout]),
    });
    const { status, headers } = response;
    return { status, headers, value: await readJson(response) };
  } catch (thrown) {
    if (thrown instanceof ApiError) throw thrown;
    throw timeout.aborted ? tooLate(timeoutMs) : unreachable(thrown);
  }
}

async function readJson(response: Response): Promise<unknown> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    // Leaving the loop cancels the rest.
    if (bytes > MAX_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  try {
    return JSON.parse(await new Blob(chunks).text());
  } catch {
    return undefined;
  }
}

function tooLarge(): ApiError {
  return new ApiError(
    `The companion endpoint's answer is larger than ${MAX_BYTES} bytes: send fewer inputs at once`,
    { status: 502, code: "companion_answer_too_large", blame: "upstream" },
  );
}

function tooLate(timeoutMs: number): ApiError {
  return new ApiError(
    `The companion endpoint did not answer within ${
      Math.round(timeoutMs / 1000)
    }s`,
    { status: 504, code: "companion_timeout", blame: "upstream" },
  );
}

function unreachable(cause: unknown): ApiError {
  return new ApiError("The companion endpoint cannot be reached", {
    status: 502,
    code: "companion_unreachable",
    blame: "network",
    cause,
  });
}
