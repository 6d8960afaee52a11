import { claudeParameters } from "./claude_parameters.ts";
import {
  CALLER,
  effortArguments,
  isGpt5,
  openAiParameters,
  pick,
} from "./openai_parameters.ts";
import type { PuterSideMessage } from "./normalise.ts";
import type { PuterSideTool } from "./tools.ts";
import type { SimModel } from "./types.ts";
import {
  claudeMessages,
  openAiMessages,
  responsesItems,
} from "./vendor_messages.ts";
import { vendorDialect } from "./vendor_dialect.ts";

type Fields = Record<string, unknown>;

/** A chat call between Puter's own steps and its vendor. */
export interface PreparedCall {
  args: Fields;
  model: SimModel;
  messages: PuterSideMessage[];
  /** Undefined where none were given. */
  tools?: PuterSideTool[];
}

/** What the vendor of a model receives of a call. */
export function vendorRequest(call: PreparedCall): Fields {
  const { model } = call;
  if (model.family === "claude") return claudeRequest(call);
  if (model.family === "responses") return responsesRequest(call);
  const messages = vendorDialect(model, openAiMessages(call.messages));
  return defined({
    messages,
    tools: call.tools,
    ...openAiParameters(call.args, model),
  });
}

function claudeRequest({ args, model, messages, tools }: PreparedCall): Fields {
  return defined({
    ...claudeParameters(args, model),
    ...claudeMessages(messages),
    tools: tools?.flatMap(claudeTool),
  });
}

function claudeTool(tool: PuterSideTool): Fields[] {
  if (tool.type !== "function") return [];
  const { name, description, parameters } = tool.function;
  return [defined({ name, description, input_schema: parameters })];
}

/** Arguments the Responses route hands on as they come. */
const RESPONSES_ARGUMENTS = [
  "tool_choice",
  "parallel_tool_calls",
  "include",
  "conversation",
  "previous_response_id",
  "instructions",
  "metadata",
  "prompt",
  "prompt_cache_key",
  "prompt_cache_retention",
  "store",
  "temperature",
  "top_p",
  "truncation",
  "background",
  "service_tier",
  "text",
] as const;

function responsesRequest(call: PreparedCall): Fields {
  const { args, model, messages, tools } = call;
  return defined({
    user: CALLER,
    safety_identifier: CALLER,
    input: responsesItems(messages),
    model: model.id,
    tools: tools?.map((tool) =>
      tool.type === "function" ? { ...tool.function, type: "function" } : tool
    ),
    ...pick(args, RESPONSES_ARGUMENTS),
    max_output_tokens: args.max_tokens,
    ...(args.stream === undefined ? {} : { stream: Boolean(args.stream) }),
    ...(isGpt5(model)
      ? { reasoning: args.reasoning || undefined }
      : effortArguments(args)),
  });
}

function defined(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  );
}
