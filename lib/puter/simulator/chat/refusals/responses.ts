import { isRecord, numberOf } from "../../../record.ts";
import type { SimModel } from "../types.ts";
import {
  bad,
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
import { strictSchemaComplaint } from "./strict_schema.ts";

const MIN_TOKENS = 16;

const ROLES = ["system", "developer", "user", "assistant"];

const PARTS = ["input_text", "input_image", "input_file"];

const ASSISTANT_PARTS = ["output_text", "refusal"];

/** Fields an item may have, by its type. */
const ITEM_FIELDS: Readonly<Record<string, string[]>> = {
  message: ["type", "role", "content", "id", "status"],
  function_call: ["type", "id", "call_id", "name", "arguments", "status"],
  function_call_output: ["type", "id", "call_id", "output", "status"],
};

/** What OpenAI's Responses API refuses. */
export function responsesComplaint(
  request: Fields,
  model: SimModel,
): Complaint {
  const items = recordsOf(request.input);
  if (items.length === 0) {
    return bad("One of 'input' or 'prompt' must be provided.");
  }
  return firstOf(items, itemComplaint) ?? orderComplaint(items) ??
    toolsComplaint(request) ?? formatComplaint(request) ??
    parameterComplaint(request, model);
}

function itemComplaint(item: Fields, index: number): Complaint {
  const at = `input[${index}]`;
  const type = String(item.type ?? "message");
  const fields = ITEM_FIELDS[type];
  if (fields === undefined) {
    return bad(notAmong(type, Object.keys(ITEM_FIELDS)), "invalid_value");
  }
  const unknown = Object.keys(item).find((name) => !fields.includes(name));
  if (unknown !== undefined) {
    return bad(`Unknown parameter: '${at}.${unknown}'.`, "unknown_parameter");
  }
  switch (type) {
    case "message":
      return messageComplaint(item, at);
    case "function_call":
      return callComplaint(item, at);
    default:
      return typeof item.call_id === "string" && typeof item.output === "string"
        ? undefined
        : bad(`Missing required parameter: '${at}.call_id'.`);
  }
}

function messageComplaint({ role, content }: Fields, at: string): Complaint {
  if (!ROLES.includes(String(role))) {
    return bad(notAmong(role, ROLES), "invalid_value");
  }
  const allowed = role === "assistant" ? ASSISTANT_PARTS : PARTS;
  return firstOf(recordsOf(content), (part, index) => {
    if (!allowed.includes(String(part.type))) {
      return bad(
        notAmong(part.type, [...PARTS, ...ASSISTANT_PARTS]),
        "invalid_value",
      );
    }
    if (part.type !== "input_image" || isImageUrl(part.image_url)) return;
    return bad(
      `Invalid type for '${at}.content[${index}].image_url': expected an ` +
        "image URL.",
      "invalid_type",
    );
  });
}

function callComplaint(item: Fields, at: string): Complaint {
  if (typeof item.call_id !== "string" || item.call_id === "") {
    return bad(`Missing required parameter: '${at}.call_id'.`);
  }
  if (!TOOL_NAME.test(String(item.name ?? ""))) {
    return bad(
      `Invalid '${at}.name': string does not match pattern.`,
      "invalid_value",
    );
  }
  return isObjectText(item.arguments)
    ? undefined
    : bad(`Invalid '${at}.arguments': expected a JSON object as text.`);
}

/** Calls and outputs need each other, wherever they are. */
function orderComplaint(items: Fields[]): Complaint {
  const idsOf = (type: string) =>
    items.filter((item) => item.type === type).map((item) => item.call_id);
  const calls = idsOf("function_call");
  const outputs = idsOf("function_call_output");
  const orphan = outputs.find((id) => !calls.includes(id));
  if (orphan !== undefined) {
    return bad(
      `No tool call found for function call output with call_id ${orphan}.`,
    );
  }
  const open = calls.find((id) => !outputs.includes(id));
  return open === undefined
    ? undefined
    : bad(`No tool output found for function call ${open}.`);
}

function toolsComplaint({ tools, tool_choice: choice }: Fields): Complaint {
  const given = recordsOf(tools);
  const names = given.map(({ name }) => name);
  const faulty = given.findIndex(({ type, name }) =>
    type === "function" && !TOOL_NAME.test(String(name ?? ""))
  );
  if (faulty >= 0) {
    return bad(
      `Invalid 'tools[${faulty}].name': string does not match pattern.`,
      "invalid_value",
    );
  }
  if (choice === "required" && names.length === 0) {
    return bad("Tool choice 'required' must be specified with 'tools'.");
  }
  if (!isRecord(choice)) return undefined;
  if (typeof choice.name !== "string") {
    return bad("Missing required parameter: 'tool_choice.name'.");
  }
  return names.includes(choice.name)
    ? undefined
    : bad(`Tool choice '${choice.name}' not found in 'tools' parameter.`);
}

function formatComplaint({ text, input }: Fields): Complaint {
  const format = isRecord(text) && isRecord(text.format) ? text.format : {};
  if (format.type === "json_object") {
    return /json/i.test(JSON.stringify(withoutData(input))) ? undefined : bad(
      "Response input messages must contain the word 'json' in some form to " +
        "use 'text.format' of type 'json_object'.",
    );
  }
  if (format.type !== "json_schema") return undefined;
  if (!/^[\w-]{1,64}$/.test(String(format.name ?? ""))) {
    return bad("Invalid 'text.format.name': string does not match pattern.");
  }
  return format.strict === true
    ? strictSchemaComplaint(format.schema, String(format.name))
    : undefined;
}

/** Attachments may be megabytes, and hold no words. */
function withoutData(input: unknown): unknown {
  return recordsOf(input).map(({ content, output }) => [
    output,
    recordsOf(content).map(({ text }) => text),
  ]);
}

function parameterComplaint(request: Fields, model: SimModel): Complaint {
  const moved = ["reasoning_effort", "verbosity"].find((name) =>
    request[name] !== undefined
  );
  if (moved !== undefined) {
    const home = moved === "verbosity" ? "text.verbosity" : "reasoning.effort";
    return bad(
      `Unsupported parameter: '${moved}'. In the Responses API, this ` +
        `parameter has moved to '${home}'.`,
      "unsupported_parameter",
    );
  }
  const limit = numberOf(request.max_output_tokens);
  if (limit !== undefined && limit < MIN_TOKENS) {
    return bad(
      "Invalid 'max_output_tokens': integer below minimum value. Expected a " +
        `value >= ${MIN_TOKENS}, but got ${limit} instead.`,
      "integer_below_min_value",
    );
  }
  const sampling = ["temperature", "top_p"].find((name) =>
    request[name] !== undefined
  );
  return sampling === undefined || !reasonsAtOpenAi(model) ? undefined : bad(
    `Unsupported parameter: '${sampling}' is not supported with this model.`,
    "unsupported_parameter",
  );
}
