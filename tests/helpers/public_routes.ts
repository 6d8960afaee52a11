import { assert, assertEquals } from "@std/assert";
import type { Surface } from "../../lib/auth/policy.ts";
import type { Protocol } from "../../lib/http/error_envelopes.ts";
import { PIXEL_PNG } from "../../lib/puter/simulator/media/files.ts";
import { formOf, wavBytes } from "./forms.ts";
import { endpoints } from "./routes.ts";
import { VEO } from "./videos.ts";

/** A call of a public route that a model answers. */
export interface Sample {
  /** Method and path as in the document, such as `POST /v1/responses`. */
  route: string;
  /** Where to send it; the path of the route unless told. */
  path: string;
  surface: Surface;
  protocol: Protocol;
  model: string;
  /** Fields of a JSON body, or of a form where one is a file. */
  fields: Record<string, unknown>;
  upstream: "simulator" | "companion";
}

const HELLO = [{ role: "user", content: "hi" }];
/** A model of the simulator that few wires are special for. */
export const TINY = "ollama:ollama/tiny:1b";
const PNG = `data:image/png;base64,${PIXEL_PNG}`;
const CONTENTS = { contents: [{ role: "user", parts: [{ text: "hi" }] }] };
const speech = () => new File([wavBytes()], "speech.wav");

function sample(
  path: string,
  surface: Surface,
  fields: Record<string, unknown>,
  more: Partial<Sample> = {},
): Sample {
  return {
    route: `POST ${path}`,
    path,
    surface,
    protocol: "openai",
    model: String(fields.model),
    fields,
    upstream: "simulator",
    ...more,
  };
}

function google(action: string): Sample {
  return sample(`/v1beta/models/${TINY}:${action}`, "generate_content", {
    ...CONTENTS,
  }, {
    route: "POST /v1beta/models/{id}",
    protocol: "gemini",
    model: TINY,
  });
}

const COMPANION = { upstream: "companion" } as const;

/** A call of each public route that a model answers. */
export const SAMPLES: readonly Sample[] = [
  sample("/v1/chat/completions", "chat_completions", {
    model: TINY,
    messages: HELLO,
  }),
  sample("/v1/completions", "completions", { model: TINY, prompt: "hi" }),
  sample("/v1/responses", "responses", { model: TINY, input: "hi" }),
  sample("/v1/messages", "messages", {
    model: TINY,
    max_tokens: 100,
    messages: HELLO,
  }, { protocol: "anthropic" }),
  google("generateContent"),
  google("streamGenerateContent?alt=sse"),
  sample("/v1/images/generations", "images", {
    model: "gpt-image-1",
    prompt: "a cat",
    response_format: "b64_json",
  }),
  sample("/v1/images/edits", "images", {
    model: "gpt-image-1",
    prompt: "a hat",
    images: [{ image_url: PNG }],
  }),
  sample("/v1/audio/speech", "speech", {
    model: "tts-1",
    input: "hi",
    voice: "alloy",
  }),
  sample("/v1/audio/transcriptions", "transcriptions", {
    model: "whisper-1",
    file: speech(),
  }),
  sample("/v1/audio/translations", "transcriptions", {
    model: "whisper-1",
    file: speech(),
  }),
  sample("/v1/audio/conversions", "voice_conversion", {
    model: "eleven_multilingual_sts_v2",
    voice: "21m00Tcm4TlvDq8ikWAM",
    file: speech(),
  }),
  sample("/v1/ocr", "ocr", { model: "mistral-ocr-latest", document: PNG }),
  sample("/v1/videos", "videos", { model: VEO, prompt: "a cat" }),
  sample("/v1/videos/generations", "videos", { model: VEO, prompt: "a cat" }),
  sample("/v1/embeddings", "embeddings", {
    model: "text-embedding-3-small",
    input: "hi",
  }, COMPANION),
  sample("/v1/moderations", "moderations", {
    model: "omni-moderation-latest",
    input: "hi",
  }, COMPANION),
  sample("/v1/rerank", "rerank", {
    model: "rerank-v3",
    query: "q",
    documents: ["a", "b"],
  }, COMPANION),
];

