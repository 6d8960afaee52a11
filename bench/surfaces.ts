/** The text protocols whose streams are measured. */
export type Surface = "chat" | "responses" | "messages";

/** What is asked of a text protocol. */
export interface TextAsk {
  prompt: string | unknown[];
  stream: boolean;
  model: string;
}

/** What a streamed answer said. */
export interface Reading {
  text: string;
  /** True when it ended as a whole answer does. */
  isWhole: boolean;
}

const SYSTEM = "You are a helpful assistant.";

/** Path and JSON body of a question in a protocol. */
export function question(
  surface: Surface,
  { prompt, stream, model }: TextAsk,
): { path: string; body: unknown } {
  const messages = [{ role: "user", content: prompt }];
  switch (surface) {
    case "chat":
      return {
        path: "/v1/chat/completions",
        body: {
          model,
          stream,
          messages: [{ role: "system", content: SYSTEM }, ...messages],
        },
      };
    case "responses":
      return {
        path: "/v1/responses",
        body: {
          model,
          stream,
          store: false,
          instructions: SYSTEM,
          input: messages,
        },
      };
    case "messages":
      return {
        path: "/v1/messages",
        body: { model, stream, max_tokens: 4096, system: SYSTEM, messages },
      };
  }
}

/** Reads a stream of `/responses` or `/messages`. */
export function readEvents(surface: Surface, body: string): Reading {
  const reading: Reading = { text: "", isWhole: false };
  for (const frame of body.split("\n\n")) {
    const data = /^data: (.*)$/m.exec(frame)?.[1];
    if (data === undefined) continue;
    const event = JSON.parse(data);
    if (surface === "responses") {
      if (event.type === "response.output_text.delta") {
        reading.text += event.delta;
      }
      reading.isWhole = event.type === "response.completed";
    } else {
      if (event.delta?.type === "text_delta") reading.text += event.delta.text;
      reading.isWhole = event.type === "message_stop";
    }
  }
  return reading;
}
