import { assert } from "@std/assert";

/** A text completion, or a chunk of one. */
export interface Completion {
  id: string;
  object: string;
  created: number;
  model: string;
  choices: {
    text: string;
    index: number;
    logprobs: null;
    finish_reason: string | null;
  }[];
  usage?: Record<string, number> | null;
  error?: { code: string };
}

/** Reads a stream of completions: one-line `data:` events alone. */
export function completionEvents(body: string): {
  chunks: Completion[];
  /** The text of each choice. */
  texts: string[];
  error: Completion["error"];
  /** True when the stream ended with `[DONE]`. */
  done: boolean;
} {
  assert(body.endsWith("\n\n"));
  const frames = body.slice(0, -2).split("\n\n");
  const done = frames.at(-1) === "data: [DONE]";
  const chunks = (done ? frames.slice(0, -1) : frames).map((frame) => {
    assert(frame.startsWith("data: {") && !frame.includes("\n"), frame);
    return JSON.parse(frame.slice(6)) as Completion;
  });
  const texts: string[] = [];
  for (const { choices = [] } of chunks) {
    for (const { index, text } of choices) {
      texts[index] = (texts[index] ?? "") + text;
    }
  }
  return { chunks, texts, error: chunks.at(-1)?.error, done };
}
