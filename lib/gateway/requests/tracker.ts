import type { Usage } from "../../chat/answer.ts";
import type { ApiError, Blame } from "../../http/errors.ts";
import { timeOfId } from "../../http/request_id.ts";
import type { KeyPass } from "../keys/pass.ts";
import type { Surface } from "../../auth/policy.ts";
import type {
  AttemptRecord,
  ChoiceRecord,
  RequestRecord,
} from "../../store/requests/record.ts";

/** What is known of a request before anything is called. */
export interface TrackedRequest {
  id: string;
  keyId: string;
  keyName?: string;
  surface: Surface;
}

/**
 * Gathers what the record of a request will say; writes it once, at the end.
 * Only a request that was admitted can be served: `callUpstream` asks.
 */
export class RequestTracker {
  readonly attempts: AttemptRecord[] = [];
  readonly choices: ChoiceRecord[] = [];
  model = "";
  /** True when the client's name is not the model's: it stands for another. */
  isAlias = false;
  servedModel: string | undefined;
  accountId: string | undefined;
  stream = false;
  upstream: RequestRecord["upstream"] = "puter";

  readonly #request: TrackedRequest;
  readonly #push: (record: RequestRecord) => void;
  #pass: KeyPass | undefined;
  readonly #at: number;
  readonly #begun = performance.now();
  #firstEventMs: number | undefined;
  /** Attempts that run now; several for a request with several choices. */
  #running = 0;
  #runningSince = 0;
  /** Time in which at least one attempt ran. */
  #upstreamMs = 0;
  #headOverheadMs: number | undefined;
  #ended = false;

  constructor(
    request: TrackedRequest,
    push: (record: RequestRecord) => void,
  ) {
    this.#request = request;
    // The id was made at arrival; the log is searched by its time.
    this.#at = timeOfId(request.id) ?? Date.now();
    this.#push = push;
  }

  /** Which protocol the request came by. */
  get surface(): Surface {
    return this.#request.surface;
  }

  /** True once a key has let the request in. */
  get isAdmitted(): boolean {
    return this.#pass !== undefined;
  }

  /** Takes the pass of the request, to be given back at its end. */
  admit(pass: KeyPass): void {
    if (this.#ended) return pass.end({});
    this.#pass = pass;
  }

  /** Milliseconds since the request arrived. */
  get elapsedMs(): number {
    return performance.now() - this.#begun;
  }

  /** Milliseconds so far in which no attempt was running. */
  get overheadMs(): number {
    const now = this.elapsedMs;
    const running = this.#running > 0 ? now - this.#runningSince : 0;
    return Math.max(0, now - this.#upstreamMs - running);
  }

  /** Keeps how an account was chosen, or why none was. */
  noteChoice(choice: ChoiceRecord): void {
    this.choices.push(choice);
  }

  /** Begins the record of an upstream call; its outcome is filled in later. */
  beginAttempt(accountId: string, model: string): AttemptRecord {
    const now = this.elapsedMs;
    if (this.#running++ === 0) this.#runningSince = now;
    const attempt: AttemptRecord = {
      accountId,
      atMs: Math.round(now),
      status: 0,
      code: null,
      blame: null,
      ms: now,
    };
    if (this.isAlias) attempt.model = model;
    this.attempts.push(attempt);
    return attempt;
  }

  /** Stops the clock of an attempt. */
  endAttempt(attempt: AttemptRecord): void {
    const now = this.elapsedMs;
    attempt.ms = Math.round(now - attempt.ms);
    if (--this.#running === 0) this.#upstreamMs += now - this.#runningSince;
  }

  /** Marks the first event of the answer. */
  firstEvent(): void {
    this.#firstEventMs ??= this.elapsedMs;
  }

  /** Called when the head of the answer leaves; the overhead until then. */
  headSent(): number {
    this.#headOverheadMs = this.overheadMs;
    return this.#headOverheadMs;
  }

  /** The request succeeded with this usage. */
  succeed(usage: Usage | null): void {
    this.#end({ status: 200 }, usage);
  }

  /** The request failed, before or after its head was sent. */
  fail(error: ApiError): void {
    this.#end({
      status: error.status,
      blame: error.blame,
      ...(error.code === null ? {} : { code: error.code }),
    }, null);
  }

  /** The client left before the end. */
  abandon(): void {
    this.#end({ status: 499, blame: "client", code: "client_closed" }, null);
  }

  #end(
    outcome: { status: number; blame?: Blame; code?: string },
    usage: Usage | null,
  ): void {
    if (this.#ended) return;
    this.#ended = true;
    const record: RequestRecord = {
      ...this.#request,
      ...outcome,
      at: this.#at,
      model: this.model,
      attempts: this.attempts,
      durationMs: Math.round(this.elapsedMs),
      stream: this.stream,
      upstream: this.upstream,
    };
    if (this.servedModel !== undefined) record.servedModel = this.servedModel;
    if (this.accountId !== undefined) record.accountId = this.accountId;
    if (this.#firstEventMs !== undefined) {
      record.ttftMs = Math.round(this.#firstEventMs);
    }
    if (this.choices.length > 0) record.choices = this.choices;
    record.overheadMs = Math.round(this.#headOverheadMs ?? this.overheadMs);
    if (usage !== null) addUsage(record, usage);
    this.#pass?.end(record);
    this.#push(record);
  }
}

function addUsage(record: RequestRecord, usage: Usage): void {
  record.promptTokens = usage.promptTokens;
  record.completionTokens = usage.completionTokens;
  record.cachedTokens = usage.cachedTokens;
  record.reasoningTokens = usage.reasoningTokens;
  if (usage.costMicroCents !== null) {
    record.costMicroCents = usage.costMicroCents;
  }
}
