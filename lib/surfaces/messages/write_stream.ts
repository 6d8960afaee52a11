import type { FinishReason, Usage } from "../../chat/answer.ts";
import type { ChatOutput, ChatSink } from "../../chat/events.ts";
import type { ToolCall } from "../../chat/request.ts";
import { ByteWriter } from "../../http/byte_writer.ts";
import { anthropicError } from "../../http/error_envelopes.ts";
import type { ApiError } from "../../http/errors.ts";
import {
  imageText,
  inputJson,
  type MessageName,
  signatureOf,
  stopBody,
  usageBody,
} from "./answer.ts";

const encoder = new TextEncoder();

/** Shared by all streams: each empties it in the step that filled it. */
const out = new ByteWriter();

const PING = event("ping", {});
const MESSAGE_STOP = event("message_stop", {});
const DELTA_END = encoder.encode('"}}\n\n');

/** Kinds of blocks whose text is spliced. */
type TextKind = "text" | "thinking";

/** What a streamed message has to say before its answer is known. */
export interface MessageStart extends MessageName {
  requestId: string;
  /** About how many tokens the prompt has. */
  inputTokens: number;
}

/**
 * Writes an answer as the events of one message. Its blocks are numbered from 0
 * and never open at the same time, as clients demand; neighbouring pieces of
 * text that arrive in one step become one delta.
 */
export class MessageStream implements ChatOutput, ChatSink {
  readonly #start: MessageStart;
  #hasStarted = false;
  #index = -1;
  #block: TextKind | undefined;
  /** True while the last delta still takes text. */
  #isDeltaOpen = false;
  #deltaStart: Uint8Array = new Uint8Array();

  constructor(start: MessageStart) {
    this.#start = start;
  }

  /** A message is one answer. */
  choice(): ChatSink {
    return this;
  }

  text(bytes: Uint8Array, start: number, end: number): void {
    this.#open("text");
    out.writeSlice(bytes, start, end);
  }

  reasoning(bytes: Uint8Array, start: number, end: number): void {
    this.#open("thinking");
    out.writeSlice(bytes, start, end);
  }

  toolCall(call: ToolCall): void {
    const { id, name } = call;
    this.#begin({ type: "tool_use", id, name, input: {} });
    const json = inputJson(call);
    this.#delta({ type: "input_json_delta", partial_json: json });
    this.#write("content_block_stop", { index: this.#index });
  }

  image(url: string): void {
    this.#say(imageText(url));
  }

  refusal(text: string): void {
    this.#say(text);
  }

  finish(
    reason: FinishReason,
    usage: Usage | null,
    stopSequence?: string,
  ): void {
    this.#closeBlock();
    this.#startMessage();
    this.#write("message_delta", {
      delta: stopBody(reason, stopSequence),
      // What Puter did not tell leaves the estimate of the beginning alone.
      usage: usage === null ? { output_tokens: 0 } : usageBody(usage),
    });
  }

  complete(): void {
    out.write(MESSAGE_STOP);
  }

  fail(error: ApiError): void {
    this.#closeDelta();
    const { requestId } = this.#start;
    out.write(event("error", anthropicError(error, requestId)));
  }

  keepAlive(): void {
    this.#closeDelta();
    this.#startMessage();
    out.write(PING);
  }

  take(): Uint8Array | null {
    this.#closeDelta();
    return out.take();
  }

  #say(text: string): void {
    const bytes = encoder.encode(JSON.stringify(text));
    this.text(bytes, 1, bytes.byteLength - 1);
  }

  /** Makes a delta of this kind the one that takes text. */
  #open(kind: TextKind): void {
    if (this.#block !== kind) this.#beginText(kind);
    if (this.#isDeltaOpen) return;
    out.write(this.#deltaStart);
    this.#isDeltaOpen = true;
  }

  #beginText(kind: TextKind): void {
    this.#begin(
      kind === "text"
        ? { type: "text", text: "" }
        : { type: "thinking", thinking: "", signature: "" },
    );
    this.#block = kind;
    this.#deltaStart = encoder.encode(
      `event: content_block_delta\ndata: {"type":"content_block_delta",` +
        `"index":${this.#index},"delta":{"type":"${kind}_delta","${kind}":"`,
    );
  }

  #begin(block: Record<string, unknown>): void {
    this.#closeBlock();
    this.#startMessage();
    this.#index++;
    this.#write("content_block_start", {
      index: this.#index,
      content_block: block,
    });
  }

  #closeBlock(): void {
    this.#closeDelta();
    if (this.#block === undefined) return;
    if (this.#block === "thinking") {
      const signature = signatureOf(this.#start);
      this.#delta({ type: "signature_delta", signature });
    }
    this.#block = undefined;
    this.#write("content_block_stop", { index: this.#index });
  }

  #closeDelta(): void {
    if (!this.#isDeltaOpen) return;
    this.#isDeltaOpen = false;
    out.write(DELTA_END);
  }

  /**
   * The protocol wants the prompt's tokens before anybody knows them: the
   * number here is the gateway's estimate, and `message_delta` has the true one.
   */
  #startMessage(): void {
    if (this.#hasStarted) return;
    this.#hasStarted = true;
    const { id, model, inputTokens } = this.#start;
    this.#write("message_start", {
      message: {
        id,
        type: "message",
        role: "assistant",
        model,
        content: [],
        stop_reason: null,
        stop_sequence: null,
        usage: { ...usageBody(null), input_tokens: inputTokens },
      },
    });
  }

  #delta(delta: Record<string, unknown>): void {
    this.#write("content_block_delta", { index: this.#index, delta });
  }

  #write(type: string, data: Record<string, unknown>): void {
    out.write(event(type, data));
  }
}

/** Clients skip an event that the `event:` line does not name. */
function event(type: string, data: Record<string, unknown>): Uint8Array {
  return encoder.encode(
    `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`,
  );
}
