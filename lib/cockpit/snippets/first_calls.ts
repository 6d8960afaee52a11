import type { KeyLinks } from "../../gateway/keys/links.ts";

/** A ready call in one language. */
export interface FirstCall {
  id: string;
  label: string;
  code: string;
}

/** The same first call for a terminal, Python and Node. */
export function firstCalls(
  { origin, model, key }: KeyLinks & { key: string },
): FirstCall[] {
  const base = `${origin}/v1`;
  return [
    { id: "curl", label: "cURL", code: curl({ base, model, key }) },
    { id: "python", label: "Python", code: python({ base, model, key }) },
    { id: "node", label: "Node", code: node({ base, model, key }) },
  ];
}

interface Parts {
  base: string;
  model: string;
  key: string;
}

function curl({ base, model, key }: Parts): string {
  return `curl ${base}/chat/completions \\
  -H "Authorization: Bearer ${key}" \\
  -H "Content-Type: application/json" \\
  -d '{"model": "${model}",
       "messages": [{"role": "user", "content": "Hello"}]}'`;
}

function python({ base, model, key }: Parts): string {
  return `# pip install openai
from openai import OpenAI

client = OpenAI(base_url="${base}", api_key="${key}")

stream = client.chat.completions.create(
    model="${model}",
    messages=[{"role": "user", "content": "Hello"}],
    stream=True,
)
for chunk in stream:
    if chunk.choices:
        print(chunk.choices[0].delta.content or "", end="")`;
}

function node({ base, model, key }: Parts): string {
  return `// npm install openai
import OpenAI from "openai";

const client = new OpenAI({ baseURL: "${base}", apiKey: "${key}" });

const stream = await client.chat.completions.create({
  model: "${model}",
  messages: [{ role: "user", content: "Hello" }],
  stream: true,
});
for await (const chunk of stream) {
  process.stdout.write(chunk.choices[0]?.delta.content ?? "");
}`;
}
