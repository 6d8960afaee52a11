import type { ChatMessage, ChatRequest } from "../../chat/request.ts";

/** So much of each message tells conversations apart. */
const MAX_TEXT = 2000;

/** Instructions and the first question; later messages change. */
const MAX_MESSAGES = 3;

/**
 * A number for the beginning of a conversation, the same for each of its
 * requests: what comes before the first answer. It recognises, and says
 * nothing; FNV-1a, as this is no secret.
 */
export function conversationOf(keyId: string, request: ChatRequest): string {
  let hash = addText(0x811c9dc5, keyId);
  for (const message of request.messages.slice(0, MAX_MESSAGES)) {
    if (message.role === "assistant") break;
    hash = addText(hash, message.role);
    hash = addText(hash, textOf(message).slice(0, MAX_TEXT));
  }
  return (hash >>> 0).toString(36);
}

function addText(hash: number, text: string): number {
  let sum = hash;
  for (let i = 0; i < text.length; i++) {
    sum = Math.imul(sum ^ text.charCodeAt(i), 0x01000193);
  }
  return sum;
}

function textOf(message: ChatMessage): string {
  switch (message.role) {
    case "user":
      return message.content.map((part) =>
        part.type === "text" ? part.text : part.type
      ).join("\n");
    default:
      return "text" in message ? message.text : "";
  }
}
