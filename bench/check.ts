import type { HttpMessage } from "./http_message.ts";
import { orderOf, piecesOf } from "./order.ts";
import { readEvents, type Surface } from "./surfaces.ts";

/** What is wrong with an answer to a prompt; null when every byte is right. */
export function faultOf(
  answer: HttpMessage,
  { prompt, stream, surface = "chat" }: {
    prompt: string;
    stream: boolean;
    surface?: Surface;
  },
): string | null {
  if (answer.status !== 200) {
    return `Status ${answer.status}: ${answer.text.slice(0, 200)}`;
  }
  const expected = piecesOf(orderOf(prompt)).join("");
  try {
    const { text, finish } = surface !== "chat"
      ? readOther(surface, answer.text)
      : stream
      ? readStream(answer.text)
      : readWhole(answer.text);
    if (finish !== "stop") return `Finish reason ${finish}`;
    return text === expected
      ? null
      : `Text of ${text.length} instead of ${expected.length} characters`;
  } catch (cause) {
    return `Unreadable: ${cause instanceof Error ? cause.message : cause}`;
  }
}

interface Reading {
  text: string;
  finish: string | null;
}

function readOther(surface: Surface, body: string): Reading {
  const { text, isWhole } = readEvents(surface, body);
  return { text, finish: isWhole ? "stop" : null };
}

function readWhole(body: string): Reading {
  const [choice] = JSON.parse(body).choices;
  return { text: choice.message.content, finish: choice.finish_reason };
}

function readStream(body: string): Reading {
  const end = "data: [DONE]\n\n";
  if (!body.endsWith(end)) throw new Error("no [DONE]");
  let text = "";
  let finish: string | null = null;
  for (const frame of body.slice(0, -end.length).split("\n\n")) {
    if (frame === "" || frame.startsWith(":")) continue;
    if (!frame.startsWith("data: ")) throw new Error("a frame without data");
    const choice = JSON.parse(frame.slice(6)).choices[0];
    if (choice === undefined) continue;
    if (finish !== null) throw new Error("a frame after the last one");
    text += choice.delta.content ?? "";
    finish = choice.finish_reason;
  }
  return { text, finish };
}
