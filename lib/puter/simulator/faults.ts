import {
  type AnswerFault,
  FAULT_ANSWERS,
  type FaultContext,
} from "./fault_replies.ts";
import {
  errorReply,
  jsonReply,
  type SimReply,
  TEXT_TYPE,
  wholeReply,
} from "./reply.ts";

/** Faults of the connection, and answers in forms Puter has given up. */
const OTHER_FAULTS = [
  "address_refused",
  "old_envelope",
  "old_usage_limited",
  "drop_before_head",
  "drop_mid_line",
  "drop_after_text",
  "drop_mid_character",
  "no_usage",
  "error_line_first",
  "error_line_later",
  "old_stream_error_line",
  "stall",
] as const;

/** Everything that may go wrong with a call. */
export type Fault = AnswerFault | typeof OTHER_FAULTS[number];

/** The names of all faults. */
export const FAULTS: readonly Fault[] = [
  ...Object.keys(FAULT_ANSWERS) as AnswerFault[],
  ...OTHER_FAULTS,
];

/** What goes wrong with the calls of `POST /drivers/call`, on demand. */
export class Faults {
  /** Cuts every body anew, every so many bytes. */
  chunking: { bytes: number } | null = null;
  /** Milliseconds before the head of every answer. */
  stallMs = 0;
  readonly #waiting: Fault[] = [];
  readonly #random: () => number;
  #chance: { probability: number; faults: readonly Fault[] } | undefined;

  constructor(random: () => number) {
    this.#random = random;
  }

  /** Makes the next calls fail, before any that fail by chance. */
  next(fault: Fault, count = 1): void {
    for (let i = 0; i < count; i++) this.#waiting.push(fault);
  }

  /** Makes calls fail with a probability between 0 and 1; 0 ends it. */
  randomly(probability: number, faults: readonly Fault[]): void {
    this.#chance = { probability, faults };
  }

  /** Forgets all that was to go wrong. */
  clear(): void {
    this.#waiting.length = 0;
    this.#chance = undefined;
    this.chunking = null;
    this.stallMs = 0;
  }

  /** The fault of the call that comes in now. */
  take(): Fault | undefined {
    const waiting = this.#waiting.shift();
    if (waiting !== undefined || this.#chance === undefined) return waiting;
    const { probability, faults } = this.#chance;
    if (this.#random() >= probability) return undefined;
    return faults[Math.floor(this.#random() * faults.length)];
  }
}

/** What the error line of a stream is to an answer that is sent whole. */
const WHOLE_FORM: Partial<Record<Fault, AnswerFault>> = {
  error_line_first: "upstream_provider_unavailable",
  error_line_later: "upstream_failed",
  old_stream_error_line: "insufficient_funds",
};

/** The answer a fault gives instead of Puter's; undefined for other faults. */
export function faultReply(
  fault: Fault,
  context: FaultContext & { stream: boolean },
): SimReply | undefined {
  if (fault === "address_refused") {
    return wholeReply("Forbidden", { status: 403, contentType: TEXT_TYPE });
  }
  if (fault === "old_envelope") {
    const code = "insufficient_funds";
    const error = { code, message: "No usage left for request.", status: 402 };
    return jsonReply({ success: false, error });
  }
  if (fault === "old_usage_limited") {
    return jsonReply({ success: true, metadata: { usage_limited: true } });
  }
  const name = context.stream ? fault : WHOLE_FORM[fault] ?? fault;
  if (!isAnswerFault(name)) return undefined;
  const row = FAULT_ANSWERS[name];
  const answer = typeof row === "function" ? row(context) : row;
  const reply = errorReply(answer.message, answer);
  return answer.status === 503
    ? { ...reply, headers: { "retry-after": "5" } }
    : reply;
}

function isAnswerFault(fault: Fault): fault is AnswerFault {
  return Object.hasOwn(FAULT_ANSWERS, fault);
}

/** Numbers between 0 and 1 that a seed decides (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return function next() {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
