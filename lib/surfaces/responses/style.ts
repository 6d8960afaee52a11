import type { ResponseBody, ToolBody } from "./schema.ts";
import type { ToolTable } from "./tools.ts";

/** What a response says beside the answer, known before there is one. */
export interface ResponseStyle {
  id: string;
  /** Unix seconds. */
  createdAt: number;
  /** The fields that say what was asked. */
  echo: Record<string, unknown>;
  /** Names the client's tools in calls. */
  tools: ToolTable;
  /** True to put a token into reasoning items, to be sent back unchanged. */
  encryptedReasoning: boolean;
}

/** What decides a style, beside the request's body. */
export interface StyleOptions {
  id: string;
  createdAt: number;
  tools: ToolTable;
  /** True when the response will be kept. */
  store: boolean;
}

/** The style of a response: OpenAI's schema wants every field, null or not. */
export function styleOf(
  body: ResponseBody,
  { id, createdAt, tools, store }: StyleOptions,
): ResponseStyle {
  return {
    id,
    createdAt,
    tools,
    encryptedReasoning: body.include?.includes("reasoning.encrypted_content") ??
      false,
    echo: {
      model: body.model,
      previous_response_id: body.previous_response_id ?? null,
      instructions: body.instructions ?? null,
      tools: (body.tools ?? []).flatMap(toolEcho),
      tool_choice: body.tool_choice ?? "auto",
      truncation: "disabled",
      parallel_tool_calls: body.parallel_tool_calls ?? true,
      text: textEcho(body.text),
      top_p: body.top_p ?? 1,
      temperature: body.temperature ?? 1,
      presence_penalty: 0,
      frequency_penalty: 0,
      top_logprobs: 0,
      reasoning: {
        effort: body.reasoning?.effort ?? null,
        summary: body.reasoning?.summary ?? null,
      },
      max_output_tokens: body.max_output_tokens ?? null,
      max_tool_calls: body.max_tool_calls ?? null,
      store,
      background: body.background ?? false,
      service_tier: "default",
      metadata: body.metadata ?? {},
      user: body.user ?? null,
      safety_identifier: body.safety_identifier ?? null,
      prompt_cache_key: body.prompt_cache_key ?? null,
    },
  };
}

/** Tools that the model was offered; hosted ones were left out. */
function toolEcho(tool: ToolBody): unknown[] {
  switch (tool.type) {
    case "function":
      return [{
        ...tool,
        description: tool.description ?? null,
        parameters: tool.parameters ?? null,
        strict: tool.strict ?? false,
      }];
    case "custom":
    case "namespace":
      return [tool];
    default:
      return [];
  }
}

function textEcho(text: ResponseBody["text"]) {
  const format = text?.format ?? { type: "text" };
  const { verbosity } = text ?? {};
  return verbosity ? { format, verbosity } : { format };
}
