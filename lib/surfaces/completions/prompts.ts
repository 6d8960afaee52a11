import type { ChatMessage } from "../../chat/request.ts";

const ONLY = "Write nothing else: do not repeat what is given, do not " +
  "explain, and do not put your answer into a code fence or quotes.";

const CONTINUE = "You complete texts. The user gives you the beginning of a " +
  "text; answer with what comes next in it. Where the text asks for " +
  `something, what comes next is what it asks for. ${ONLY}`;

const FILL =
  "You fill gaps in texts and code. The user gives you what stands " +
  "before the gap and what stands after it; answer with exactly the text " +
  `that belongs between the two. ${ONLY}`;

/** A conversation in which a chat model goes on with a prompt. */
export function continuation(prompt: string): ChatMessage[] {
  return [{ role: "system", text: CONTINUE }, user(prompt)];
}

/** A conversation in which a chat model fills the gap before `suffix`. */
export function gapFilling(prompt: string, suffix: string): ChatMessage[] {
  return [
    { role: "system", text: FILL },
    user(`<before>${prompt}</before>\n<after>${suffix}</after>`),
  ];
}

function user(text: string): ChatMessage {
  return { role: "user", content: [{ type: "text", text }] };
}
