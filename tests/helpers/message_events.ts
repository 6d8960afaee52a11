import { assert, assertEquals } from "@std/assert";

/** One event of a streamed message. */
export interface MessageEvent {
  type: string;
  index?: number;
  message?: Record<string, unknown>;
  content_block?: Record<string, unknown>;
  delta?: Record<string, unknown>;
  usage?: Record<string, number>;
  error?: { type: string; message: string };
  request_id?: string;
}

/** A streamed message, put together as clients do. */
export interface StreamedMessage {
  events: MessageEvent[];
  /** Types of the events without pings, repeated deltas once. */
  order: string[];
  start: Record<string, unknown> & { usage: Record<string, number> };
  content: Record<string, unknown>[];
  stopReason: unknown;
  stopSequence: unknown;
  usage: Record<string, number> | undefined;
  error: { type: string; message: string } | undefined;
}

/** The events of a body; each must be named and hold one line of data. */
export function messageEvents(body: string): MessageEvent[] {
  if (body === "") return [];
  assert(body.endsWith("\n\n"), `no blank line at the end: ${body.slice(-80)}`);
  return body.slice(0, -2).split("\n\n").map((frame) => {
    const [, name, data] = /^event: (\w+)\ndata: (.*)$/.exec(frame) ?? [];
    assert(name !== undefined && data !== undefined, `not an event: ${frame}`);
    const event: MessageEvent = JSON.parse(data);
    assertEquals(event.type, name);
    return event;
  });
}

/**
 * Puts a message together and holds its events to the protocol: one message,
 * blocks numbered from 0 and open one at a time, deltas of the block's kind.
 */
export function readMessageEvents(body: string): StreamedMessage {
  const events = messageEvents(body);
  const reader = new MessageReader();
  for (const event of events) reader.add(event);
  return { events, ...reader.end() };
}

class MessageReader {
  readonly #order: string[] = [];
  readonly #content: Record<string, unknown>[] = [];
  #start: StreamedMessage["start"] | undefined;
  #json = "";
  #isOpen = false;
  #isSigned = false;
  #last: MessageEvent | undefined;
  #delta: MessageEvent | undefined;

  add(event: MessageEvent): void {
    if (event.type === "ping") return;
    assert(this.#last?.type !== "message_stop", "an event after message_stop");
    assert(this.#last?.type !== "error", "an event after an error");
    const isRepeated = event.type === "content_block_delta" &&
      this.#order.at(-1) === event.type;
    if (!isRepeated) this.#order.push(event.type);
    this.#last = event;
    if (event.type === "error") return;
    if (event.type === "message_start") return this.#begin(event);
    assert(this.#start !== undefined, `${event.type} before message_start`);
    switch (event.type) {
      case "content_block_start":
        return this.#open(event);
      case "content_block_delta":
        return this.#grow(event);
      case "content_block_stop":
        return this.#close(event);
      case "message_delta":
        assert(!this.#isOpen && this.#delta === undefined);
        assert(typeof event.usage?.output_tokens === "number");
        this.#delta = event;
        return;
      case "message_stop":
        assert(this.#delta !== undefined, "no message_delta");
        return;
      default:
        throw new Error(`unknown event ${event.type}`);
    }
  }

  end(): Omit<StreamedMessage, "events"> {
    assert(this.#start !== undefined || this.#last?.type === "error");
    return {
      order: this.#order,
      start: this.#start ?? { usage: {} },
      content: this.#content,
      stopReason: this.#delta?.delta?.stop_reason,
      stopSequence: this.#delta?.delta?.stop_sequence,
      usage: this.#delta?.usage,
      error: this.#last?.error,
    };
  }

  #begin({ message }: MessageEvent): void {
    assert(this.#start === undefined, "message_start twice");
    const start = message as StreamedMessage["start"];
    assertEquals(start.content, []);
    assert(typeof start.usage.input_tokens === "number");
    this.#start = start;
  }

  #open({ index, content_block: block }: MessageEvent): void {
    assert(!this.#isOpen && this.#delta === undefined);
    assertEquals(index, this.#content.length);
    this.#content.push({ ...block });
    this.#isOpen = true;
    this.#isSigned = false;
    this.#json = "";
  }

  #grow({ index, delta = {} }: MessageEvent): void {
    const block = this.#content.at(-1);
    assert(this.#isOpen && block !== undefined && !this.#isSigned);
    assertEquals(index, this.#content.length - 1);
    switch (delta.type) {
      case "text_delta":
        assertEquals(block.type, "text");
        block.text += delta.text as string;
        return;
      case "thinking_delta":
        assertEquals(block.type, "thinking");
        block.thinking += delta.thinking as string;
        return;
      case "signature_delta":
        assertEquals(block.type, "thinking");
        block.signature = delta.signature;
        this.#isSigned = true;
        return;
      case "input_json_delta":
        assertEquals(block.type, "tool_use");
        this.#json += delta.partial_json as string;
        return;
      default:
        throw new Error(`unknown delta ${delta.type}`);
    }
  }

  #close({ index }: MessageEvent): void {
    const block = this.#content.at(-1);
    assert(this.#isOpen && block !== undefined);
    assertEquals(index, this.#content.length - 1);
    if (block.type === "thinking") assert(this.#isSigned, "no signature");
    if (block.type === "tool_use") {
      assertEquals(block.input, {});
      block.input = JSON.parse(this.#json);
    }
    this.#isOpen = false;
  }
}
