import { isRecord, numberOf } from "../../../record.ts";
import type { SimModel } from "../types.ts";
import {
  bad,
  cannotSee,
  type Complaint,
  type Fields,
  firstOf,
  isImageUrl,
  isObjectText,
  notAmong,
  reasonsAtOpenAi,
  recordsOf,
  TOOL_NAME,
} from "./complaint.ts";

const ROLES = ["system", "developer", "user", "assistant", "tool"];

/** Kinds of parts by role. Resellers pass more on than OpenAI takes. */
const PARTS: Readonly<Record<string, string[]>> = {
  user: ["text", "image_url", "input_audio", "file", "video_url"],
  assistant: ["text", "refusal"],
};

/** What a vendor of OpenAI's chat protocol refuses. */
export function openAiComplaint(request: Fields, model: SimModel): Complaint {
  const messages = recordsOf(request.messages);
  if (messages.length === 0) {
    return bad(
      "Invalid 'messages': empty array. Expected an array with minimum " +
        "length 1, but got an empty array instead.",
      "empty_array",
    );
  }
  return firstOf(
    messages,
    (message, index) => messageComplaint(message, { index, model }),
  ) ??
    orderComplaint(messages) ??
    toolsComplaint(request) ??
    parameterComplaint(request, model);
}

function messageComplaint(
  message: Fields,
  { index, model }: { index: number; model: SimModel },
): Complaint {
  const { role, content } = message;
  const at = `messages[${index}]`;
  if (!ROLES.includes(String(role))) {
    return bad(notAmong(role, ROLES), "invalid_value");
  }
  const calls = callsOf(message);
  const faulty = firstOf(
    calls,
    (call, number) => callComplaint(call, `${at}.tool_calls[${number}]`),
  );
  if (faulty !== undefined) return faulty;
  if (content === null && calls.length === 0) {
    return bad(
      `Invalid value for '${at}.content': expected a string, got null.`,
    );
  }
  if (!Array.isArray(content)) return undefined;
  if (content.length === 0 && calls.length === 0) {
    return bad(`Invalid '${at}.content': empty array.`, "empty_array");
  }
  const allowed = PARTS[String(role)] ?? ["text"];
  return firstOf(
    recordsOf(content),
    (part, number) =>
      partComplaint(part, { at: `${at}.content[${number}]`, allowed, model }),
  );
}

/** Mistral's client takes camelCase. */
function callsOf(message: Fields): Fields[] {
  return recordsOf(message.tool_calls ?? message.toolCalls);
}

function callComplaint(call: Fields, at: string): Complaint {
  const fn = isRecord(call.function) ? call.function : {};
  if (typeof call.id !== "string" || call.id === "") {
    return bad(`Missing required parameter: '${at}.id'.`);
  }
  if (!TOOL_NAME.test(String(fn.name ?? ""))) {
    return bad(
      `Invalid '${at}.function.name': string does not match pattern.`,
      "invalid_value",
    );
  }
  if (!isObjectText(fn.arguments)) {
    return bad(
      `Invalid '${at}.function.arguments': expected a JSON object as text.`,
      "invalid_value",
    );
  }
}

function partComplaint(
  part: Fields,
  { at, allowed, model }: { at: string; allowed: string[]; model: SimModel },
): Complaint {
  if (!allowed.includes(String(part.type))) {
    return bad(notAmong(part.type, allowed), "invalid_value");
  }
  if (part.type !== "image_url") return undefined;
  if (cannotSee(model)) {
    return bad(
      "Invalid content type. image_url is only supported by certain models.",
      "invalid_value",
    );
  }
  const { image_url: image } = part;
  // Mistral takes the bare URL.
  const url = isRecord(image) ? image.url : image;
  const bare = model.provider === "mistral"
    ? typeof image === "string"
    : isRecord(image);
  return bare && isImageUrl(url)
    ? undefined
    : bad(`Invalid type for '${at}.image_url'.`, "invalid_type");
}

/** Each call needs its result directly after it, each result its call. */
function orderComplaint(messages: Fields[]): Complaint {
  let waiting: unknown[] = [];
  for (const message of messages) {
    if (message.role === "tool") {
      const id = message.tool_call_id ?? message.toolCallId;
      if (!waiting.includes(id)) {
        return bad(
          "messages with role 'tool' must be a response to a preceding " +
            "message with 'tool_calls'.",
        );
      }
      waiting = waiting.filter((one) => one !== id);
      continue;
    }
    // Puter's own words to DeepSeek stand between parallel results.
    if (message.role === "system" && waiting.length > 0) continue;
    if (waiting.length > 0) break;
    waiting = callsOf(message).map(({ id }) => id);
  }
  if (waiting.length === 0) return undefined;
  return bad(
    "An assistant message with 'tool_calls' must be followed by tool " +
      "messages responding to each 'tool_call_id'. The following " +
      `tool_call_ids did not have response messages: ${waiting.join(", ")}`,
  );
}

function toolsComplaint(request: Fields): Complaint {
  const { tools, tool_choice: choice } = request;
  if (!Array.isArray(tools)) {
    return choice === undefined || choice === "none"
      ? undefined
      : bad("'tool_choice' is only allowed when 'tools' are specified.");
  }
  if (tools.length === 0) {
    return bad("Invalid 'tools': empty array.", "empty_array");
  }
  return firstOf(
    recordsOf(tools),
    ({ function: fn }, index) =>
      TOOL_NAME.test(String(isRecord(fn) ? fn.name ?? "" : ""))
        ? undefined
        : bad(
          `Invalid 'tools[${index}].function.name': string does not match ` +
            "pattern.",
          "invalid_value",
        ),
  );
}

function parameterComplaint(request: Fields, model: SimModel): Complaint {
  const limit = numberOf(
    request.max_completion_tokens ?? request.max_tokens ?? request.maxTokens,
  );
  if (limit !== undefined && limit < 1) {
    return bad(
      "Invalid 'max_tokens': integer below minimum value. Expected a value " +
        `>= 1, but got ${limit} instead.`,
      "integer_below_min_value",
    );
  }
  if (limit !== undefined && limit > model.max_tokens) {
    return bad(
      `max_tokens is too large: ${limit}. This model supports at most ` +
        `${model.max_tokens} completion tokens.`,
      "invalid_value",
    );
  }
  if (model.provider === "minimax") {
    const { tool_choice: choice } = request;
    if (choice !== undefined && choice !== "auto" && choice !== "none") {
      return bad("invalid params, tool_choice must be auto or none");
    }
  }
  return samplingComplaint(request, model);
}

function samplingComplaint(request: Fields, model: SimModel): Complaint {
  const { temperature } = request;
  const value = numberOf(temperature);
  if (
    temperature !== undefined && (value === undefined || value < 0 || value > 2)
  ) {
    return bad(
      `Invalid 'temperature': expected a value from 0 to 2, got ${temperature}.`,
      "invalid_value",
    );
  }
  if (!/^(azure-)?openai/.test(model.provider)) return undefined;
  if (reasonsAtOpenAi(model)) {
    return value === undefined || value === 1 ? undefined : bad(
      `Unsupported value: 'temperature' does not support ${value} with this ` +
        "model. Only the default (1) value is supported.",
      "unsupported_value",
    );
  }
  if (model.id.startsWith("grok")) return undefined;
  for (const name of ["reasoning_effort", "verbosity"]) {
    if (request[name] !== undefined) {
      return bad(
        `Unrecognized request argument supplied: ${name}`,
        "unsupported_parameter",
      );
    }
  }
}
