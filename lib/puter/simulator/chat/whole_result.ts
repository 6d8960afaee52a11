import { isRecord } from "../../record.ts";
import { canonicalId, extraOf, imageField } from "./answer_parts.ts";
import { normalised } from "./normalised_result.ts";
import type { SimModel, VendorAnswer, VendorToolCall } from "./types.ts";
import { usageFields, type UsageOptions } from "./usage.ts";

type Fields = Record<string, unknown>;

/** The id of the one message Puter's built-in models send. */
const NIL_ID = "00000000-0000-0000-0000-000000000000";

/** The `result` of a chat call made without `stream`. */
export function wholeResult(
  answer: VendorAnswer,
  model: SimModel,
  usdCents: number | null,
): unknown {
  const result = answer.filler || model.provider === "fake-chat"
    ? builtInResult(answer, answer.filler ? "fake" : model.id)
    : familyResult(answer, { model, usdCents, stream: false });
  return {
    ...answer.normalize ? normalised(result) : result,
    via_ai_chat_service: true,
  };
}

function familyResult(
  answer: VendorAnswer,
  options: UsageOptions,
): Fields {
  const { model } = options;
  const usage = answer.usage === null
    ? {}
    : { usage: usageFields(answer.usage, options) };
  switch (model.family) {
    case "claude":
      return {
        message: claudeMessage(answer, model),
        ...usage,
        finish_reason: "stop",
      };
    case "responses":
      return {
        finish_reason: "stop",
        index: 0,
        message: responsesMessage(answer),
        role: "assistant",
        ...usage,
      };
    case "openai":
      return { ...openAiChoice(answer, model), ...usage };
  }
}

function openAiChoice(answer: VendorAnswer, model: SimModel): Fields {
  if (model.provider === "mistral") return mistralChoice(answer);
  const { toolCalls, refusal, reasoning, images } = answer;
  const key = REASONING_KEYS[model.provider] ?? "reasoning_content";
  const message: Fields = { role: "assistant", content: contentOf(answer) };
  if (toolCalls.length > 0) {
    message.tool_calls = toolCalls.map((call) => ({
      ...listedCall(call),
      ...extraOf(call, answer),
    }));
  } else {
    message.refusal = refusal;
  }
  if (reasoning.length > 0) message[key] = reasoning.join("");
  if (images.length > 0) message.images = images.map(imageField);
  if (answer.extraContent !== undefined && toolCalls.length === 0) {
    message.extra_content = answer.extraContent;
  }
  return {
    index: 0,
    message,
    logprobs: null,
    finish_reason: answer.finish,
  };
}

/** Where the reasoning is not `reasoning_content`. */
const REASONING_KEYS: Readonly<Record<string, string>> = {
  openrouter: "reasoning",
  infron: "reasoning",
  groq: "reasoning",
  "together-ai": "reasoning",
  byteplus: "reasoning",
  zai: "reasoning",
};

/** Mistral's client library gives camelCase. */
function mistralChoice(answer: VendorAnswer): Fields {
  const { toolCalls } = answer;
  return {
    index: 0,
    message: {
      content: contentOf(answer) ?? "",
      ...(toolCalls.length > 0
        ? {
          toolCalls: toolCalls.map((call, index) => ({
            id: call.id,
            function: { name: call.name, arguments: call.arguments },
            index,
          })),
        }
        : {}),
      prefix: false,
      role: "assistant",
    },
    finishReason: answer.finish,
  };
}

function contentOf(answer: VendorAnswer): string | null {
  const silent = answer.text.length === 0 &&
    (answer.toolCalls.length > 0 || answer.refusal !== null);
  return silent ? null : answer.text.join("");
}

function claudeMessage(answer: VendorAnswer, model: SimModel): Fields {
  return {
    id: "msg_fake",
    type: "message",
    role: "assistant",
    model: model.id,
    content: claudeContent(answer),
    stop_reason: stopReason(answer),
    stop_sequence: null,
    usage: {
      input_tokens: answer.usage?.prompt ?? 0,
      output_tokens: answer.usage?.completion ?? 0,
      cache_read_input_tokens: answer.usage?.cached ?? 0,
      cache_creation_input_tokens: 0,
    },
  };
}

function claudeContent(answer: VendorAnswer): Fields[] {
  const content: Fields[] = [];
  if (answer.reasoning.length > 0) {
    content.push({
      type: "thinking",
      thinking: answer.reasoning.join(""),
      signature: "sig",
    });
  }
  const text = answer.text.join("") + (answer.refusal ?? "");
  if (text !== "") content.push({ type: "text", text });
  for (const call of answer.toolCalls) {
    const { id, name } = call;
    content.push({ type: "tool_use", id, name, input: inputOf(call) });
  }
  return content;
}

function stopReason({ finish, refusal }: VendorAnswer): string {
  if (refusal !== null || finish === "content_filter") return "refusal";
  if (finish === "tool_calls") return "tool_use";
  return finish === "length" ? "max_tokens" : "end_turn";
}

/** Anthropic's own parser gives an empty object for arguments cut short. */
function inputOf(call: VendorToolCall): unknown {
  try {
    const input: unknown = JSON.parse(call.arguments);
    return isRecord(input) ? input : {};
  } catch {
    return {};
  }
}

function responsesMessage(answer: VendorAnswer): Fields {
  const { toolCalls } = answer;
  return {
    content: answer.text.join(""),
    reasoning: null,
    refusal: null,
    role: "assistant",
    ...(toolCalls.length > 0
      ? {
        tool_calls: toolCalls.map((call) => ({
          ...listedCall(call),
          canonical_id: canonicalId(call),
        })),
      }
      : {}),
  };
}

function listedCall({ id, name, arguments: text }: VendorToolCall): Fields {
  return { id, type: "function", function: { name, arguments: text } };
}

/** `usage` of the built-in models counts one token, and costs nothing. */
function builtInResult(answer: VendorAnswer, model: string): Fields {
  const usage = { input_tokens: 0, output_tokens: 1, usd_cents: null };
  return {
    message: {
      id: NIL_ID,
      type: "message",
      role: "assistant",
      model,
      content: [{ type: "text", text: answer.text.join("") }],
      stop_reason: "end_turn",
      stop_sequence: null,
      usage,
    },
    usage,
    finish_reason: "stop",
  };
}
