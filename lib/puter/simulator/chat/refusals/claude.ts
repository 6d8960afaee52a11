import { isRecord, numberOf } from "../../../record.ts";
import type { SimModel } from "../types.ts";
import {
  bad,
  type Complaint,
  type Fields,
  firstOf,
  recordsOf,
  TOOL_NAME,
} from "./complaint.ts";
import { claudeOrderComplaint } from "./claude_order.ts";

const USER_BLOCKS = [
  "text",
  "image",
  "document",
  "tool_result",
  "search_result",
];

const ASSISTANT_BLOCKS = ["text", "tool_use", "thinking", "redacted_thinking"];

const IMAGE_TYPES = ["image/jpeg", "image/png", "image/gif", "image/webp"];

/** What Anthropic's API refuses. */
export function claudeComplaint(request: Fields, model: SimModel): Complaint {
  const messages = recordsOf(request.messages);
  if (messages.length === 0) {
    return bad("messages: at least one message is required");
  }
  return firstOf(
    recordsOf(request.system),
    (block, index) => textComplaint(block, `system.${index}`),
  ) ??
    firstOf(messages, messageComplaint) ??
    claudeOrderComplaint(messages, request) ??
    firstOf(recordsOf(request.tools), toolComplaint) ??
    parameterComplaint(request, model);
}

function messageComplaint(message: Fields, index: number): Complaint {
  const at = `messages.${index}`;
  const { role, content } = message;
  if (role !== "user" && role !== "assistant") {
    return bad(
      `${at}: Unexpected role "${role}". Allowed roles are "user" or ` +
        '"assistant"',
    );
  }
  const extra = Object.keys(message).find((name) =>
    name !== "role" && name !== "content"
  );
  if (extra !== undefined) {
    return bad(`${at}.${extra}: Extra inputs are not permitted`);
  }
  const allowed = role === "user" ? USER_BLOCKS : ASSISTANT_BLOCKS;
  return firstOf(
    recordsOf(content),
    (block, number) =>
      blockComplaint(block, { at: `${at}.content.${number}`, allowed }),
  );
}

function blockComplaint(
  block: Fields,
  { at, allowed }: { at: string; allowed: string[] },
): Complaint {
  const { type } = block;
  if (!allowed.includes(String(type))) {
    const tags = allowed.map((tag) => `'${tag}'`).join(", ");
    return bad(
      `${at}: Input tag '${type}' found using 'type' does not match any of ` +
        `the expected tags: ${tags}`,
    );
  }
  switch (type) {
    case "text":
      return textComplaint(block, at);
    case "image":
      return imageComplaint(block, at);
    case "tool_use":
      return callComplaint(block, at);
    default:
      return undefined;
  }
}

function textComplaint({ text }: Fields, at: string): Complaint {
  if (typeof text !== "string") return bad(`${at}.text: Field required`);
  if (text === "") return bad("text content blocks must be non-empty");
  return text.trim() === ""
    ? bad("text content blocks must contain non-whitespace text")
    : undefined;
}

function imageComplaint({ source }: Fields, at: string): Complaint {
  if (!isRecord(source)) return bad(`${at}.source: Field required`);
  switch (source.type) {
    case "base64":
      if (!IMAGE_TYPES.includes(String(source.media_type))) {
        const types = IMAGE_TYPES.map((type) => `'${type}'`).join(", ");
        return bad(
          `${at}.source.base64.media_type: Input should be ${types}`,
        );
      }
      return typeof source.data === "string" && source.data !== ""
        ? undefined
        : bad(`${at}.source.base64.data: Field required`);
    case "url":
      return /^https?:\/\//i.test(String(source.url))
        ? undefined
        : bad(`${at}.source.url.url: Only HTTPS URLs are supported`);
    case "file":
      return undefined;
    default:
      return bad(`${at}.source: Input tag '${source.type}' is not expected`);
  }
}

function callComplaint({ id, name, input }: Fields, at: string): Complaint {
  if (!/^[a-zA-Z0-9_-]+$/.test(String(id ?? ""))) {
    return bad(
      `${at}.id: String should match pattern '^[a-zA-Z0-9_-]+$'`,
    );
  }
  if (!TOOL_NAME.test(String(name ?? ""))) {
    return bad(
      `${at}.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'`,
    );
  }
  return isRecord(input)
    ? undefined
    : bad(`${at}.input: Input should be a valid dictionary`);
}

function toolComplaint(
  { name, input_schema: schema }: Fields,
  index: number,
): Complaint {
  if (!TOOL_NAME.test(String(name ?? ""))) {
    return bad(
      `tools.${index}.name: String should match pattern ` +
        "'^[a-zA-Z0-9_-]{1,128}$'",
    );
  }
  return isRecord(schema) && schema.type === "object"
    ? undefined
    : bad(`tools.${index}.input_schema.type: Input should be 'object'`);
}

function parameterComplaint(request: Fields, model: SimModel): Complaint {
  const limit = numberOf(request.max_tokens) ?? 0;
  if (limit < 1) {
    return bad("max_tokens: Input should be greater than or equal to 1");
  }
  if (limit > model.max_tokens) {
    return bad(
      `max_tokens: ${limit} > ${model.max_tokens}, which is the maximum ` +
        `allowed number of output tokens for ${model.id}`,
    );
  }
  const temperature = numberOf(request.temperature) ?? 0;
  if (temperature < 0 || temperature > 1) {
    return bad("temperature: range: 0..1");
  }
  const { thinking } = request;
  if (!isRecord(thinking) || thinking.type !== "enabled") return undefined;
  return (numberOf(thinking.budget_tokens) ?? Infinity) < limit
    ? undefined
    : bad("`max_tokens` must be greater than `thinking.budget_tokens`");
}
