import type { Usage } from "../../chat/answer.ts";
import type { ChatSink } from "../../chat/events.ts";
import type { ToolCall } from "../../chat/request.ts";
import { readUsage, type UsageSource } from "./usage.ts";

const encoder = new TextEncoder();

/** What the upstream itself said went wrong, in a stream's `error` line. */
export class StreamErrorLine extends Error {
  /** The whole parsed line, for the error table. */
  readonly line: unknown;

  constructor(line: unknown) {
    super("The upstream reported an error in its stream");
    this.name = "StreamErrorLine";
    this.line = line;
  }
}

/** A line that is not what Puter's stream may hold. */
export class MalformedLine extends Error {
  override name = "MalformedLine";
}

/** Kinds of lines that hold a piece of the answer. */
export type TextKind = "text" | "reasoning";

/** What the lines of Puter's chat stream say, told to a sink. */
export class StreamEvents {
  /** True once anything but `usage` reached the sink. */
  started = false;
  /** True once a tool call came. */
  toolsCalled = false;
  /** True once the line that ends a complete stream came. */
  usageSeen = false;
  /** Token counts of that line; null when it held none. */
  usage: Usage | null = null;

  #pieces = 0;
  #usageIsBare = false;

  readonly #sink: ChatSink;
  readonly #source: UsageSource;

  constructor(sink: ChatSink, source: UsageSource) {
    this.#sink = sink;
    this.#source = source;
  }

  /**
   * True for the shape of the filler that Puter gives in place of an answer it
   * will not make: one piece of text and a usage line without token counts.
   */
  get isFiller(): boolean {
    return this.#usageIsBare && this.#pieces === 1 && !this.toolsCalled;
  }

  /** A line with text begins, which `piece` hands on in one part or more. */
  beginPiece(): void {
    this.started = true;
    this.#pieces++;
  }

  /** Text of the line that began: `bytes[start, end)`, inside of a literal. */
  piece(kind: TextKind, bytes: Uint8Array, start: number, end: number): void {
    if (kind === "text") this.#sink.text(bytes, start, end);
    else this.#sink.reasoning(bytes, start, end);
  }

  /**
   * A parsed line.
   *
   * @throws {StreamErrorLine} for an `error` line
   * @throws {MalformedLine} for one that has no known shape
   */
  line(line: unknown): void {
    if (typeof line !== "object" || line === null || Array.isArray(line)) {
      throw new MalformedLine("Cannot read a line of the stream: no object");
    }
    this.#event(line as Record<string, unknown>);
  }

  #event(line: Record<string, unknown>): void {
    switch (line.type) {
      case "text":
        return this.#text(line.text, "text");
      case "reasoning":
        return this.#text(line.reasoning, "reasoning");
      case "tool_use":
        return this.#toolUse(line);
      case "image":
        return this.#image(line.image);
      case "usage":
        this.usageSeen = true;
        this.usage = readUsage(line.usage, this.#source);
        this.#usageIsBare = this.usage === null && line.usage !== undefined;
        return;
      case "error":
        throw new StreamErrorLine(line);
    }
    if (line.error !== undefined || line.success === false) {
      throw new StreamErrorLine(line);
    }
    // Provider metadata (`extra_content`, `compaction`) and kinds of lines that
    // are not known yet carry nothing for the answer.
  }

  #text(value: unknown, kind: TextKind): void {
    if (typeof value !== "string") {
      throw new MalformedLine(`Cannot read a ${kind} line: no ${kind}`);
    }
    if (value === "") return;
    const bytes = encoder.encode(JSON.stringify(value));
    this.beginPiece();
    this.piece(kind, bytes, 1, bytes.byteLength - 1);
  }

  #toolUse(line: Record<string, unknown>): void {
    if (typeof line.name !== "string" || typeof line.id !== "string") {
      throw new MalformedLine("Cannot read a tool_use line: no id or name");
    }
    this.started = true;
    this.toolsCalled = true;
    const call: ToolCall = {
      id: line.id,
      name: line.name,
      arguments: JSON.stringify(line.input ?? {}),
    };
    if (line.extra_content !== undefined) {
      call.extraContent = line.extra_content;
    }
    this.#sink.toolCall(call);
  }

  #image(image: unknown): void {
    const holder = image as
      | { image_url?: { url?: unknown } }
      | null
      | undefined;
    const url = holder?.image_url?.url;
    if (typeof url !== "string") {
      throw new MalformedLine("Cannot read an image line: no URL");
    }
    this.started = true;
    this.#sink.image(url);
  }
}
