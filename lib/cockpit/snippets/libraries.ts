import { firstCalls } from "./first_calls.ts";
import type { ClientGuide, Snippet, SnippetValues } from "./guide.ts";

/** A first call by its id, as a snippet. */
function firstCall(id: string, values: SnippetValues): Snippet[] {
  return firstCalls(values).filter((call) => call.id === id)
    .map(({ label, code }) => ({ title: label, code }));
}

/** Libraries for programs. */
export const LIBRARIES: ClientGuide[] = [
  {
    id: "curl",
    name: "cURL",
    family: "openai",
    snippets: (values) => firstCall("curl", values),
  },
  {
    id: "python",
    name: "Python",
    family: "openai",
    snippets: (values) => firstCall("python", values),
  },
  {
    id: "node",
    name: "Node",
    family: "openai",
    snippets: (values) => firstCall("node", values),
  },
  {
    id: "ai_sdk",
    name: "AI SDK",
    family: "ai_sdk",
    snippets: ({ base, key, model }) => [{
      title: "TypeScript",
      code: `// npm install ai @ai-sdk/openai-compatible
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { streamText } from "ai";

const gateway = createOpenAICompatible({
  name: "gateway",
  baseURL: "${base}",
  apiKey: "${key}",
  includeUsage: true,
  supportsStructuredOutputs: true,
});

const { textStream } = streamText({
  model: gateway("${model}"),
  prompt: "Hello",
});
for await (const text of textStream) process.stdout.write(text);`,
    }],
  },
  {
    id: "langchain",
    name: "LangChain",
    family: "langchain",
    snippets: ({ base, key, model }) => [
      {
        title: "Python",
        code: `# pip install langchain-openai
from langchain_openai import ChatOpenAI

llm = ChatOpenAI(model="${model}", api_key="${key}", base_url="${base}")
print(llm.invoke("Hello").content)`,
      },
      {
        title: "TypeScript",
        code: `// npm install @langchain/openai
import { ChatOpenAI } from "@langchain/openai";

const llm = new ChatOpenAI({
  model: "${model}",
  apiKey: "${key}",
  configuration: { baseURL: "${base}" },
});
console.log((await llm.invoke("Hello")).content);`,
      },
    ],
  },
];
