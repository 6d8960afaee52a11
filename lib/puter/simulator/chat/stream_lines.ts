import { canonicalId, extraOf, imageField } from "./answer_parts.ts";
import type { SimModel, VendorAnswer, VendorToolCall } from "./types.ts";
import { usageFields, type UsageOptions } from "./usage.ts";

type Fields = Record<string, unknown>;

/** The lines of a streamed chat call, in order, without line ends. */
export function streamLines(
  answer: VendorAnswer,
  model: SimModel,
  usdCents: number | null,
): string[] {
  if (answer.filler || model.provider === "fake-chat") {
    return toLines([
      { type: "text", text: answer.text.join("") },
      { type: "usage", usage: { usd_cents: null } },
    ]);
  }
  const lines: Fields[] = answer.reasoning.map((reasoning) => ({
    type: "reasoning",
    reasoning,
  }));
  for (const text of answer.text) lines.push({ type: "text", text });
  if (answer.extraContent !== undefined && answer.toolCalls.length === 0) {
    lines.push({ type: "extra_content", extra_content: answer.extraContent });
  }
  for (const url of answer.images) {
    lines.push({ type: "image", image: imageField(url) });
  }
  const failure = answer.streamError ??
    pushCalls(lines, { answer, model });
  if (failure !== undefined) {
    const sent = lines.slice(0, failure.afterPieces);
    return toLines([...sent, { type: "error", message: failure.message }]);
  }
  if (!answer.endsWithoutUsage) {
    lines.push(usageLine(answer, { model, usdCents, stream: true }));
  }
  return toLines(lines);
}

function toLines(lines: Fields[]): string[] {
  return lines.map((line) => JSON.stringify(line));
}

function usageLine(answer: VendorAnswer, options: UsageOptions): Fields {
  if (answer.usage === null) return { type: "usage" };
  return { type: "usage", usage: usageFields(answer.usage, options) };
}

/** Adds a line a call, until arguments come that are no JSON. */
function pushCalls(
  lines: Fields[],
  { answer, model }: { answer: VendorAnswer; model: SimModel },
): VendorAnswer["streamError"] {
  for (const call of streamedCalls(answer, model)) {
    const canonical = model.family === "responses"
      ? { canonical_id: canonicalId(call) }
      : {};
    try {
      const extra = extraOf(call, answer);
      lines.push({
        type: "tool_use",
        ...canonical,
        ...callFields(call, extra),
      });
    } catch (cause) {
      const message = cause instanceof Error ? cause.message : String(cause);
      return { afterPieces: lines.length, message };
    }
  }
}

/**
 * Of parallel calls only the last one comes out where Puter reads OpenAI's chat
 * protocol: it writes a call when text or the end follows it.
 */
function streamedCalls(
  { toolCalls }: VendorAnswer,
  { family }: SimModel,
): VendorToolCall[] {
  return family === "openai" ? toolCalls.slice(-1) : toolCalls;
}

/** Throws where the arguments are no JSON. */
function callFields(call: VendorToolCall, extra: Fields): Fields {
  const text = call.arguments.trim() === "" ? "{}" : call.arguments;
  return {
    id: call.id,
    name: call.name,
    ...extra,
    input: JSON.parse(text),
    text: "",
  };
}
