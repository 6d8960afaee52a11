import type { VendorAnswer, VendorToolCall } from "./types.ts";

type Fields = Record<string, unknown>;

/** Gemini signs the first of its calls. */
export function extraOf(call: VendorToolCall, answer: VendorAnswer): Fields {
  return answer.extraContent !== undefined && call === answer.toolCalls[0]
    ? { extra_content: answer.extraContent }
    : {};
}

/** The Responses API has an id for the item besides that of the call. */
export function canonicalId({ id }: VendorToolCall): string {
  return `fc_${id.replace(/^call_/, "")}`;
}

/** An image as OpenAI-style answers hold it. */
export function imageField(url: string): Fields {
  return { type: "image_url", image_url: { url } };
}
