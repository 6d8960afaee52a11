import { PIXEL_PNG } from "../../lib/puter/simulator/media/files.ts";

const PNG = `data:image/png;base64,${PIXEL_PNG}`;

const SCHEMA = {
  type: "object",
  properties: { city: { type: "string", enum: ["Paris"] } },
  required: ["city"],
};

const FUNCTION = { name: "weather", description: "Tells", parameters: SCHEMA };

/** More fields than a sample needs, so that there is much to damage. */
const MORE: Record<string, Record<string, unknown>> = {
  "/v1/chat/completions": {
    messages: [
      { role: "system", content: [{ type: "text", text: "Be kind" }] },
      {
        role: "user",
        content: [
          { type: "text", text: "hi" },
          { type: "image_url", image_url: { url: PNG, detail: "low" } },
        ],
      },
      {
        role: "assistant",
        content: null,
        tool_calls: [{
          id: "call_1",
          type: "function",
          function: { name: "weather", arguments: '{"city":"Paris"}' },
        }],
      },
      { role: "tool", tool_call_id: "call_1", content: "sunny" },
    ],
    tools: [{ type: "function", function: FUNCTION }],
    tool_choice: "auto",
    response_format: { type: "text" },
    stream: false,
    stream_options: { include_usage: true },
    temperature: 1,
    max_tokens: 50,
    stop: ["END"],
    n: 1,
    logit_bias: { "50256": -100 },
    metadata: { a: "b" },
    reasoning_effort: "low",
  },
  "/v1/completions": {
    prompt: ["hi", "ho"],
    max_tokens: 20,
    stop: "END",
    n: 1,
    echo: false,
    stream: false,
    suffix: "",
  },
  "/v1/responses": {
    instructions: "Be kind",
    input: [
      {
        role: "user",
        content: [
          { type: "input_text", text: "hi" },
          { type: "input_image", image_url: PNG },
        ],
      },
      {
        type: "function_call",
        call_id: "call_1",
        name: "weather",
        arguments: "{}",
      },
      { type: "function_call_output", call_id: "call_1", output: "sunny" },
    ],
    tools: [{ type: "function", ...FUNCTION, strict: false }],
    tool_choice: "auto",
    text: { format: { type: "text" }, verbosity: "low" },
    reasoning: { effort: "low", summary: "auto" },
    include: ["reasoning.encrypted_content"],
    max_output_tokens: 50,
    store: false,
    stream: false,
    metadata: { a: "b" },
  },
  "/v1/messages": {
    system: [{
      type: "text",
      text: "Be kind",
      cache_control: { type: "ephemeral" },
    }],
    messages: [
      {
        role: "user",
        content: [
          { type: "text", text: "hi" },
          {
            type: "image",
            source: {
              type: "base64",
              media_type: "image/png",
              data: PIXEL_PNG,
            },
          },
        ],
      },
      {
        role: "assistant",
        content: [
          { type: "tool_use", id: "toolu_1", name: "weather", input: {} },
        ],
      },
      {
        role: "user",
        content: [{
          type: "tool_result",
          tool_use_id: "toolu_1",
          content: [{ type: "text", text: "sunny" }],
        }],
      },
    ],
    tools: [{ name: "weather", description: "Tells", input_schema: SCHEMA }],
    tool_choice: { type: "auto" },
    thinking: { type: "disabled" },
    stop_sequences: ["END"],
    temperature: 1,
    stream: false,
    metadata: { user_id: "u" },
  },
  "/v1/images/generations": {
    n: 1,
    size: "1024x1024",
    quality: "low",
    background: "opaque",
    output_format: "png",
    stream: false,
    style: "vivid",
  },
  "/v1/images/edits": {
    images: [{ image_url: PNG }],
    n: 1,
    size: "1024x1024",
    quality: "low",
    stream: false,
  },
  "/v1/audio/speech": {
    voice: { id: "alloy" },
    response_format: "mp3",
    speed: 1,
    instructions: "Whisper",
    stream_format: "audio",
  },
  "/v1/ocr": {
    document: { type: "image_url", image_url: PNG },
    pages: [0],
    include_image_base64: false,
  },
  "/v1/videos": {
    seconds: "4",
    size: "1280x720",
    input_reference: { image_url: PNG },
  },
  "/v1/videos/generations": { seconds: "4", size: "1280x720" },
  "/v1/embeddings": {
    input: ["hi", "ho"],
    dimensions: 4,
    encoding_format: "float",
    user: "u",
  },
  "/v1/moderations": { input: [{ type: "text", text: "hi" }] },
  "/v1/rerank": {
    documents: ["a", { text: "b" }],
    top_n: 1,
    return_documents: true,
  },
};

const GOOGLE = {
  systemInstruction: { parts: [{ text: "Be kind" }] },
  contents: [
    {
      role: "user",
      parts: [
        { text: "hi" },
        { inline_data: { mime_type: "image/png", data: PIXEL_PNG } },
      ],
    },
    {
      role: "model",
      parts: [{ functionCall: { name: "weather", args: { city: "Paris" } } }],
    },
    {
      role: "user",
      parts: [{
        functionResponse: { name: "weather", response: { sky: "blue" } },
      }],
    },
  ],
  tools: [{ functionDeclarations: [FUNCTION] }, { googleSearch: {} }],
  toolConfig: { functionCallingConfig: { mode: "AUTO" } },
  generationConfig: {
    temperature: 1,
    maxOutputTokens: 50,
    stopSequences: ["END"],
    responseMimeType: "text/plain",
    responseSchema: { type: "OBJECT", properties: {} },
    thinkingConfig: { thinkingBudget: 0 },
  },
  safetySettings: [{ category: "HARM_CATEGORY_HARASSMENT", threshold: "OFF" }],
};

/** A sample's fields and many more; null for those that are forms. */
export function rich(
  path: string,
  fields: Record<string, unknown>,
): Record<string, unknown> | null {
  if (Object.values(fields).some((value) => value instanceof Blob)) return null;
  return path.startsWith("/v1beta/") ? GOOGLE : { ...fields, ...MORE[path] };
}
