import type { ChatAnswer, FinishReason, Usage } from "../../chat/answer.ts";
import type { ChatSink } from "../../chat/events.ts";
import {
  brokenStream,
  classifyHttp,
  classifyStreamError,
  fakeChat,
  networkFailure,
  PuterError,
  unreadableAnswer,
} from "../errors/classify.ts";
import { PuterLineReader } from "./lines.ts";
import { readText } from "../read_body.ts";
import { readResult } from "./results.ts";
import { failureContext } from "../errors/retry_after.ts";
import type { PuterAnswer } from "../transport.ts";
import {
  MalformedLine,
  StreamErrorLine,
  StreamEvents,
} from "./stream_events.ts";

/** Puter's chat interface and method, as limits count them. */
export const CHAT_ROUTE = "puter-chat-completion:complete";

/** Puter's built-in model, which also answers prompts refused by policy. */
const FILLER_MODEL = "fake";

/** The request body of a chat call; `args` as `toPuterArguments` makes them. */
export function chatCallBody(args: Record<string, unknown>): string {
  return JSON.stringify({
    interface: "puter-chat-completion",
    driver: "ai-chat",
    method: "complete",
    args,
  });
}

/** A whole answer and who gave it. */
export interface WholeChat {
  answer: ChatAnswer;
  servedModel: string | undefined;
}

/**
 * Reads the answer to a call without `stream`.
 *
 * @throws {PuterError} when it is a failure, in whatever envelope
 */
export async function readWholeChat(
  answer: PuterAnswer,
  model: string,
): Promise<WholeChat> {
  const text = await readText(answer);
  const { status, contentType } = answer;
  if (status !== 200 || contentType !== "application/json") {
    const context = failureContext(answer, model);
    throw new PuterError(classifyHttp(status, contentType, text, context));
  }
  const result = readResult(parsed(text), { model });
  if (result.fakeChat && model !== FILLER_MODEL) {
    throw new PuterError(fakeChat({ model }));
  }
  return { answer: result.answer, servedModel: result.servedModel };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What the end of a stream is judged by. */
export interface StreamExpectation {
  /** The model as the client wrote it. */
  model: string;
  /** The limit that was sent, in tokens. */
  maxTokens: number;
  /** Puter's provider id of the model; decides how tokens are counted. */
  provider: string;
}

/**
 * A chat answer that is being streamed into a sink: what `read` gives is to be
 * handed to `feed`, until that says that the answer is complete.
 */
export class ChatStreamReader {
  /** Bytes of the answer that came so far. */
  bytes = 0;
  readonly #answer: PuterAnswer;
  readonly #events: StreamEvents;
  readonly #lines: PuterLineReader;
  readonly #sink: ChatSink;
  readonly #expected: StreamExpectation;

  constructor(
    answer: PuterAnswer,
    sink: ChatSink,
    expected: StreamExpectation,
  ) {
    this.#answer = answer;
    this.#sink = sink;
    this.#events = new StreamEvents(sink, expected);
    this.#lines = new PuterLineReader(this.#events);
    this.#expected = expected;
  }

  /** True once an event reached the sink: no other account may answer now. */
  get started(): boolean {
    return this.#events.started;
  }

  /** Token counts of the complete answer; null while or when unknown. */
  get usage(): Usage | null {
    return this.#events.usage;
  }

  /**
   * Checks the head.
   *
   * @throws {PuterError} when the answer is a failure and no stream
   */
  async begin(): Promise<void> {
    const { status, contentType } = this.#answer;
    if (status === 200 && contentType === "application/x-ndjson") return;
    const text = await readText(this.#answer);
    const { model } = this.#expected;
    const context = failureContext(this.#answer, model);
    throw new PuterError(classifyHttp(status, contentType, text, context));
  }

  /** The next bytes of the answer; null at its end. See `readFault`. */
  read(): Promise<Uint8Array | null> {
    return this.#answer.read();
  }

  /** What it means that `read` rejected. */
  readFault(cause: unknown): PuterError {
    return new PuterError(networkFailure(cause, this.#expected));
  }

  /**
   * Feeds the sink; true when the answer is complete. What the sink made of it
   * must be fetched in the same synchronous step, also when this throws.
   *
   * @throws {PuterError} when the stream fails or ends too early
   */
  feed(chunk: Uint8Array | null): boolean {
    this.bytes += chunk?.byteLength ?? 0;
    try {
      if (chunk === null) this.#lines.end();
      else this.#lines.push(chunk);
      if (this.#events.usageSeen) this.#finish();
    } catch (thrown) {
      throw this.#fault(thrown);
    }
    if (this.#events.usageSeen) return true;
    if (chunk === null) throw new PuterError(brokenStream(this.#expected));
    return false;
  }

  /** Reads what is left, so that the connection can be used again. */
  async drain(): Promise<void> {
    try {
      while (await this.#answer.read() !== null);
    } catch {
      // Nobody waits for these bytes.
    }
  }

  /** Reads on for the token counts of an answer that was cut short. */
  async drainForUsage(): Promise<void> {
    try {
      while (!this.#events.usageSeen) {
        const chunk = await this.#answer.read();
        if (chunk === null) return this.#lines.end();
        this.#lines.push(chunk);
      }
    } catch {
      // The answer is complete; only its counts stay unknown.
    }
  }

  #finish(): void {
    const { model } = this.#expected;
    if (this.#events.isFiller && model !== FILLER_MODEL) {
      throw new PuterError(fakeChat({ model }));
    }
    this.#sink.finish(this.#finishReason(), this.#events.usage);
  }

  /** Puter's stream does not say why it ended; this is what can be known. */
  #finishReason(): FinishReason {
    if (this.#events.toolsCalled) return "tool_calls";
    const spent = this.#events.usage?.completionTokens ?? 0;
    return spent >= this.#expected.maxTokens ? "length" : "stop";
  }

  #fault(thrown: unknown): unknown {
    const { model } = this.#expected;
    if (thrown instanceof StreamErrorLine) {
      const line = thrown.line as Record<string, unknown>;
      const report = line.type === "error" ? line.message : line;
      return new PuterError(classifyStreamError(report, { model }));
    }
    if (thrown instanceof MalformedLine) {
      return new PuterError(unreadableAnswer({ model }));
    }
    return thrown;
  }
}
