import { type Order, piecesOf } from "./order.ts";

/** Puter's own wire, in the shape of an OpenAI-style vendor or of Claude, or OpenAI's. */
export type Wire = "puter_openai" | "puter_claude" | "openai";

/** An answer made in advance. */
export interface Prepared {
  /** The writes of a stream, and what ends it. */
  writes: Uint8Array[];
  end: Uint8Array;
  /** The whole answer as JSON. */
  whole: Uint8Array;
}

/** Pieces of an endless answer, repeated for ever. */
const ENDLESS_PIECES = 64;

const encoder = new TextEncoder();
const prepared = new Map<string, Prepared>();

/** An answer's bytes; made once for all orders that differ in time alone. */
export function prepare(order: Order, wire: Wire): Prepared {
  const { group, size } = order;
  const chunks = order.chunks || ENDLESS_PIECES;
  const key = `${wire} ${chunks} ${group} ${size}`;
  let found = prepared.get(key);
  if (found === undefined) {
    const pieces = piecesOf({ chunks, size });
    found = wire === "openai"
      ? openAi(pieces, group)
      : puter(pieces, wire, group);
    prepared.set(key, found);
  }
  return found;
}

function puter(pieces: string[], wire: Wire, group: number): Prepared {
  const lines = pieces.map((text) =>
    JSON.stringify({ type: "text", text }) + "\n"
  );
  const usage = wire === "puter_claude"
    ? { input_tokens: 12, output_tokens: pieces.length, usd_cents: 0.1 }
    : { prompt_tokens: 12, completion_tokens: pieces.length, usd_cents: 0.1 };
  return {
    writes: grouped(lines, group),
    end: encoder.encode(JSON.stringify({ type: "usage", usage }) + "\n"),
    whole: encoder.encode(JSON.stringify({
      success: true,
      result: wholeResult(pieces.join(""), wire, usage),
      service: { name: "ai-chat" },
      metadata: { service_used: "bench", providerUsed: "bench" },
    })),
  };
}

function wholeResult(text: string, wire: Wire, usage: unknown): unknown {
  if (wire === "puter_claude") {
    const message = {
      id: "msg_bench",
      type: "message",
      role: "assistant",
      model: "claude-bench",
      content: [{ type: "text", text }],
      stop_reason: "end_turn",
      stop_sequence: null,
      usage,
    };
    return { message, usage, finish_reason: "stop", via_ai_chat_service: true };
  }
  return {
    index: 0,
    message: { role: "assistant", content: text, refusal: null },
    logprobs: null,
    finish_reason: "stop",
    usage,
    via_ai_chat_service: true,
  };
}

/** What a vendor with OpenAI's own API would send, as the gateway's clients see it. */
function openAi(pieces: string[], group: number): Prepared {
  const frames = pieces.map((content) => frame({ content }, null));
  frames[0] = frame({ role: "assistant", content: "", refusal: null }, null) +
    (frames[0] ?? "");
  return {
    writes: grouped(frames, group),
    end: encoder.encode(`${frame({}, "stop")}data: [DONE]\n\n`),
    whole: encoder.encode(JSON.stringify({
      ...head("chat.completion"),
      choices: [{
        index: 0,
        message: { role: "assistant", content: pieces.join(""), refusal: null },
        logprobs: null,
        finish_reason: "stop",
      }],
      usage: {
        prompt_tokens: 12,
        completion_tokens: pieces.length,
        total_tokens: 12 + pieces.length,
      },
    })),
  };
}

function frame(delta: Record<string, unknown>, finish: string | null): string {
  const choice = { index: 0, delta, logprobs: null, finish_reason: finish };
  const body = { ...head("chat.completion.chunk"), choices: [choice] };
  return `data: ${JSON.stringify(body)}\n\n`;
}

function head(object: string) {
  const id = `chatcmpl-${"0".repeat(26)}`;
  return { id, object, created: 1_700_000_000, model: "gpt-bench" };
}

function grouped(parts: string[], group: number): Uint8Array[] {
  const writes: Uint8Array[] = [];
  for (let i = 0; i < parts.length; i += group) {
    writes.push(encoder.encode(parts.slice(i, i + group).join("")));
  }
  return writes;
}
