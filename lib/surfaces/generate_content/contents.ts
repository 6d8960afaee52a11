import type { ChatMessage, ContentPart, ToolCall } from "../../chat/request.ts";
import { badField } from "../validate.ts";
import { codeText, dataPart, userPart } from "./parts.ts";
import {
  type ContentBody,
  type GenerateContentBody,
  type PartBody,
  partsOf,
} from "./schema.ts";

/**
 * The turns of a conversation in the gateway's own words.
 *
 * @throws {ApiError} 400 naming the turn and part that cannot be read
 */
export function readContents(
  contents: readonly ContentBody[],
  systemInstruction?: GenerateContentBody["systemInstruction"],
): ChatMessage[] {
  const messages: ChatMessage[] = [];
  const system = systemText(systemInstruction);
  if (system !== "") messages.push({ role: "system", text: system });
  // Calls whose results have not come yet: results may name only the function.
  const open: ToolCall[] = [];
  contents.forEach((content, index) => {
    const at = `contents[${index}]`;
    switch (content.role ?? "user") {
      case "user":
      case "function":
        messages.push(...userMessages(content, { at, open }));
        break;
      case "model": {
        const message = modelMessage(content, { at, index });
        open.push(...message.toolCalls);
        messages.push(message);
        break;
      }
      case "system":
        messages.push({ role: "system", text: systemText(content) });
        break;
      default:
        throw badField(`${at}.role`, "use 'user' or 'model'", {
          code: "invalid_value",
        });
    }
  });
  return messages;
}

function systemText(
  given: GenerateContentBody["systemInstruction"],
): string {
  if (given === null || given === undefined) return "";
  if (typeof given === "string") return given;
  return partsOf(given.parts).map(({ text }) => text ?? "").join("\n");
}

/** Results of functions come first, as they answer what was said before. */
function userMessages(
  content: ContentBody,
  { at, open }: { at: string; open: ToolCall[] },
): ChatMessage[] {
  const results: ChatMessage[] = [];
  const rest: ContentPart[] = [];
  partsOf(content.parts).forEach((part, index) => {
    const here = `${at}.parts[${index}]`;
    const result = part.functionResponse;
    if (!result) {
      rest.push(userPart(part, here));
      return;
    }
    results.push({
      role: "tool",
      callId: callIdOf(result, here, open),
      text: JSON.stringify(result.response ?? {}),
    });
    result.parts?.forEach((inner, position) => {
      const data = dataPart(
        inner,
        `${here}.functionResponse.parts[${position}]`,
      );
      if (data !== null) rest.push(data);
    });
  });
  if (rest.length === 0 && results.length > 0) return results;
  return [...results, { role: "user", content: rest }];
}

/** The call that a result answers: by its id, else the first one by name. */
function callIdOf(
  { id, name }: NonNullable<PartBody["functionResponse"]>,
  at: string,
  open: ToolCall[],
): string {
  const found = open.findIndex((call) =>
    id ? call.id === id : call.name === name
  );
  const [call] = found < 0 ? [] : open.splice(found, 1);
  const callId = id || call?.id;
  if (callId) return callId;
  throw badField(
    `${at}.functionResponse.name`,
    "there is no earlier call of this function that it could answer",
    { code: "invalid_value" },
  );
}

function modelMessage(
  content: ContentBody,
  { at, index }: { at: string; index: number },
): Extract<ChatMessage, { role: "assistant" }> {
  const toolCalls: ToolCall[] = [];
  let text = "";
  partsOf(content.parts).forEach((part, position) => {
    if (part.functionCall) {
      toolCalls.push(callOf(part, `call_${index}_${position}`));
    } else if (typeof part.text === "string") {
      // Thoughts are the model's own; no vendor takes those of another.
      if (part.thought !== true) text += part.text;
    } else if (part.functionResponse) {
      throw badField(
        `${at}.parts[${position}].functionResponse`,
        "results of functions belong into a turn of the role 'user'",
        { code: "invalid_value" },
      );
    } else {
      text += codeText(part) ?? "";
    }
  });
  return { role: "assistant", text, toolCalls };
}

function callOf(part: PartBody, id: string): ToolCall {
  const { functionCall, thoughtSignature } = part;
  const call: ToolCall = {
    id: functionCall?.id || id,
    name: functionCall?.name ?? "",
    arguments: JSON.stringify(functionCall?.args ?? {}),
  };
  if (thoughtSignature) {
    call.extraContent = { google: { thought_signature: thoughtSignature } };
  }
  return call;
}
