import { type ChatSettings, readTools } from "./chat_settings.ts";
import type { AnswerTurn, Turn, UserTurn } from "./turns.ts";

/** A body of `POST /v1/chat/completions`. */
export type ChatBody = Record<string, unknown> & {
  model: string;
  messages: Record<string, unknown>[];
};

/**
 * The request that asks for what follows a conversation. Tools that cannot be
 * read are left out; see `readTools`.
 */
export function chatBody(
  turns: readonly Turn[],
  { model, settings }: { model: string; settings: ChatSettings },
): ChatBody {
  const { system } = settings;
  return {
    model,
    messages: [
      ...(system.trim() === "" ? [] : [{ role: "system", content: system }]),
      ...turns.flatMap((turn, at) => messagesOf(turn, turns[at + 1])),
    ],
    ...toolFields(settings),
    ...parameterFields(settings),
    stream: true,
    stream_options: { include_usage: true },
  };
}

function messagesOf(
  turn: Turn,
  next: Turn | undefined,
): Record<string, unknown>[] {
  switch (turn.kind) {
    case "user":
      return [userMessage(turn)];
    case "answer":
      // Calls without results are refused by every vendor.
      return answerMessages(
        next?.kind === "results" ? turn : { ...turn, toolCalls: [] },
      );
    case "results":
      return turn.results.map(({ callId, text }) => ({
        role: "tool",
        tool_call_id: callId,
        content: text,
      }));
  }
}

function userMessage({ text, pictures }: UserTurn) {
  if (pictures.length === 0) return { role: "user", content: text };
  return {
    role: "user",
    content: [
      ...(text === "" ? [] : [{ type: "text", text }]),
      ...pictures.map(({ url }) => ({ type: "image_url", image_url: { url } })),
    ],
  };
}

/** An answer that brought nothing is not said again. */
function answerMessages({ text, refusal, toolCalls }: AnswerTurn) {
  const said = text || refusal;
  if (said === "" && toolCalls.length === 0) return [];
  return [{
    role: "assistant",
    content: said === "" ? null : said,
    ...(toolCalls.length === 0 ? {} : {
      tool_calls: toolCalls.map(({ id, name, arguments: text }) => ({
        id,
        type: "function",
        function: { name, arguments: text },
      })),
    }),
  }];
}

function toolFields({ tools: text, toolChoice }: ChatSettings) {
  const read = readTools(text);
  if (!read.ok || read.tools.length === 0) return {};
  return {
    tools: read.tools,
    ...(toolChoice === "" ? {} : { tool_choice: toolChoice }),
  };
}

function parameterFields(settings: ChatSettings) {
  const stop = settings.stop.split("\n").filter((line) => line !== "");
  return {
    ...numberField("temperature", settings.temperature),
    ...numberField("top_p", settings.topP),
    ...numberField("max_tokens", settings.maxTokens),
    ...numberField("seed", settings.seed),
    ...numberField("presence_penalty", settings.presencePenalty),
    ...numberField("frequency_penalty", settings.frequencyPenalty),
    ...(stop.length === 0 ? {} : { stop }),
    ...(settings.effort === "" ? {} : { reasoning_effort: settings.effort }),
    ...(settings.format === ""
      ? {}
      : { response_format: { type: settings.format } }),
  };
}

function numberField(name: string, text: string): Record<string, number> {
  const value = Number(text);
  return text.trim() === "" || !Number.isFinite(value) ? {} : { [name]: value };
}
