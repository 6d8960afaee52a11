import type { ClientGuide } from "./guide.ts";

/** Assistants for programmers. */
export const CODING: ClientGuide[] = [
  {
    id: "cline",
    name: "Cline",
    family: "editors",
    snippets: ({ base, key, model }) => [{
      title: "API Provider: OpenAI Compatible",
      code: `Base URL  ${base}
API Key   ${key}
Model ID  ${model}`,
    }],
  },
  {
    id: "continue",
    name: "Continue",
    family: "editors",
    snippets: ({ base, key, model }) => [{
      title: "~/.continue/config.yaml",
      code: `models:
  - name: Gateway
    provider: openai
    model: ${model}
    apiBase: ${base}
    apiKey: ${key}
    roles: [chat, edit, apply]`,
    }],
  },
  {
    id: "aider",
    name: "aider",
    family: "editors",
    snippets: ({ base, key, model }) => [{
      title: "Shell",
      code: `export OPENAI_API_BASE=${base}
export OPENAI_API_KEY=${key}
aider --model openai/${model}`,
    }],
  },
  {
    id: "codex",
    name: "Codex",
    family: "codex",
    snippets: ({ base, key, model }) => [
      {
        title: "~/.codex/config.toml",
        code: `model = "${model}"
model_provider = "gateway"

[model_providers.gateway]
name = "Gateway"
base_url = "${base}"
env_key = "GATEWAY_API_KEY"
wire_api = "responses"`,
      },
      { title: "Shell", code: `export GATEWAY_API_KEY=${key}\ncodex` },
    ],
  },
  {
    id: "claude_code",
    name: "Claude Code",
    family: "claude",
    snippets: ({ origin, key, model }) => [{
      title: "Shell",
      code: `export ANTHROPIC_BASE_URL=${origin}
export ANTHROPIC_AUTH_TOKEN=${key}
export ANTHROPIC_MODEL=${model}
export ANTHROPIC_DEFAULT_HAIKU_MODEL=${model}
export CLAUDE_CODE_ENABLE_GATEWAY_MODEL_DISCOVERY=1
claude`,
    }],
  },
  {
    id: "gemini",
    name: "Gemini SDK",
    family: "gemini",
    snippets: ({ origin, key, model }) => [
      {
        title: "Python",
        code: `# pip install google-genai
from google import genai

client = genai.Client(
    api_key="${key}",
    http_options={"base_url": "${origin}"},
)
print(client.models.generate_content(model="${model}", contents="Hello").text)`,
      },
      {
        title: "TypeScript",
        code: `// npm install @google/genai
import { GoogleGenAI } from "@google/genai";

const ai = new GoogleGenAI({
  apiKey: "${key}",
  httpOptions: { baseUrl: "${origin}" },
});
const { text } = await ai.models.generateContent({
  model: "${model}",
  contents: "Hello",
});
console.log(text);`,
      },
    ],
  },
];
