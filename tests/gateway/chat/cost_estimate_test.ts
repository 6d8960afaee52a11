import { assertEquals } from "@std/assert";
import { describe, it } from "@std/testing/bdd";
import type { ChatMessage, ChatRequest } from "../../../lib/chat/request.ts";
import { estimateCost } from "../../../lib/gateway/chat/cost_estimate.ts";
import { parseModels } from "../../../lib/puter/models/models.ts";

const [MODEL] = parseModels([{
  id: "m",
  costs_currency: "usd-cents",
  costs: { tokens: 1_000_000, input_tokens: 200, output_tokens: 1000 },
}]);

function requestOf(
  messages: ChatMessage[],
  fields: Partial<ChatRequest> = {},
): ChatRequest {
  return {
    model: "m",
    messages,
    tools: [],
    toolChoice: { mode: "auto" },
    stop: [],
    format: { type: "text" },
    choices: 1,
    stream: false,
    ...fields,
  };
}

describe("estimateCost()", () => {
  it("goes by the length of the prompt and by listed prices", () => {
    if (MODEL === undefined) throw new Error("The model is not read");
    const { promptPrice, completionPrice } = MODEL;
    if (!promptPrice || !completionPrice) throw new Error("No price is read");
    const text = "x".repeat(4000);
    const cost = (messages: ChatMessage[], fields?: Partial<ChatRequest>) =>
      estimateCost(requestOf(messages, fields), MODEL);
    assertEquals(
      cost([{ role: "system", text }]),
      1000 * promptPrice + 500 * completionPrice,
    );
    assertEquals(
      cost([{ role: "user", content: [{ type: "text", text }] }], {
        maxTokens: 10,
        choices: 2,
      }),
      2 * (1000 * promptPrice + 10 * completionPrice),
    );
    const image = { type: "image" as const, url: "data:image/png;base64,AAAA" };
    assertEquals(
      cost([{ role: "user", content: [image] }]),
      1000 * promptPrice + 500 * completionPrice,
    );
    const unknown = { ...MODEL, promptPrice: null, completionPrice: null };
    assertEquals(estimateCost(requestOf([]), unknown), 0);
  });
});
