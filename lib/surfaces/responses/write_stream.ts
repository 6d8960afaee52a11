import type { FinishReason, Usage } from "../../chat/answer.ts";
import type { ChatOutput, ChatSink } from "../../chat/events.ts";
import type { ToolCall } from "../../chat/request.ts";
import { type ApiError, errorBody } from "../../http/errors.ts";
import { eventStart, EventWriter } from "./event_writer.ts";
import { itemEvents } from "./item_events.ts";
import {
  callItem,
  imageItem,
  type ItemStatus,
  messageItem,
  outputId,
  type OutputItem,
  refusalPart,
} from "./items.ts";
import type { ResponseStyle } from "./style.ts";
import { TextItem, type TextKind } from "./text_item.ts";
import {
  responseHead,
  type ResponseObject,
  type ResponseState,
  runningResponse,
  statusOf,
} from "./write_json.ts";

const encoder = new TextEncoder();

const COMMA = encoder.encode(",");
const OUTPUT_END = encoder.encode("]}");

/** Takes the JSON of a response that is over. */
export type ResponseKeep = (json: Uint8Array<ArrayBuffer>) => void;

/** What a response is kept by. */
export interface ResponseKeeping {
  /** Told when a client has heard of the response. */
  begun?: (response: ResponseObject) => void;
  over: ResponseKeep;
}

/** Writes an answer as the server-sent events of a response. */
export class ResponseStream implements ChatOutput, ChatSink {
  readonly #style: ResponseStyle;
  readonly #keep: ResponseKeeping | undefined;
  readonly #writer = new EventWriter();
  /** The finished items as JSON. */
  readonly #items: Uint8Array[] = [];
  #open: TextItem | undefined;
  #hasBegun = false;
  #end: { reason: FinishReason; usage: Usage | null } | undefined;

  constructor(style: ResponseStyle, keep?: ResponseKeeping) {
    this.#style = style;
    this.#keep = keep;
  }

  choice(): ChatSink {
    return this;
  }

  text(bytes: Uint8Array, start: number, end: number): void {
    const open = this.#open?.kind === "message"
      ? this.#open
      : this.#openText("message");
    open.add(bytes, start, end);
  }

  reasoning(bytes: Uint8Array, start: number, end: number): void {
    const open = this.#open?.kind === "reasoning"
      ? this.#open
      : this.#openText("reasoning");
    open.add(bytes, start, end);
  }

  toolCall(call: ToolCall): void {
    this.#close("completed");
    this.#item(callItem(call, this.#style, this.#items.length));
  }

  image(url: string): void {
    this.#close("completed");
    this.#item(imageItem(url, this.#style, this.#items.length));
  }

  refusal(text: string): void {
    this.#close("completed");
    const id = outputId(this.#style, "msg", this.#items.length);
    const content = [refusalPart(text)];
    this.#item(messageItem(id, { status: "completed", content }));
  }

  finish(reason: FinishReason, usage: Usage | null): void {
    // Clients look for a message even where the model said nothing.
    const isEmpty = this.#open === undefined && this.#items.length === 0;
    if (isEmpty) this.#openText("message");
    this.#close(statusOf(reason));
    this.#end = { reason, usage };
  }

  complete(): void {
    const { reason, usage } = this.#end ?? { reason: "stop", usage: null };
    this.#over({ status: statusOf(reason), reason, usage });
  }

  fail(error: ApiError): void {
    this.#begin();
    this.#open?.closeDelta();
    const { message, type, param, code } = errorBody(error).error;
    // SDKs look for either form, see `response.failed` for those that do not.
    this.#writer.event({
      type: "error",
      code,
      message,
      param,
      error: { type, code, message, param },
    });
    this.#over({ status: "failed", error });
  }

  keepAlive(): void {
    this.#open?.closeDelta();
    this.#writer.keepAlive();
  }

  take(): Uint8Array | null {
    this.#open?.closeDelta();
    return this.#writer.take();
  }

  #openText(kind: TextKind): TextItem {
    this.#close("completed");
    this.#begin();
    return this.#open = new TextItem(kind, {
      writer: this.#writer,
      style: this.#style,
      index: this.#items.length,
    });
  }

  #close(status: ItemStatus): void {
    if (this.#open === undefined) return;
    this.#items.push(this.#open.finish(status));
    this.#open = undefined;
  }

  #item(item: OutputItem): void {
    this.#begin();
    for (const event of itemEvents(item, this.#items.length)) {
      this.#writer.event(event);
    }
    this.#items.push(encoder.encode(JSON.stringify(item)));
  }

  #begin(): void {
    if (this.#hasBegun) return;
    this.#hasBegun = true;
    const response = runningResponse(this.#style);
    this.#writer.event({ type: "response.created", response });
    this.#writer.event({ type: "response.in_progress", response });
    this.#keep?.begun?.(response);
  }

  #over(state: ResponseState): void {
    const response = this.#response(state);
    this.#writer.bytes(eventStart(`response.${state.status}`, ',"response":'));
    this.#writer.bytes(response);
    this.#writer.end();
    this.#keep?.over(response);
  }

  /** The whole response; its items are said as they were before. */
  #response(state: ResponseState): Uint8Array<ArrayBuffer> {
    const head = JSON.stringify(responseHead(this.#style, state));
    const pieces = [encoder.encode(`${head.slice(0, -1)},"output":[`)];
    this.#items.forEach((item, index) => {
      if (index > 0) pieces.push(COMMA);
      pieces.push(item as Uint8Array<ArrayBuffer>);
    });
    pieces.push(OUTPUT_END);
    return joined(pieces);
  }
}

function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(
    pieces.reduce((sum, { byteLength }) => sum + byteLength, 0),
  );
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.byteLength;
  }
  return all;
}
