import type { Surface } from "../../auth/policy.ts";
import type { Usage } from "../../chat/answer.ts";
import {
  askCompanion,
  type CompanionAnswer,
  type CompanionTarget,
} from "../../companion/client.ts";
import { companionFailure } from "../../companion/failure.ts";
import { ApiError, toApiError } from "../../http/errors.ts";
import { type JsonBody, readJsonBody } from "../../http/json_body.ts";
import { scrubText } from "../../puter/chat/vendor_text.ts";
import { answerHeaders } from "../answer_headers.ts";
import { CancelScope, toClientError } from "../cancel_scope.ts";
import type { EndpointCall } from "../endpoint.ts";
import { admitKey } from "../keys/admission.ts";
import type { RequestTracker } from "../requests/tracker.ts";
import { trackRequest } from "../requests/track.ts";
import { watchClient } from "../watch_client.ts";

/** Stands for the account of what the companion serves. */
const COMPANION = "companion";

/** A protocol that only a companion endpoint serves. */
export interface CompanionSurface {
  /** Name in records and in the policies of keys. */
  name: Surface;
  /** Below the companion's base URL, such as `/embeddings`. */
  path: string;
  /** Reads a parsed body. Throws an `ApiError` 400 naming what is wrong. */
  read(value: unknown): CompanionExchange;
}

/** One request of such a protocol. */
export interface CompanionExchange {
  /** The model as the client wrote it, or the protocol's default. */
  model: string;
  /** What the companion is sent. */
  body: Record<string, unknown>;
  /** Checks its answer. Throws an `ApiError` 502 when it is of no use. */
  answer(value: unknown): { document: unknown; usage: Usage | null };
}

/** Serves one request by the companion, from its body to its record. */
export async function respondCompanion(
  call: EndpointCall,
  surface: CompanionSurface,
): Promise<Response> {
  const { services, caller } = call;
  const capture = services.bodies.begin(caller.policy?.bodies);
  const tracker = trackRequest(
    call,
    surface.name,
    (record) => capture?.end(record),
  );
  try {
    const body = await readJsonBody(call.req, services.config.maxBodyBytes);
    capture?.request(body);
    const exchange = surface.read(body.value);
    const { model } = exchange;
    tracker.model = model;
    await admitKey(call, { tracker, models: [model], holdMicroCents: () => 0 });
    await services.ready();
    const target = await services.companion.target();
    if (target === null) throw noCompanion(surface, model);
    tracker.upstream = "companion";
    const value = await ask({ call, surface, exchange, body, target, tracker });
    const { document, usage } = exchange.answer(value);
    capture?.answer(document);
    const headers = answerHeaders(call, tracker, "application/json");
    const response = new Response(JSON.stringify(document), { headers });
    tracker.succeed(usage);
    return response;
  } catch (thrown) {
    const error = toClientError(thrown);
    capture?.fail(error);
    tracker.fail(error);
    throw error;
  }
}

interface AskParts {
  call: EndpointCall;
  surface: CompanionSurface;
  exchange: CompanionExchange;
  body: JsonBody;
  target: CompanionTarget;
  tracker: RequestTracker;
}

async function ask(parts: AskParts): Promise<unknown> {
  const { call, surface, exchange, body, target, tracker } = parts;
  const scope = new CancelScope();
  const controller = new AbortController();
  scope.add({ cancel: () => controller.abort() });
  const unwatch = watchClient(call.req, scope);
  const attempt = tracker.beginAttempt(COMPANION, exchange.model);
  try {
    const answer = await askCompanion(target, {
      path: surface.path,
      body: body.payloads.splice(JSON.stringify(exchange.body)),
      timeoutMs: call.services.settings.current.requestBudgetMs,
      signal: controller.signal,
    });
    attempt.status = answer.status;
    if (isFailure(answer)) {
      const clean = (text: string) => cleanText(text, target);
      throw companionFailure(answer, { model: exchange.model, clean });
    }
    return answer.value;
  } catch (thrown) {
    const error = toApiError(thrown);
    attempt.code = scope.cancelled ? "cancelled" : error.code ?? "error";
    attempt.blame = scope.cancelled ? "client" : error.blame;
    attempt.next = "stop";
    scope.check();
    throw error;
  } finally {
    tracker.endAttempt(attempt);
    unwatch();
  }
}

function isFailure({ status }: CompanionAnswer): boolean {
  return status < 200 || status > 299;
}

/** An endpoint's words without the key it was called with. */
function cleanText(text: string, { apiKey }: CompanionTarget): string {
  return scrubText(
    apiKey === null ? text : text.replaceAll(apiKey, "[hidden]"),
  );
}

function noCompanion({ name }: CompanionSurface, model: string): ApiError {
  return new ApiError(
    `The model \`${
      model.slice(0, 200)
    }\` does not exist: Puter serves no ${name}. The gateway's owner can name a companion endpoint that does, in the settings or by COMPANION_BASE_URL.`,
    { status: 404, code: "model_not_found" },
  );
}
