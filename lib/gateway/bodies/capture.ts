import type { BodyLog } from "../../auth/policy.ts";
import type { ChatAnswer } from "../../chat/answer.ts";
import type { ChatOutput } from "../../chat/events.ts";
import { type ApiError, errorBody } from "../../http/errors.ts";
import type { JsonBody } from "../../http/json_body.ts";
import { outcomeOf, type RequestRecord } from "../../store/requests/record.ts";
import { boundedJson, type BoundedText } from "./bounded_json.ts";
import { type SeenAnswer, TapOutput } from "./tap.ts";

/** Most characters of a request, and of its answer. */
export const MAX_BODY = 64 * 1024;

/** What was said in a request: JSON texts without secrets, perhaps cut. */
export interface Bodies {
  /** Null when the client sent no JSON. */
  request: BoundedText | null;
  /** The answers as the client was given them; null when there are none. */
  answer: BoundedText | null;
  /** The error as the client was told it. */
  error: BoundedText | null;
}

/** Where captures come from and go to. */
export interface CaptureOwner {
  /** Takes a finished capture; called once. */
  finish(id: string, bodies: (() => Bodies) | null): void;
}

/**
 * Gathers the bodies of one request, bounded from the start: the prompt is
 * written down when it is read, and an answer beside its way to the client.
 */
export class BodyCapture {
  readonly #owner: CaptureOwner;
  readonly #log: BodyLog;
  #request: BoundedText | null = null;
  #output: TapOutput | undefined;
  #answer: BoundedText | null = null;
  #error: ApiError | undefined;

  constructor(owner: CaptureOwner, log: BodyLog) {
    this.#owner = owner;
    this.#log = log;
  }

  /** The client's request, as parsed. */
  request({ value, payloads }: JsonBody): void {
    const show = (text: string) => payloads.describe(text);
    this.#request = boundedJson(value, { max: MAX_BODY, show });
  }

  /** An output that passes everything on to another one. */
  tap(output: ChatOutput): ChatOutput {
    this.#output = new TapOutput(output, {
      max: MAX_BODY,
      onFailure: (error) => this.fail(error),
    });
    return this.#output;
  }

  /** The answers of a request without a stream. */
  answers(answers: ChatAnswer[]): void {
    if (this.#log !== "all") return;
    this.#answer = boundedJson(answers.map(seenOf), { max: MAX_BODY });
  }

  /** The answer of another protocol; data in it is left out. */
  answer(value: unknown): void {
    if (this.#log !== "all") return;
    this.#answer = boundedJson(value, { max: MAX_BODY });
  }

  fail(error: ApiError): void {
    this.#error = error;
  }

  /** The request is over; marks its record when the bodies are kept. */
  end(record: RequestRecord): void {
    const isWanted = this.#log === "all" || outcomeOf(record) === "failed";
    if (isWanted) record.bodies = true;
    // Read later: the error may be told after the record was made.
    this.#owner.finish(record.id, isWanted ? () => this.#bodies() : null);
  }

  #bodies(): Bodies {
    return {
      request: this.#request,
      answer: this.#answer ?? this.#tapped(),
      error: this.#error === undefined
        ? null
        : boundedJson(errorBody(this.#error), { max: MAX_BODY }),
    };
  }

  #tapped(): BoundedText | null {
    const sinks = this.#output?.sinks ?? [];
    if (sinks.length === 0) return null;
    const written = boundedJson(sinks.map((sink) => sink.seen()), {
      max: MAX_BODY,
    });
    const cut = written.cut || sinks.some((sink) => sink.isCut);
    return { text: written.text, cut };
  }
}

function seenOf(answer: ChatAnswer): SeenAnswer {
  const { text, reasoning, refusal, toolCalls, images, finishReason } = answer;
  const seen: SeenAnswer = { text };
  if (reasoning !== "") seen.reasoning = reasoning;
  if (refusal !== null) seen.refusal = refusal;
  if (toolCalls.length > 0) seen.toolCalls = toolCalls;
  if (images.length > 0) seen.images = images;
  return { ...seen, finishReason };
}
