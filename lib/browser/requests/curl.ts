/** Where a copied call goes to, and what is known of it. */
export interface CurlOptions {
  /** Origin of this gateway, such as `https://gateway.example`. */
  origin: string;
  surface: string;
  model: string;
  stream: boolean;
  /** The client's request, where it was kept whole. */
  body: string | null;
}

/** Stands where the reader puts a key of their own. */
export const KEY_PLACE = "$API_KEY";

const SAMPLE = "Hello";

interface Call {
  path: (options: CurlOptions) => string;
  /** What stands for a request that was not kept; null for forms. */
  sample: Record<string, unknown> | null;
  /** Fields of a form, with a file's place. */
  form?: [name: string, value: string][];
  header?: string;
}

const chat = { messages: [{ role: "user", content: SAMPLE }] };

/** By surface; paths are those that `routes/` serve. */
const CALLS: Record<string, Call> = {
  chat_completions: call("/v1/chat/completions", chat),
  completions: call("/v1/completions", { prompt: SAMPLE }),
  responses: call("/v1/responses", { input: SAMPLE }),
  messages: {
    ...call("/v1/messages", { max_tokens: 1024, ...chat }),
    header: `x-api-key: ${KEY_PLACE}`,
  },
  generate_content: {
    path: ({ model, stream }) =>
      `/v1beta/models/${encodeURIComponent(model)}:${
        stream ? "streamGenerateContent?alt=sse" : "generateContent"
      }`,
    sample: { contents: [{ parts: [{ text: SAMPLE }] }] },
    header: `x-goog-api-key: ${KEY_PLACE}`,
  },
  images: call("/v1/images/generations", { prompt: SAMPLE }),
  speech: call("/v1/audio/speech", { input: SAMPLE, voice: "alloy" }),
  transcriptions: form("/v1/audio/transcriptions", "speech.mp3"),
  videos: call("/v1/videos", { prompt: SAMPLE }),
  ocr: call("/v1/ocr", {
    document: { type: "document_url", document_url: "https://…" },
  }),
  voice_conversion: form("/v1/audio/conversions", "speech.mp3"),
  embeddings: call("/v1/embeddings", { input: SAMPLE }),
  moderations: call("/v1/moderations", { input: SAMPLE }),
  rerank: call("/v1/rerank", { query: SAMPLE, documents: [SAMPLE] }),
};

/** A command line for the same call; its key is a place to fill in. */
export function curlOf(options: CurlOptions): string {
  const call = CALLS[options.surface] ?? CALLS.chat_completions;
  if (call === undefined) return "";
  const { path, header = `Authorization: Bearer ${KEY_PLACE}` } = call;
  const lines = [
    `curl ${quoted(options.origin + path(options))}`,
    // The shell puts the key in, so it is in double quotes.
    `-H "${header}"`,
    ...(call.form && options.body === null
      ? formOf(call.form, options.model)
      : jsonOf(call, options)),
  ];
  return lines.join(" \\\n  ");
}

/** A text as one word of a POSIX shell. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function call(path: string, sample: Record<string, unknown>): Call {
  return { path: () => path, sample };
}

function form(path: string, file: string): Call {
  return { path: () => path, sample: null, form: [["file", `@${file}`]] };
}

function formOf(fields: [string, string][], model: string): string[] {
  return [["model", model], ...fields].map(([name, value]) =>
    `-F ${quoted(`${name}=${value}`)}`
  );
}

function jsonOf(call: Call, options: CurlOptions): string[] {
  return [
    `-H 'Content-Type: application/json'`,
    `-d ${quoted(options.body ?? sampleOf(call, options))}`,
  ];
}

function sampleOf({ sample }: Call, options: CurlOptions): string {
  const { model, stream, surface } = options;
  const isNamedInPath = surface === "generate_content";
  return JSON.stringify({
    ...(isNamedInPath ? {} : { model }),
    ...sample,
    ...(stream && !isNamedInPath ? { stream } : {}),
  });
}
