import type { Prompt } from "./prompt.ts";
import { plainAnswer } from "./directives.ts";
import type { SimModel, VendorAnswer } from "./types.ts";

/** What an answer in the simulator's own words is made from. */
export interface FriendlyCall {
  prompt: Prompt;
  model: SimModel;
  /** What the vendor received. */
  request: Record<string, unknown>;
  promptTokens: number;
}

/** An answer that says where it comes from and does what was asked. */
export function friendlyAnswer({ model, prompt }: FriendlyCall): VendorAnswer {
  return plainAnswer(model, prompt.stream);
}
