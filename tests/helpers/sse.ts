import { assert } from "@std/assert";

/** A chunk of a streamed chat completion, as far as tests look at it. */
export interface Chunk {
  id: string;
  object: string;
  created: number;
  model: string;
  choices: {
    index: number;
    delta: {
      role?: string;
      content?: string | null;
      reasoning_content?: string;
      refusal?: string | null;
      tool_calls?: {
        index: number;
        id?: string;
        type?: string;
        function?: { name?: string; arguments?: string };
      }[];
    };
    finish_reason: string | null;
  }[];
  usage?: Record<string, unknown> | null;
  error?: { message: string; type: string; param: string | null; code: string };
}

/** A parsed event stream. */
export interface Events {
  chunks: Chunk[];
  comments: number;
  /** True when the stream ended with `[DONE]`. */
  done: boolean;
  /** All content of choice 0. */
  text: string;
  reasoning: string;
}

/**
 * Reads an event stream and holds it to what strict clients demand: nothing
 * but one-line `data:` events and comments, each followed by a blank line.
 */
export async function readEvents(response: Response): Promise<Events> {
  return parseEvents(await response.text());
}

export function parseEvents(body: string): Events {
  assert(body.endsWith("\n\n"), `no blank line at the end: ${body.slice(-80)}`);
  const events: Events = {
    chunks: [],
    comments: 0,
    done: false,
    text: "",
    reasoning: "",
  };
  for (const block of body.slice(0, -2).split("\n\n")) {
    assert(!block.includes("\n"), `an event of several lines: ${block}`);
    assert(!events.done, `something after [DONE]: ${block}`);
    if (block.startsWith(":")) events.comments++;
    else if (block === "data: [DONE]") events.done = true;
    else {
      assert(block.startsWith("data: "), `a field that is not data: ${block}`);
      const chunk: Chunk = JSON.parse(block.slice(6));
      events.chunks.push(chunk);
      for (const choice of chunk.choices ?? []) {
        if (choice.index !== 0) continue;
        events.text += choice.delta.content ?? "";
        events.reasoning += choice.delta.reasoning_content ?? "";
      }
    }
  }
  return events;
}
