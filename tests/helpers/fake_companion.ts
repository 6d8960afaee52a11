import { encodeBase64 } from "@std/encoding/base64";

/** The key that the fake companion wants. */
export const COMPANION_KEY = "sk-companion-0123456789abcdef";

/** A request as the companion got it. */
export interface CompanionRequest {
  path: string;
  authorization: string | null;
  // deno-lint-ignore no-explicit-any -- tests look at whatever was sent
  body: any;
}

/** An endpoint that serves embeddings, moderations and rankings. */
export interface FakeCompanion extends AsyncDisposable {
  /** Ends in `/v1`. */
  baseUrl: string;
  requests: CompanionRequest[];
  /** In which form vectors come, whatever was asked; as asked when absent. */
  form?: "float" | "base64";
  /** Answers in place of the endpoint; used once. */
  next?: (request: Request) => Response | Promise<Response>;
}

/** The vector of a text: all of its numbers are 32-bit floats. */
export function vectorOf(input: unknown): number[] {
  const text = JSON.stringify(input);
  return [text.length, -0.5, 0.25 * text.charCodeAt(1), 1 / 1024];
}

/** Vectors as base64 of little-endian 32-bit floats. */
export function base64Of(vector: readonly number[]): string {
  return encodeBase64(new Float32Array(vector).buffer);
}

/** Starts a companion on a free port. */
export function fakeCompanion(): FakeCompanion {
  const requests: CompanionRequest[] = [];
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen() {} },
    async (request) => {
      const { pathname } = new URL(request.url);
      const { next } = companion;
      if (next !== undefined) {
        companion.next = undefined;
        return await next(request);
      }
      const authorization = request.headers.get("authorization");
      const body = await request.json();
      requests.push({ path: pathname, authorization, body });
      if (authorization !== `Bearer ${COMPANION_KEY}`) {
        return Response.json({ error: { message: "Bad key" } }, {
          status: 401,
        });
      }
      return Response.json(answerOf(companion, pathname, body));
    },
  );
  const companion: FakeCompanion = {
    baseUrl: `http://127.0.0.1:${server.addr.port}/v1`,
    requests,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
  return companion;
}

/** The environment of a gateway that has the companion. */
export function companionEnv({ baseUrl }: FakeCompanion) {
  return { COMPANION_BASE_URL: baseUrl, COMPANION_API_KEY: COMPANION_KEY };
}

function answerOf(
  companion: FakeCompanion,
  path: string,
  body: CompanionRequest["body"],
): unknown {
  switch (path) {
    case "/v1/embeddings":
      return embeddingsOf(companion, body);
    case "/v1/moderations":
      return moderationsOf(body);
    default:
      return {
        id: "rank-1",
        results: body.documents.map((_: unknown, index: number) => ({
          index,
          relevance_score: 1 / (index + 1),
        })).slice(0, body.top_n),
        usage: { total_tokens: 11 },
      };
  }
}

function embeddingsOf(
  { form }: FakeCompanion,
  { input, encoding_format, model }: CompanionRequest["body"],
) {
  const inputs = Array.isArray(input) && typeof input[0] !== "number"
    ? input
    : [input];
  const isText = (form ?? encoding_format) === "base64";
  const data = inputs.map((each, index) => ({
    object: "embedding",
    index,
    embedding: isText ? base64Of(vectorOf(each)) : vectorOf(each),
  }));
  return {
    object: "list",
    // Nothing says that they come in order.
    data: data.toReversed(),
    model,
    usage: {
      prompt_tokens: 3 * inputs.length,
      total_tokens: 3 * inputs.length,
    },
  };
}

/** All categories that OpenAI's newest model judges. */
export const CATEGORIES = [
  "harassment",
  "harassment/threatening",
  "hate",
  "hate/threatening",
  "illicit",
  "illicit/violent",
  "self-harm",
  "self-harm/instructions",
  "self-harm/intent",
  "sexual",
  "sexual/minors",
  "violence",
  "violence/graphic",
];

/** A judgement that names violence where the text does. */
export function judgementOf(text: string, names = CATEGORIES) {
  const flagged = text.includes("kill");
  const each = (of: (name: string) => unknown) =>
    Object.fromEntries(names.map((name) => [name, of(name)]));
  return {
    flagged,
    categories: each((name) => flagged && name === "violence"),
    category_scores: each((name) => flagged && name === "violence" ? 0.9 : 0),
    category_applied_input_types: each(() => ["text"]),
  };
}

function moderationsOf({ input, model }: CompanionRequest["body"]) {
  const isParts = Array.isArray(input) && typeof input[0] === "object";
  const texts = isParts || typeof input === "string"
    ? [JSON.stringify(input)]
    : input;
  return {
    id: "modr-1",
    model,
    results: texts.map((text: string) => judgementOf(text)),
  };
}
