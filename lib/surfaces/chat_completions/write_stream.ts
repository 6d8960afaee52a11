import type { FinishReason, Usage } from "../../chat/answer.ts";
import type { ChatOutput, ChatSink } from "../../chat/events.ts";
import type { ToolCall } from "../../chat/request.ts";
import { sumUsage } from "../../chat/usage.ts";
import { ByteWriter } from "../../http/byte_writer.ts";
import { type ApiError, errorBody } from "../../http/errors.ts";
import { KEEP_ALIVE } from "../keep_alive.ts";
import { callBody } from "./calls.ts";
import type { ChatCompletionStyle } from "./read.ts";
import { usageBody } from "./usage.ts";
import { type AnswerName, imageBody } from "./write_json.ts";

const encoder = new TextEncoder();

/** Shared by all streams: each empties it in the step that filled it. */
const out = new ByteWriter();

const DONE = encoder.encode("data: [DONE]\n\n");
const RUNNING = ',"logprobs":null,"finish_reason":null}]';
const ENDS = {
  plain: encoder.encode(`"}${RUNNING}}\n\n`),
  withUsage: encoder.encode(`"}${RUNNING},"usage":null}\n\n`),
};

/** Writes answers as the server-sent events of `chat.completion.chunk`s. */
export class ChatCompletionStream implements ChatOutput {
  readonly #start: string;
  readonly #style: ChatCompletionStyle;
  readonly #choices: ChoiceSink[] = [];

  constructor(name: AnswerName, style: ChatCompletionStyle) {
    this.#style = style;
    this.#start = `data: {"id":${JSON.stringify(name.id)},` +
      `"object":"chat.completion.chunk","created":${name.created},` +
      `"model":${JSON.stringify(style.model)},"choices":[`;
  }

  choice(index: number): ChatSink {
    const sink = new ChoiceSink(
      `${this.#start}{"index":${index},"delta":`,
      this.#style,
    );
    this.#choices.push(sink);
    return sink;
  }

  complete(): void {
    const usage = sumUsage(this.#choices.map((choice) => choice.usage));
    if (this.#style.includeUsage && usage !== null) {
      const body = JSON.stringify(usageBody(usage));
      out.write(encoder.encode(`${this.#start}],"usage":${body}}\n\n`));
    }
    out.write(DONE);
  }

  fail(error: ApiError): void {
    for (const choice of this.#choices) choice.close();
    out.write(encoder.encode(`data: ${JSON.stringify(errorBody(error))}\n\n`));
  }

  keepAlive(): void {
    out.write(KEEP_ALIVE);
  }

  take(): Uint8Array | null {
    for (const choice of this.#choices) choice.close();
    return out.take();
  }
}

type Open = "none" | "text" | "reasoning";

/**
 * One choice of the stream. Neighbouring pieces of text that arrive in one
 * step become one delta: the frame stays open until something else follows.
 */
class ChoiceSink implements ChatSink {
  usage: Usage | null = null;

  readonly #start: string;
  readonly #style: ChatCompletionStyle;
  readonly #end: Uint8Array;
  #textStart: Uint8Array | undefined;
  #reasoningStart: Uint8Array | undefined;
  #open: Open = "none";
  #hasRole = false;
  #calls = 0;

  constructor(start: string, style: ChatCompletionStyle) {
    this.#start = start;
    this.#style = style;
    this.#end = style.includeUsage ? ENDS.withUsage : ENDS.plain;
  }

  text(bytes: Uint8Array, start: number, end: number): void {
    if (this.#open !== "text") {
      this.#role('""');
      this.#textStart ??= encoder.encode(`${this.#start}{"content":"`);
      out.write(this.#textStart);
      this.#open = "text";
    }
    out.writeSlice(bytes, start, end);
  }

  reasoning(bytes: Uint8Array, start: number, end: number): void {
    if (this.#open !== "reasoning") {
      this.#role('""');
      this.#reasoningStart ??= encoder.encode(
        `${this.#start}{"reasoning_content":"`,
      );
      out.write(this.#reasoningStart);
      this.#open = "reasoning";
    }
    out.writeSlice(bytes, start, end);
  }

  toolCall(call: ToolCall): void {
    this.#role("null");
    const index = this.#calls++;
    const body = callBody(call, this.#style);
    if (this.#style.legacyFunctions) {
      const { name = call.name, arguments: text = "{}" } = body.function ?? {};
      if (index > 0) return;
      this.#delta({ function_call: { name, arguments: "" } });
      this.#delta({ function_call: { arguments: text } });
    } else if (body.custom !== undefined) {
      const { name, input } = body.custom;
      this.#callDelta(index, { ...body, custom: { name, input: "" } });
      this.#callDelta(index, { custom: { input } });
    } else {
      const { name = call.name, arguments: text = "{}" } = body.function ?? {};
      this.#callDelta(index, { ...body, function: { name, arguments: "" } });
      this.#callDelta(index, { function: { arguments: text } });
    }
  }

  image(url: string): void {
    this.#role('""');
    this.#delta({ images: [imageBody(url)] });
  }

  refusal(text: string): void {
    this.#role("null");
    this.#delta({ refusal: text });
  }

  finish(reason: FinishReason, usage: Usage | null): void {
    this.#role('""');
    this.usage = usage;
    const word = reason === "tool_calls" && this.#style.legacyFunctions
      ? "function_call"
      : reason;
    out.write(encoder.encode(
      `${this.#start}{},"logprobs":null,"finish_reason":"${word}"}]` +
        `${this.#style.includeUsage ? ',"usage":null' : ""}}\n\n`,
    ));
  }

  /** Ends a frame that still takes text. */
  close(): void {
    if (this.#open === "none") return;
    this.#open = "none";
    out.write(this.#end);
  }

  /** The role is said once, in a frame of its own before anything else. */
  #role(content: '""' | "null"): void {
    this.close();
    if (this.#hasRole) return;
    this.#hasRole = true;
    this.#frame(`{"role":"assistant","content":${content},"refusal":null}`);
  }

  #callDelta(index: number, call: Record<string, unknown>): void {
    this.#delta({ tool_calls: [{ index, ...call }] });
  }

  #delta(delta: Record<string, unknown>): void {
    this.#frame(JSON.stringify(delta));
  }

  #frame(delta: string): void {
    const usage = this.#style.includeUsage ? ',"usage":null' : "";
    out.write(encoder.encode(`${this.#start}${delta}${RUNNING}${usage}}\n\n`));
  }
}
