import type { ClientFamily } from "../../cockpit/snippets/guide.ts";
import { api } from "../api.ts";
import { checkAbort } from "./abort.ts";
import {
  judgeEnd,
  judgeError,
  judgeFlow,
  judgeModels,
  judgeRole,
  judgeUsage,
  judgeWhole,
} from "./judges/chat.ts";
import { type CorsReport, judgeCors } from "./judges/cors.ts";
import {
  judgeGemini,
  judgeMessage,
  judgeResponse,
} from "./judges/protocols.ts";
import { callCount, judgeTools } from "./judges/tools.ts";
import type { Lab } from "./lab.ts";
import { type Verdict, verdictOf } from "./verdict.ts";

/** The name of a check, among the words of the page too. */
export type CheckId =
  | "models"
  | "whole"
  | "role"
  | "end"
  | "usage"
  | "flow"
  | "tools"
  | "parallel"
  | "unauthorized"
  | "unknownModel"
  | "badField"
  | "abort"
  | "cors"
  | "responses"
  | "messages"
  | "gemini";

/** One part of the contract, and who depends on it. */
export interface Check {
  id: CheckId;
  families: readonly ClientFamily[];
  run: (lab: Lab) => Promise<Verdict>;
}

/** Whatever speaks OpenAI's chat completions. */
const CHATS = [
  "openai",
  "ai_sdk",
  "langchain",
  "chat_apps",
  "editors",
] as const satisfies ClientFamily[];

const CHAT = "/v1/chat/completions";
const HELLO = [{ role: "user", content: "Reply with the one word: hello" }];

/** The contract, check by check. */
export const CHECKS: readonly Check[] = [
  {
    id: "models",
    families: ["openai", "chat_apps", "editors", "claude"],
    run: async (lab) => verdictOf(judgeModels(await lab.models())),
  },
  {
    id: "whole",
    families: CHATS,
    run: async (lab) => verdictOf(judgeWhole(await lab.whole())),
  },
  {
    id: "role",
    families: CHATS,
    run: async (lab) => verdictOf(judgeRole(await lab.stream())),
  },
  {
    id: "end",
    families: CHATS,
    run: async (lab) => verdictOf(judgeEnd(await lab.stream())),
  },
  {
    id: "usage",
    families: ["openai", "ai_sdk", "langchain", "editors"],
    run: async (lab) =>
      verdictOf(judgeUsage(await lab.streamWithUsage(), await lab.stream())),
  },
  {
    id: "flow",
    families: [...CHATS, "codex", "claude", "gemini"],
    run: async (lab) => verdictOf(judgeFlow(await lab.longStream())),
  },
  {
    id: "tools",
    families: CHATS,
    run: async (lab) => verdictOf(judgeTools(await lab.tools())),
  },
  {
    id: "parallel",
    families: ["openai", "ai_sdk", "langchain", "editors"],
    run: checkParallel,
  },
  {
    id: "unauthorized",
    families: [...CHATS, "codex", "claude", "gemini"],
    run: async (lab) =>
      verdictOf(judgeError(
        await lab.fetch("/v1/models", {
          headers: { authorization: "Bearer sk-nobody-has-this-key" },
          isStranger: true,
        }),
        { status: 401, code: "invalid_api_key" },
      )),
  },
  {
    id: "unknownModel",
    families: CHATS,
    run: async (lab) =>
      verdictOf(judgeError(
        await lab.fetch(CHAT, {
          body: { model: unknownBeside(lab.model), messages: HELLO },
        }),
        { status: 404, code: "model_not_found" },
      )),
  },
  {
    id: "badField",
    families: CHATS,
    run: async ({ fetch, model }) =>
      verdictOf(judgeError(
        await fetch(CHAT, { body: { model, messages: "hello" } }),
        { status: 400, param: "messages" },
      )),
  },
  { id: "abort", families: [...CHATS, "codex", "claude"], run: checkAbort },
  {
    id: "cors",
    families: ["browsers"],
    run: checkCors,
  },
  {
    id: "responses",
    families: ["codex"],
    run: async ({ fetch, model }) =>
      verdictOf(judgeResponse(
        await fetch("/v1/responses", {
          body: { model, input: HELLO, stream: true, store: false },
        }),
      )),
  },
  {
    id: "messages",
    families: ["claude"],
    run: async ({ fetch, model }) =>
      verdictOf(judgeMessage(
        await fetch("/v1/messages", {
          body: { model, messages: HELLO, max_tokens: 256, stream: true },
          headers: { "anthropic-version": "2023-06-01" },
        }),
      )),
  },
  {
    id: "gemini",
    families: ["gemini"],
    run: async ({ fetch, model }) =>
      verdictOf(judgeGemini(
        await fetch(
          `/v1beta/models/${
            model.split("/").map(encodeURIComponent).join("/")
          }:streamGenerateContent?alt=sse`,
          {
            body: {
              contents: [{ role: "user", parts: [{ text: "Say hello" }] }],
            },
          },
        ),
      )),
  },
];

/** A model that whoever serves this one does not have. */
function unknownBeside(model: string): string {
  return model.replace(/[^/]*$/, "no-such-model-anywhere");
}

/** Not every model makes several calls at once, which is no fault of ours. */
async function checkParallel(lab: Lab): Promise<Verdict> {
  const exchange = await lab.parallelTools();
  const verdict = verdictOf(judgeTools(exchange));
  if (verdict.state !== "pass") return verdict;
  return callCount(exchange) > 1
    ? verdict
    : { state: "skip", reason: "oneCallOnly" };
}

async function checkCors(): Promise<Verdict> {
  const report = await api.post<{ cors: CorsReport }>("/api/self-test");
  return report.ok
    ? judgeCors(report.value.cors)
    : { state: "fail", problem: "unreachable" };
}
