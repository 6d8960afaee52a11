import type { VendorRefusal } from "./errors.ts";
import { claudeComplaint } from "./refusals/claude.ts";
import { openAiComplaint } from "./refusals/openai.ts";
import { responsesComplaint } from "./refusals/responses.ts";
import type { SimModel } from "./types.ts";

/** What a vendor's refusal depends on besides the request. */
export interface RefusalContext {
  model: SimModel;
  promptTokens: number;
}

/** Why the vendor refuses a request; undefined where it takes it. */
export function refusalOf(
  request: Record<string, unknown>,
  { model, promptTokens }: RefusalContext,
): VendorRefusal | undefined {
  if (model.provider === "fake-chat") return undefined;
  const complaint = complaintOf(request, model);
  if (complaint !== undefined) return complaint;
  const { context } = model;
  return context !== undefined && promptTokens > context
    ? overflow(context, { model, promptTokens })
    : undefined;
}

function complaintOf(request: Record<string, unknown>, model: SimModel) {
  switch (model.family) {
    case "claude":
      return claudeComplaint(request, model);
    case "responses":
      return responsesComplaint(request, model);
    case "openai":
      return openAiComplaint(request, model);
  }
}

function overflow(
  context: number,
  { model, promptTokens }: RefusalContext,
): VendorRefusal {
  return model.family === "claude"
    ? {
      status: 400,
      message:
        `prompt is too long: ${promptTokens} tokens > ${context} maximum`,
    }
    : {
      status: 400,
      code: "context_length_exceeded",
      message: `This model's maximum context length is ${context} tokens. ` +
        `However, your messages resulted in ${promptTokens} tokens.`,
    };
}
