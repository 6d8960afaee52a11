import type { ChatOutput, ChatSink } from "../../chat/events.ts";
import type { Usage } from "../../chat/answer.ts";
import { replay } from "../../chat/replay.ts";
import { StopSink } from "../../chat/stop_sequences.ts";
import { sumUsage } from "../../chat/usage.ts";
import {
  ChatStreamReader,
  type StreamExpectation,
} from "../../puter/chat/chat_call.ts";
import { PuterError } from "../../puter/errors/failure.ts";
import type { PuterAnswer } from "../../puter/transport.ts";
import { callUpstream, type OpenCall } from "../attempts.ts";
import { onFirstAble } from "../models/fallback.ts";
import type { ByteSource } from "../stream_body.ts";
import {
  type ChatJob,
  forgetPrompt,
  type ModelJob,
  upstreamCall,
} from "./job.ts";
import { isChecked, wholeAnswers } from "./whole.ts";

const NO_BYTES = new Uint8Array();

/** The bytes of a streamed answer, from the stream or from whole answers. */
export function chatSource(job: ChatJob, output: ChatOutput): ByteSource {
  const { request } = job;
  // Puter's stream keeps only the last of parallel tool calls, and text that
  // has to be checked cannot be shown before it is whole.
  const mustBeWhole = request.tools.length > 0 || request.choices > 1 ||
    job.chain.some(({ model }) => isChecked(request, model));
  return mustBeWhole
    ? new ReplaySource(job, output)
    : new LiveSource(job, output);
}

/** Replays whole answers as a stream. */
class ReplaySource implements ByteSource {
  readonly isLive = false;
  usage: Usage | null = null;
  done = false;
  readonly #job: ChatJob;
  readonly #output: ChatOutput;
  #bytes: Uint8Array | null = null;

  constructor(job: ChatJob, output: ChatOutput) {
    this.#job = job;
    this.#output = output;
  }

  async start(): Promise<void> {
    const answers = await wholeAnswers(this.#job);
    this.usage = sumUsage(answers.map((answer) => answer.usage));
    answers.forEach((answer, index) =>
      replay(answer, this.#output.choice(index))
    );
    this.#output.complete();
    this.#bytes = this.#output.take();
  }

  next(): Promise<Uint8Array | null> {
    this.done = true;
    return Promise.resolve(this.#bytes);
  }
}

/** Converts Puter's stream while it comes. */
class LiveSource implements ByteSource {
  readonly isLive = true;
  usage: Usage | null = null;
  done = false;
  readonly #job: ChatJob;
  readonly #output: ChatOutput;
  readonly #sink: ChatSink;
  readonly #stop: StopSink | undefined;
  #call: OpenCall<ChatStreamReader> | undefined;
  #ready: Uint8Array | null = null;
  #failure: unknown;

  constructor(job: ChatJob, output: ChatOutput) {
    this.#job = job;
    this.#output = output;
    const sink = output.choice(0);
    this.#stop = job.request.stop.length === 0
      ? undefined
      : new StopSink(sink, job.request.stop);
    this.#sink = this.#stop ?? sink;
  }

  async start(): Promise<void> {
    this.#call = await onFirstAble(this.#job, (job) => this.#ask(job));
    forgetPrompt(this.#job);
    this.#job.tracker.firstEvent();
    if (this.done) this.#drain();
  }

  #ask(job: ModelJob): Promise<OpenCall<ChatStreamReader>> {
    const call = upstreamCall(job, true);
    return callUpstream(call, (answer) =>
      this.#open(answer, {
        model: job.request.model,
        maxTokens: call.maxTokens,
        provider: job.model.provider,
      }));
  }

  next(): Promise<Uint8Array | null> {
    const ready = this.#ready;
    this.#ready = null;
    if (ready !== null) return Promise.resolve(ready);
    const call = this.#call;
    if (call === undefined || this.done) return Promise.resolve(null);
    if (this.#failure !== undefined) return this.#giveUp(call);
    if (this.#stop?.stopped) return this.#endAtStop(call);
    return this.#readOn(call.result);
  }

  /** Holds the answer's head back until its first event or its failure. */
  async #open(
    answer: PuterAnswer,
    expected: StreamExpectation,
  ): Promise<ChatStreamReader> {
    const reader = new ChatStreamReader(answer, this.#sink, expected);
    await reader.begin();
    let bytes: Uint8Array = NO_BYTES;
    while (!reader.started && !this.done && this.#failure === undefined) {
      bytes = await this.#readOn(reader);
    }
    // Text that was made is not made again elsewhere, and is not hidden; filler
    // in place of an answer is.
    const failure = this.#failure;
    if (failure !== undefined && (!reader.started || isFiller(failure))) {
      this.#failure = undefined;
      throw failure;
    }
    this.#ready = bytes;
    return reader;
  }

  /** Reads on; what came before a failure is shown before it is told. */
  async #readOn(reader: ChatStreamReader): Promise<Uint8Array> {
    let chunk: Uint8Array | null;
    try {
      chunk = await reader.read();
    } catch (cause) {
      this.#failure = reader.readFault(cause);
      return NO_BYTES;
    }
    try {
      if (reader.feed(chunk)) this.#complete(reader.usage);
    } catch (thrown) {
      this.#failure = thrown;
    }
    const bytes = this.#output.take() ?? NO_BYTES;
    if (this.done) this.#drain();
    return bytes;
  }

  #giveUp(call: OpenCall<ChatStreamReader>): Promise<never> {
    if (this.#job.scope.cancelled) call.close();
    else call.fail(this.#failure, call.result.bytes);
    return Promise.reject(this.#failure);
  }

  #complete(usage: Usage | null): void {
    this.usage = usage;
    this.#output.complete();
    this.done = true;
  }

  /** Lets the connection run dry, so that the next call can use it. */
  #drain(): void {
    const call = this.#call;
    call?.result.drain().then(() => call.close());
  }

  /**
   * The model goes on, and is paid for, after a stop sequence; only its token
   * counts are still of interest, to those who asked for them.
   */
  async #endAtStop(
    call: OpenCall<ChatStreamReader>,
  ): Promise<Uint8Array | null> {
    if (this.#job.wantsUsage) await call.result.drainForUsage();
    const { usage } = call.result;
    this.#sink.finish("stop", usage);
    this.#complete(usage);
    const bytes = this.#output.take();
    call.close();
    return bytes;
  }
}

function isFiller(thrown: unknown): boolean {
  return thrown instanceof PuterError && thrown.failure.code === "fake_chat";
}