/** A call of a public route that costs nothing and leaves no record. */
export interface FreeCall {
  route: string;
  path: string;
  protocol: Protocol;
  /** The surface a key must be for; absent where any key will do. */
  surface?: Surface;
  /** The status for the owner, who has stored nothing. */
  status: number;
  fields?: Record<string, unknown>;
}

function free(
  route: string,
  more: Partial<FreeCall> & { surface?: Surface } = {},
): FreeCall {
  const path = route.slice(route.indexOf(" ") + 1).replace("{id}", "none");
  return { route, path, protocol: "openai", status: 200, ...more };
}

const STORED = { surface: "responses", status: 404 } as const;
const FILM = { surface: "videos", status: 404 } as const;
const GOOGLE = { protocol: "gemini" } as const;

/** A call of each public route that is no model's. */
export const FREE_CALLS: readonly FreeCall[] = [
  free("GET /v1/models"),
  free("GET /v1/models/{id}", { path: `/v1/models/${TINY}` }),
  free("GET /v1beta/models", GOOGLE),
  free("GET /v1beta/models/{id}", {
    path: `/v1beta/models/${TINY}`,
    ...GOOGLE,
  }),
  free("POST /v1beta/models/{id}", {
    path: `/v1beta/models/${TINY}:countTokens`,
    surface: "generate_content",
    fields: CONTENTS,
    ...GOOGLE,
  }),
  free("POST /v1/messages/count_tokens", {
    surface: "messages",
    protocol: "anthropic",
    fields: { model: TINY, messages: HELLO },
  }),
  free("POST /v1/responses/input_tokens", {
    surface: "responses",
    fields: { model: TINY, input: "hi" },
  }),
  free("GET /v1/responses/{id}", STORED),
  free("DELETE /v1/responses/{id}", STORED),
  free("POST /v1/responses/{id}/cancel", STORED),
  free("GET /v1/responses/{id}/input_items", STORED),
  free("GET /v1/audio/models"),
  free("GET /v1/audio/voices"),
  free("GET /v1/videos", { surface: "videos" }),
  free("GET /v1/videos/{id}", FILM),
  free("DELETE /v1/videos/{id}", FILM),
  free("GET /v1/videos/{id}/content", FILM),
  free("POST /v1/videos/{id}/remix", { ...FILM, fields: { prompt: "a dog" } }),
];

/** Method and path of every public route that asks for a key. */
export async function publicRoutes(): Promise<string[]> {
  const all = await endpoints();
  return all.flatMap(({ path, endpoint }) => {
    if (!/^\/v1(beta)?\//.test(path) || endpoint.access !== "key") return [];
    return endpoint.methods.map((method) => `${method} ${path}`);
  });
}

/** The body of a call: JSON, or a form where a field is a file. */
export function bodyOf(
  fields: Record<string, unknown> | undefined,
): BodyInit | null {
  if (fields === undefined) return null;
  return Object.values(fields).some((value) => value instanceof Blob)
    ? formOf(fields as Parameters<typeof formOf>[0])
    : JSON.stringify(fields);
}

/** An error as every protocol tells it; `code` where OpenAI's clients ask. */
export interface ToldError {
  message: string;
  type: string;
  code: string | null;
}

/** Reads an error and checks that it is in the envelope of its protocol. */
export async function errorIn(
  response: Response,
  protocol: Protocol,
): Promise<ToldError> {
  const text = await response.text();
  assertEquals(response.headers.get("content-type"), "application/json", text);
  assert(!/\beyJ[\w-]{8}|\bat \S+:\d+:\d+/.test(text), `secret: ${text}`);
  const body = JSON.parse(text);
  const { error } = body;
  assertEquals(typeof error.message, "string");
  switch (protocol) {
    case "openai":
      assertEquals(Object.keys(body), ["error"]);
      assertEquals(Object.keys(error).sort(), [
        "code",
        "message",
        "param",
        "type",
      ]);
      return error;
    case "anthropic":
      assertEquals([body.type, Object.keys(error).sort()], [
        "error",
        ["message", "type"],
      ]);
      assertEquals(
        response.headers.get("request-id"),
        response.headers.get("x-request-id"),
      );
      return { ...error, code: null };
    case "gemini":
      assertEquals(error.code, response.status);
      return { message: error.message, type: error.status, code: null };
  }
}
