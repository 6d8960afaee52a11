export { type ConversationItem, inputItems, withItemIds } from "./input.ts";
export { isResponseId, newResponseId, responseIdOf } from "./ids.ts";
export type { OutputItem } from "./items.ts";
export { replayResponse } from "./replay.ts";
export { readResponse, readResponseBody } from "./read.ts";
export { inputTokensSchema, responseSchema } from "./schema.ts";
export type { InputItem, ResponseBody } from "./schema.ts";
export { type ResponseStyle, styleOf } from "./style.ts";
export {
  failedResponse,
  responseBody,
  type ResponseObject,
  runningResponse,
} from "./write_json.ts";
export { type ResponseKeeping, ResponseStream } from "./write_stream.ts";
