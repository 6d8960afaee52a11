import { checkSurface } from "../../auth/policy.ts";
import { ApiError } from "../../http/errors.ts";
import { json } from "../../http/json.ts";
import type { ResponseAddress } from "../../store/responses.ts";
import {
  replayResponse,
  type ResponseObject,
} from "../../surfaces/responses/mod.ts";
import { validate } from "../../surfaces/validate.ts";
import { inputItemsQuery, responseQuery } from "../api_schemas/response.ts";
import type { EndpointCall } from "../endpoint.ts";
import { inputPage } from "./input_page.ts";
import {
  isRunning,
  parseRecord,
  recordJson,
  type ResponseRecord,
} from "./record.ts";
import { Payloads } from "../../chat/payloads.ts";

/** A run that nobody has heard of for so long has ended with its instance. */
const STALE_MS = 60 * 60 * 1000;

/**
 * Answers `GET /v1/responses/{id}`: the response, or its events.
 *
 * @throws {ApiError} 404 for what this key has not stored
 */
export async function getResponse(call: EndpointCall): Promise<Response> {
  const query = validate(responseQuery, queryOf(call));
  const { response } = await storedRecord(call);
  if (query.stream !== "true") return json(response);
  if (isRunning(response)) {
    throw new ApiError("The response is still being made: poll for it", {
      status: 400,
      code: "invalid_value",
      param: "stream",
    });
  }
  return new Response(replayResponse(response, query.starting_after), {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-cache, no-store, no-transform",
      "x-accel-buffering": "no",
    },
  });
}

/**
 * Answers `DELETE /v1/responses/{id}`.
 *
 * @throws {ApiError} 404 for what this key has not stored
 */
export async function removeResponse(call: EndpointCall): Promise<Response> {
  const address = addressOf(call);
  const { responses: keeper } = call.services;
  keeper.runs.cancel(address);
  if (!await keeper.delete(address)) throw unknownResponse(address.id);
  return json({ id: address.id, object: "response", deleted: true });
}

/**
 * Answers `POST /v1/responses/{id}/cancel`. One that is over stays as it is.
 *
 * @throws {ApiError} 404 for what this key has not stored, 400 for one that was
 * not made in the background
 */
export async function cancelResponse(call: EndpointCall): Promise<Response> {
  const record = await storedRecord(call);
  const { response } = record;
  if (response.background !== true) {
    throw new ApiError("Only background responses can be cancelled", {
      status: 400,
      code: "invalid_value",
      param: "response_id",
    });
  }
  if (!isRunning(response)) return json(response);
  const cancelled = { ...response, status: "cancelled" };
  keepInstead(call, record, cancelled);
  return json(cancelled);
}

/**
 * Answers `GET /v1/responses/{id}/input_items`.
 *
 * @throws {ApiError} 404 for what this key has not stored
 */
export async function listInputItems(call: EndpointCall): Promise<Response> {
  const query = validate(inputItemsQuery, queryOf(call));
  const { input } = await storedRecord(call);
  return json(inputPage(input, query));
}

function queryOf({ url }: EndpointCall): Record<string, string> {
  return Object.fromEntries(url.searchParams);
}

function addressOf({ caller, params }: EndpointCall): ResponseAddress {
  if (caller.policy !== null) checkSurface(caller.policy, "responses");
  return { keyId: caller.keyId, id: params.id ?? "" };
}

async function storedRecord(call: EndpointCall): Promise<ResponseRecord> {
  const address = addressOf(call);
  const { responses: keeper } = call.services;
  const stored = await keeper.read(address);
  if (stored === null) throw unknownResponse(address.id);
  const record = parseRecord(stored);
  const isLost = isRunning(record.response) && !keeper.runs.has(address) &&
    Number(record.response.created_at) * 1000 < Date.now() - STALE_MS;
  return isLost ? { ...record, response: lost(record.response) } : record;
}

/** What an instance left behind that was stopped. */
function lost(response: ResponseObject): ResponseObject {
  const message = "The gateway was stopped before the answer was made";
  return {
    ...response,
    status: "failed",
    error: { code: "server_error", message },
  };
}

function keepInstead(
  call: EndpointCall,
  { input, ancestors }: ResponseRecord,
  response: ResponseObject,
): void {
  const address = addressOf(call);
  const { responses: keeper } = call.services;
  keeper.runs.cancel(address);
  const bytes = new TextEncoder().encode(JSON.stringify(response));
  const parts = { input, ancestors, payloads: new Payloads() };
  keeper.keep(address, () => recordJson(bytes, parts));
}

function unknownResponse(id: string): ApiError {
  return new ApiError(`Response with id '${id}' not found.`, {
    status: 404,
    param: "response_id",
  });
}
