import type { ChatAnswer } from "../../chat/answer.ts";
import type { AnswerFormat, ChatMessage } from "../../chat/request.ts";
import { sumUsage } from "../../chat/usage.ts";
import { ApiError } from "../../http/errors.ts";
import { complaintInTime, hasPatterns } from "./pattern_check.ts";
import { checkSchema, complaintOf } from "./schema_check.ts";
import { unknownType } from "./schema_types.ts";

/** Says what is wrong with an answer's text; null when it fits. */
type Check = (
  text: string,
) => Promise<{ json: string } | { complaint: string }>;

/**
 * An answer whose text fits `format`. A first answer that does not is sent back
 * once with what is wrong.
 *
 * @throws {ApiError} 400 for an unusable schema; 502 when the second answer
 * does not fit either
 */
export async function structuredAnswer(
  format: AnswerFormat,
  ask: (more: ChatMessage[]) => Promise<ChatAnswer>,
): Promise<ChatAnswer> {
  const check = checkOf(format);
  const first = await ask([]);
  if (!isJudged(first)) return first;
  const verdict = await check(first.text);
  if ("json" in verdict) return { ...first, text: verdict.json };
  const second = await ask(repairMessages(first.text, verdict.complaint));
  const usage = sumUsage([first.usage, second.usage]);
  if (!isJudged(second)) return { ...second, usage };
  const next = await check(second.text);
  if ("json" in next) return { ...second, text: next.json, usage };
  throw new ApiError(
    "The model did not give an answer in the requested format: " +
      next.complaint,
    { status: 502, code: "invalid_structured_output", blame: "model" },
  );
}

/** Refusals, cut answers and tool calls are no claim to fit the format. */
function isJudged(answer: ChatAnswer): boolean {
  return answer.finishReason === "stop" && answer.refusal === null &&
    answer.toolCalls.length === 0;
}

function repairMessages(text: string, complaint: string): ChatMessage[] {
  return [
    { role: "assistant", text: text || "(empty)", toolCalls: [] },
    {
      role: "user",
      content: [{
        type: "text",
        text: `That answer cannot be used: ${complaint}. Answer again with ` +
          "the corrected JSON only, without any other text.",
      }],
    },
  ];
}

function checkOf(format: AnswerFormat): Check {
  const validate = format.type === "json_schema"
    ? schemaCheck(format.schema)
    : objectCheck;
  return async (text) => {
    const json = findJson(text);
    if (json === null) return { complaint: "it is not valid JSON" };
    const complaint = await validate(JSON.parse(json));
    return complaint === null ? { json } : { complaint };
  };
}

function objectCheck(value: unknown): string | null {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? null
    : "it is not a JSON object";
}

function schemaCheck(
  schema: Record<string, unknown>,
): (value: unknown) => Promise<string | null> {
  const type = unknownType(schema);
  if (type !== undefined) {
    throw badSchema(`${JSON.stringify(type)?.slice(0, 60)} is no type of it`);
  }
  try {
    checkSchema(schema);
  } catch (cause) {
    throw badSchema("it cannot be read", cause);
  }
  const isSlow = hasPatterns(schema);
  return async (value) => {
    try {
      return isSlow
        ? await complaintInTime(schema, value)
        : complaintOf(schema, value);
    } catch (cause) {
      throw badSchema(
        isSlow
          ? "it cannot be followed, or its patterns take too long"
          : "it cannot be followed",
        cause,
      );
    }
  };
}

function badSchema(reason: string, cause?: unknown): ApiError {
  const message = "The JSON schema of the response format is not usable";
  return new ApiError(`${message}: ${reason}`, {
    status: 400,
    code: "invalid_value",
    param: "response_format.json_schema.schema",
    cause,
  });
}

/** The JSON text inside an answer: bare, fenced, or between other words. */
export function findJson(text: string): string | null {
  const trimmed = text.trim();
  const fenced = /```(?:json)?\s*\n([\s\S]*?)\n?```/i.exec(trimmed)?.[1];
  const candidates = [trimmed, fenced, outermost(trimmed)];
  for (const candidate of candidates) {
    if (candidate === undefined || candidate === "") continue;
    try {
      JSON.parse(candidate);
      return candidate.trim();
    } catch {
      // Try the next reading.
    }
  }
  return null;
}

function outermost(text: string): string | undefined {
  const start = text.search(/[{[]/);
  const end = Math.max(text.lastIndexOf("}"), text.lastIndexOf("]"));
  return start >= 0 && end > start ? text.slice(start, end + 1) : undefined;
}
