import type { Payloads } from "../../chat/payloads.ts";
import { ApiError } from "../../http/errors.ts";
import {
  type ConversationItem,
  type InputItem,
  inputItems,
  type ResponseBody,
  responseIdOf,
} from "../../surfaces/responses/mod.ts";
import type { ResponseKeeper } from "./keeper.ts";
import { isRunning, parseRecordFor, type ResponseRecord } from "./record.ts";

/** Everything a request is an answer to. */
export interface Conversation {
  /** What came before, then the request's own input. */
  items: ConversationItem[];
  /** The request's own input, with items in place of references. */
  input: InputItem[];
  /** The responses it continues, oldest first. */
  ancestors: string[];
}

/** Where a conversation is found. */
export interface ConversationSource {
  keeper: ResponseKeeper;
  keyId: string;
  /** Takes the large literals of what came before. */
  payloads: Payloads;
}

/** Most responses that one may continue. */
const MAX_ANCESTORS = 1000;

/** Of the texts of a conversation: as large as a request may be by default. */
const MAX_BYTES = 64 * 1024 * 1024;

/**
 * The conversation of a request; a promise only where something kept belongs to
 * it.
 *
 * @throws {ApiError} 400 `previous_response_not_found`, 404 for an item that is
 * not kept
 */
export function conversationOf(
  body: ResponseBody,
  source: ConversationSource,
): Conversation | Promise<Conversation> {
  const input = inputItems(body.input);
  const isNew = !body.previous_response_id && !input.some(isReference);
  return isNew
    ? { items: located(input), input, ancestors: [] }
    : continued(body, input, source);
}

async function continued(
  body: ResponseBody,
  given: InputItem[],
  source: ConversationSource,
): Promise<Conversation> {
  const [{ history, ancestors }, input] = await Promise.all([
    historyOf(body.previous_response_id, source),
    resolved(given, source),
  ]);
  return { items: [...history, ...located(input)], input, ancestors };
}

function located(input: readonly InputItem[]): ConversationItem[] {
  return input.map((item, index) => ({ item, at: `input[${index}]` }));
}

/** Some clients leave out the type of a reference. */
function isReference(item: InputItem): boolean {
  if (item.type === "item_reference") return true;
  return !item.type && !item.role && typeof item.id === "string";
}

async function historyOf(
  previous: string | null | undefined,
  source: ConversationSource,
): Promise<{ history: ConversationItem[]; ancestors: string[] }> {
  if (!previous) return { history: [], ancestors: [] };
  const [last] = await recordsOf([previous], source);
  if (last === undefined) throw noPrevious(previous);
  if (isRunning(last.response)) throw notReady(previous);
  const ancestors = [...last.ancestors, previous];
  if (ancestors.length > MAX_ANCESTORS) throw tooLong();
  const earlier = await recordsOf(last.ancestors, source);
  const records = last.ancestors.map((id, index) => {
    const record = earlier[index];
    if (record === undefined) throw noPrevious(id);
    return record;
  });
  const history = [...records, last].flatMap(({ input, response }) =>
    [...input, ...response.output as InputItem[]]
      .map((item) => ({ item, at: "previous_response_id" }))
  );
  return { history, ancestors };
}

async function resolved(
  input: InputItem[],
  source: ConversationSource,
): Promise<InputItem[]> {
  const references = input.filter(isReference);
  const ids = new Set(references.map(({ id }) => responseIdOf(id ?? "") ?? ""));
  ids.delete("");
  const records = await recordsOf([...ids], source);
  const kept = new Map<string, InputItem>();
  for (const record of records) {
    if (record === undefined) continue;
    for (const item of [...record.input, ...record.response.output]) {
      kept.set(String(item.id), item as InputItem);
    }
  }
  return input.map((item) => {
    if (!isReference(item)) return item;
    const found = kept.get(item.id ?? "");
    if (found === undefined) throw noItem(item.id ?? "");
    return found;
  });
}

async function recordsOf(
  ids: readonly string[],
  { keeper, keyId, payloads }: ConversationSource,
): Promise<(ResponseRecord | undefined)[]> {
  const found = await keeper.readAll(keyId, ids);
  const bytes = found.reduce((sum, json) => sum + (json?.byteLength ?? 0), 0);
  if (bytes > MAX_BYTES) throw tooLong();
  return found.map((json) =>
    json === null ? undefined : parseRecordFor(payloads, json)
  );
}

function noPrevious(id: string): ApiError {
  return new ApiError(`Previous response with id '${id}' not found.`, {
    status: 400,
    code: "previous_response_not_found",
    param: "previous_response_id",
  });
}

function notReady(id: string): ApiError {
  return new ApiError(`Previous response '${id}' is still being made.`, {
    status: 400,
    code: "invalid_value",
    param: "previous_response_id",
  });
}

function noItem(id: string): ApiError {
  return new ApiError(
    `Item with id '${id}' not found. Items are kept with their response only, ` +
      "and not when `store` is false.",
    { status: 404, param: "input" },
  );
}

function tooLong(): ApiError {
  return new ApiError(
    "The conversation is longer than the gateway puts together: begin a new one",
    {
      status: 400,
      code: "context_length_exceeded",
      param: "previous_response_id",
    },
  );
}
