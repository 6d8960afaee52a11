import { assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import { answerChat } from "../../../lib/puter/simulator/chat/answer.ts";
import history from "../../fixtures/puter/chat_tool_history.json" with {
  type: "json",
};
import parameters from "../../fixtures/puter/chat_parameters.json" with {
  type: "json",
};
import { modelOf } from "./sim_models.ts";

type Fields = Record<string, unknown>;

/** What the vendor of a model gets, as it goes over the wire. */
function received(args: Fields): Fields {
  const { vendorRequest } = answerChat(args, modelOf(args));
  return JSON.parse(JSON.stringify(vendorRequest));
}

/** Models by the names of the captures. */
const MODELS: Record<string, { model: string; list: string }> = {
  "OpenAI-style (gpt-4o)": { model: "gpt-4o", list: "messages" },
  "Anthropic (claude-haiku-4-5)": {
    model: "claude-haiku-4-5",
    list: "messages",
  },
  "OpenAI Responses (gpt-5.4-pro)": { model: "gpt-5.4-pro", list: "input" },
};

describe("the history of tool calls", () => {
  for (
    const [form, { sent_to_puter, received_by_vendor }] of entries(history)
  ) {
    for (const [vendor, expected] of entries(received_by_vendor)) {
      it(`reaches ${vendor} as captured in form ${form}`, () => {
        const { model, list } = MODELS[vendor] ?? { model: "", list: "" };
        const messages = structuredClone(sent_to_puter);
        const request = received({ model, messages });
        assertEquals(request[list], expected);
        assertEquals(messages, sent_to_puter, "the arguments were changed");
      });
    }
  }
});

/** Models by the names of the captures. */
const ROUTES: Record<string, string> = {
  ollama: "ollama:ollama/tiny:1b",
  "azure-openai chat (gpt-4o)": "gpt-4o",
  "azure-openai chat (gpt-5, name starts with gpt-5)": "gpt-5",
  "openai-responses (gpt-5.4-pro)": "gpt-5.4-pro",
  "claude (claude-haiku-4-5)": "claude-haiku-4-5",
  "claude (claude-sonnet-4-6)": "claude-sonnet-4-6",
  openrouter: "openrouter:acme/router-1",
  byteplus: "seed-2-0-lite-260428",
};

describe("parameters", () => {
  const { sent_to_puter, received_by_vendor } = parameters;
  for (const [route, expected] of entries(received_by_vendor)) {
    it(`reach ${route} as captured`, () => {
      const { messages: _, input: __, tools, ...others } = received({
        ...structuredClone(sent_to_puter),
        model: ROUTES[route],
        messages: [{ role: "user", content: "hi" }],
      });
      assertEquals(others, expected.other_fields as Fields);
      assertEquals((tools as unknown[])[0], expected.first_tool);
    });
  }
});

function entries<T extends object>(table: T): [string, T[keyof T]][] {
  return Object.entries(table);
}
