import type { ContentPart } from "../chat/request.ts";
import { type Fields, objectAt, stringAt } from "./fields.ts";

/**
 * The sound of a part `input_audio`, which chat completions and responses
 * write alike; `at` is the path of the part.
 *
 * @throws {ApiError} 400 naming the field
 */
export function audioPart(part: Fields, at: string): ContentPart {
  const audio = objectAt(part, "input_audio", at);
  return {
    type: "audio",
    data: stringAt(audio, "data", `${at}.input_audio`),
    format: stringAt(audio, "format", `${at}.input_audio`),
  };
}
