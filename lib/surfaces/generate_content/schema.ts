import { z } from "zod";
import { MAX_CHOICES } from "../chat_completions/schema.ts";

const blob = z.looseObject({
  mimeType: z.string().min(1),
  data: z.string(),
  displayName: z.string().nullish(),
});

const fileData = z.looseObject({
  mimeType: z.string().nullish(),
  fileUri: z.string().min(1),
});

const functionResponse = z.looseObject({
  id: z.string().nullish(),
  name: z.string().nullish(),
  response: z.unknown().optional(),
  parts: z.array(z.looseObject({
    inlineData: blob.nullish(),
    fileData: fileData.nullish(),
  })).nullish(),
});

const part = z.looseObject({
  text: z.string().nullish(),
  thought: z.boolean().nullish(),
  thoughtSignature: z.string().nullish(),
  inlineData: blob.nullish(),
  fileData: fileData.nullish(),
  functionCall: z.looseObject({
    id: z.string().nullish(),
    name: z.string().min(1),
    args: z.looseObject({}).nullish(),
  }).nullish(),
  functionResponse: functionResponse.nullish(),
  executableCode: z.looseObject({ code: z.string() }).nullish(),
  codeExecutionResult: z.looseObject({ output: z.string().nullish() })
    .nullish(),
});

/** Google's own examples give a single part where its reference has a list. */
const parts = z.union([z.array(part), part]);

const content = z.looseObject({
  role: z.string().nullish(),
  parts: parts.nullish(),
});

const functionDeclaration = z.looseObject({
  name: z.string().min(1),
  description: z.string().nullish(),
  parameters: z.looseObject({}).nullish(),
  parametersJsonSchema: z.looseObject({}).nullish(),
});

const tool = z.looseObject({
  functionDeclarations: z.array(functionDeclaration).max(128).nullish(),
});

const toolConfig = z.looseObject({
  functionCallingConfig: z.looseObject({
    mode: z.string().nullish(),
    allowedFunctionNames: z.array(z.string()).nullish(),
  }).nullish(),
});

const thinkingConfig = z.looseObject({
  includeThoughts: z.boolean().nullish(),
  thinkingBudget: z.int().min(-1).nullish(),
  thinkingLevel: z.string().nullish(),
});

const generationConfig = z.looseObject({
  temperature: z.number().min(0).max(2).nullish(),
  topP: z.number().min(0).max(1).nullish(),
  maxOutputTokens: z.int().min(0).nullish(),
  candidateCount: z.int().min(1).max(MAX_CHOICES).nullish(),
  stopSequences: z.array(z.string()).max(16).nullish(),
  presencePenalty: z.number().min(-2).max(2).nullish(),
  frequencyPenalty: z.number().min(-2).max(2).nullish(),
  seed: z.int().nullish(),
  responseMimeType: z.string().nullish(),
  responseSchema: z.looseObject({}).nullish(),
  responseJsonSchema: z.looseObject({}).nullish(),
  responseModalities: z.array(z.string()).nullish(),
  thinkingConfig: thinkingConfig.nullish(),
});

/**
 * The body of `generateContent` and `streamGenerateContent`, as far as it is
 * read, with its names in camel case. Unknown fields are tolerated; `null`
 * means absent.
 */
export const generateContentSchema = z.looseObject({
  contents: z.array(content).min(1),
  systemInstruction: z.union([z.string(), content]).nullish(),
  tools: z.array(tool).nullish(),
  toolConfig: toolConfig.nullish(),
  generationConfig: generationConfig.nullish(),
  cachedContent: z.string().nullish(),
});

/** A body that passed `generateContentSchema`. */
export type GenerateContentBody = z.output<typeof generateContentSchema>;

/** How an answer is to be made. */
export type GenerationConfig = z.output<typeof generationConfig>;

/** One turn of the conversation. */
export type ContentBody = GenerateContentBody["contents"][number];

/** One part of a turn. */
export type PartBody = z.output<typeof part>;

/** The parts of a turn, however they were given. */
export function partsOf(given: ContentBody["parts"]): PartBody[] {
  if (given === null || given === undefined) return [];
  return Array.isArray(given) ? given : [given];
}
