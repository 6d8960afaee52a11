import type { ChatMessage, ContentPart, ToolCall } from "../../chat/request.ts";
import { lastCacheMark } from "../cache_marks.ts";
import { stringAt } from "../fields.ts";
import {
  type Content,
  contentAt,
  partsOf,
  partsOfBlock,
  textOf,
} from "./blocks.ts";
import type { Block, CountTokensBody, MessageBody } from "./schema.ts";

/**
 * The messages of a request in the gateway's own words, its system text first.
 *
 * @throws {ApiError} 400 naming the block that cannot be read
 */
export function readConversation(body: CountTokensBody): ChatMessage[] {
  const system = systemMessage(body.system ?? "", "system");
  const messages = body.messages.flatMap((message, index) =>
    readMessage(message, `messages[${index}].content`)
  );
  return system.text === "" ? messages : [system, ...messages];
}

function systemMessage(content: Content, at: string) {
  return {
    role: "system" as const,
    text: textOf(content, at),
    ...lastCacheMark(content),
  };
}

function readMessage(message: MessageBody, at: string): ChatMessage[] {
  const { role, content } = message;
  switch (role) {
    case "system":
      return [systemMessage(content, at)];
    case "assistant":
      return [assistantMessage(content, at)];
    case "user":
      return userMessages(content, at);
  }
}

/**
 * Thinking is left out: what is signed by somebody else cannot be shown to the
 * model again, and Puter has no place for it.
 */
function assistantMessage(
  content: Content,
  at: string,
): ChatMessage {
  const blocks = typeof content === "string" ? [] : content;
  const text = typeof content === "string" ? content : spoken(blocks, at);
  return { role: "assistant", text, toolCalls: callsOf(blocks, at) };
}

/** What the model said: unlike a user's, its blocks go on where one ended. */
function spoken(blocks: Block[], at: string): string {
  return blocks.map((block, index) =>
    block.type === "text" ? stringAt(block, "text", `${at}[${index}]`) : ""
  ).join("");
}

function callsOf(blocks: Block[], at: string): ToolCall[] {
  return blocks.flatMap((block, index) => {
    if (block.type !== "tool_use") return [];
    const here = `${at}[${index}]`;
    return [{
      id: stringAt(block, "id", here),
      name: stringAt(block, "name", here),
      arguments: JSON.stringify(block.input ?? {}),
    }];
  });
}

/** Results of tools, which answer the calls before, then what the user says. */
function userMessages(
  content: Content,
  at: string,
): ChatMessage[] {
  if (typeof content === "string") {
    return [{ role: "user", content: partsOf(content, at) }];
  }
  const results: ChatMessage[] = [];
  const parts: ContentPart[] = [];
  content.forEach((block, index) => {
    const here = `${at}[${index}]`;
    if (block.type === "tool_result") {
      const result = toolResult(block, here);
      results.push(result.message);
      parts.push(...result.attachments);
    } else {
      parts.push(...partsOfBlock(block, here));
    }
  });
  if (parts.length === 0 && results.length > 0) return results;
  return [...results, { role: "user", content: parts }];
}

/**
 * A result is text to every vendor behind Puter: images and files in it follow
 * as what the user shows.
 */
function toolResult(
  block: Block,
  at: string,
): { message: ChatMessage; attachments: ContentPart[] } {
  const callId = stringAt(block, "tool_use_id", at);
  const content = block.content === undefined || block.content === null
    ? ""
    : contentAt(block, at);
  const parts = partsOf(content, `${at}.content`);
  const texts = parts.flatMap((part) => part.type === "text" ? part.text : []);
  const others = parts.filter(({ type }) => type !== "text");
  const text = texts.join("\n\n");
  return {
    message: {
      role: "tool",
      callId,
      text: block.is_error === true ? `Error: ${text}` : text,
      ...lastCacheMark([block]),
    },
    attachments: others.length === 0 ? [] : [
      { type: "text", text: `Part of the result of tool call ${callId}:` },
      ...others,
    ],
  };
}
