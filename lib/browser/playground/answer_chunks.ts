import type { AnswerTurn, TokenUsage, ToolCall } from "./turns.ts";

/** A `chat.completion.chunk` as far as it is read; any field may be absent. */
interface Chunk {
  choices?: {
    delta?: Delta;
    /** A whole answer has it in place of the delta. */
    message?: Delta;
    finish_reason?: string | null;
  }[];
  usage?: UsageBody | null;
  error?: { message?: string; code?: string | null } | null;
}

interface Delta {
  content?: string | null;
  reasoning_content?: string | null;
  refusal?: string | null;
  tool_calls?: CallDelta[];
  images?: { image_url?: { url?: string } }[];
}

interface CallDelta {
  index?: number;
  id?: string;
  function?: { name?: string; arguments?: string };
}

interface UsageBody {
  prompt_tokens?: number;
  completion_tokens?: number;
  prompt_tokens_details?: { cached_tokens?: number } | null;
  completion_tokens_details?: { reasoning_tokens?: number } | null;
}

/**
 * Adds what an event of the stream brings to an answer; a whole
 * `chat.completion` is one such event. What cannot be read fails the answer.
 */
export function addChunk(answer: AnswerTurn, data: string): AnswerTurn {
  if (data === "[DONE]") return endAnswer(answer);
  try {
    return added(answer, data);
  } catch {
    return failAnswer(answer, { message: "", code: "unreadable", status: 0 });
  }
}

function added(answer: AnswerTurn, data: string): AnswerTurn {
  const chunk: Chunk = JSON.parse(data);
  if (chunk.error) {
    const { message = "", code = null } = chunk.error;
    return failAnswer(answer, { message, code, status: 0 });
  }
  let next = answer;
  for (const { delta, message, finish_reason } of chunk.choices ?? []) {
    next = addDelta(next, delta ?? message ?? {});
    if (finish_reason) next = { ...next, finish: finish_reason };
  }
  if (!chunk.usage) return next;
  const usage = usageOf(chunk.usage);
  return { ...next, figures: { ...next.figures, usage } };
}

/** An answer whose stream has ended; one without its end was cut off. */
export function endAnswer(answer: AnswerTurn): AnswerTurn {
  if (answer.state !== "running") return answer;
  if (answer.finish !== null) return { ...answer, state: "done" };
  return failAnswer(answer, { message: "", code: "cut_off", status: 0 });
}

/** An answer that failed; what has come of it stays. */
export function failAnswer(
  answer: AnswerTurn,
  fault: AnswerTurn["fault"],
): AnswerTurn {
  return answer.state === "running"
    ? { ...answer, state: "failed", fault }
    : answer;
}

/** True once there is something to see, which ends the wait. */
export function hasContent(answer: AnswerTurn): boolean {
  return answer.text !== "" || answer.reasoning !== "" ||
    answer.refusal !== "" || answer.toolCalls.length > 0 ||
    answer.images.length > 0;
}

function addDelta(answer: AnswerTurn, delta: Delta): AnswerTurn {
  const images = (delta.images ?? []).flatMap(({ image_url }) =>
    image_url?.url ? [image_url.url] : []
  );
  return {
    ...answer,
    text: answer.text + (delta.content ?? ""),
    reasoning: answer.reasoning + (delta.reasoning_content ?? ""),
    refusal: answer.refusal + (delta.refusal ?? ""),
    images: images.length === 0 ? answer.images : [...answer.images, ...images],
    toolCalls: (delta.tool_calls ?? []).reduce(addCall, answer.toolCalls),
  };
}

/** The name comes with the first piece of a call, its arguments in several. */
function addCall(calls: ToolCall[], delta: CallDelta): ToolCall[] {
  const index = delta.index ?? calls.length;
  const known = calls[index];
  const call = {
    id: delta.id ?? known?.id ?? `call_${index}`,
    name: (known?.name ?? "") + (delta.function?.name ?? ""),
    arguments: (known?.arguments ?? "") + (delta.function?.arguments ?? ""),
  };
  return known === undefined
    ? [...calls, call]
    : calls.map((other, at) => at === index ? call : other);
}

function usageOf(usage: UsageBody): TokenUsage {
  return {
    prompt: usage.prompt_tokens ?? 0,
    completion: usage.completion_tokens ?? 0,
    cached: usage.prompt_tokens_details?.cached_tokens ?? 0,
    reasoning: usage.completion_tokens_details?.reasoning_tokens ?? 0,
  };
}
