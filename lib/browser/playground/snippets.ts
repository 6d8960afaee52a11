/** Languages in which a call can be shown. */
export const SNIPPET_LANGUAGES = ["curl", "python", "node"] as const;

/** One of them. */
export type SnippetLanguage = typeof SNIPPET_LANGUAGES[number];

/** A call to the API with a JSON body. */
export interface ApiCall {
  /** Where the API is, such as `https://example.com/v1`. */
  baseUrl: string;
  /** Below the base, such as `/chat/completions`. */
  path: string;
  body: unknown;
}

/** A call as code that does the same, once a key stands in its environment. */
export function snippet(language: SnippetLanguage, call: ApiCall): string {
  switch (language) {
    case "curl":
      return curl(call);
    case "python":
      return python(call);
    case "node":
      return node(call);
  }
}

function curl({ baseUrl, path, body }: ApiCall): string {
  const json = JSON.stringify(body, null, 2).replaceAll("'", `'\\''`);
  const binary = path === "/audio/speech" ? " \\\n  --output speech.mp3" : "";
  return `curl ${baseUrl}${path} \\
  -H "Authorization: Bearer $PUTER2API_KEY" \\
  -H "Content-Type: application/json" \\
  -d '${json}'${binary}`;
}

/** Calls of the SDKs by path, and what is done with their answers. */
const CALLS: Record<string, { method: string; python: string; node: string }> =
  {
    "/images/generations": {
      method: "images.generate",
      python: "print(result.data[0].b64_json[:60])",
      node: "console.log(result.data[0].b64_json.slice(0, 60));",
    },
    "/audio/speech": {
      method: "audio.speech.create",
      python: 'result.write_to_file("speech.mp3")',
      node:
        'await writeFile("speech.mp3", Buffer.from(await result.arrayBuffer()));',
    },
    "/videos": {
      method: "videos.create",
      python: "print(result.id, result.status)",
      node: "console.log(result.id, result.status);",
    },
  };

const PYTHON_STREAM = `for chunk in result:
    for choice in chunk.choices:
        print(choice.delta.content or "", end="", flush=True)`;

const NODE_STREAM = `for await (const chunk of result) {
  process.stdout.write(chunk.choices[0]?.delta?.content ?? "");
}`;

function python({ baseUrl, path, body }: ApiCall): string {
  const { method = "chat.completions.create", python = PYTHON_STREAM } =
    CALLS[path] ?? {};
  const fields = Object.entries(withExtras(body))
    .map(([name, value]) => `    ${name}=${pythonValue(value, 1)},`);
  return `import os
from openai import OpenAI

client = OpenAI(
    base_url=${JSON.stringify(baseUrl)},
    api_key=os.environ["PUTER2API_KEY"],
)
result = client.${method}(
${fields.join("\n")}
)
${python}
`;
}

function node({ baseUrl, path, body }: ApiCall): string {
  const { method = "chat.completions.create", node = NODE_STREAM } =
    CALLS[path] ?? {};
  const imports = node.includes("writeFile")
    ? 'import { writeFile } from "node:fs/promises";\n'
    : "";
  return `${imports}import OpenAI from "openai";

const client = new OpenAI({
  baseURL: ${JSON.stringify(baseUrl)},
  apiKey: process.env.PUTER2API_KEY,
});
const result = await client.${method}(${JSON.stringify(body, null, 2)});
${node}
`;
}

/** Fields of this gateway alone, which OpenAI's SDK refuses as arguments. */
function withExtras(body: unknown): Record<string, unknown> {
  const { accept_lost_result: risk, ...fields } = body as Record<
    string,
    unknown
  >;
  return risk === undefined
    ? fields
    : { ...fields, extra_body: { accept_lost_result: risk } };
}

/** A JSON value as Python writes it. */
function pythonValue(value: unknown, depth: number): string {
  if (value === null) return "None";
  if (value === true) return "True";
  if (value === false) return "False";
  if (typeof value !== "object") return JSON.stringify(value);
  const items = Array.isArray(value)
    ? value.map((item) => pythonValue(item, depth + 1))
    : Object.entries(value).map(([name, item]) =>
      `${JSON.stringify(name)}: ${pythonValue(item, depth + 1)}`
    );
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  if (items.length === 0) return `${open}${close}`;
  const inner = "    ".repeat(depth + 1);
  return `${open}\n${items.map((item) => `${inner}${item},\n`).join("")}${
    "    ".repeat(depth)
  }${close}`;
}

/** A text with the data of its pictures cut short, to be looked at. */
export function shortened(text: string): string {
  return text.replace(
    /(data:[\w.+/-]+;base64,[\w+/]{24})[\w+/=]{40,}/g,
    "$1…",
  );
}
