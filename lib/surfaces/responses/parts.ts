import type { ContentPart } from "../../chat/request.ts";
import { audioPart } from "../audio_part.ts";
import { type Fields, isObject, stringAt } from "../fields.ts";
import { badField } from "../validate.ts";

/**
 * What a message's `content` holds for the model.
 *
 * @throws {ApiError} 400 naming the part that cannot be read
 */
export function readParts(content: unknown, at: string): ContentPart[] {
  if (content === null || content === undefined) return [];
  if (typeof content === "string") return [{ type: "text", text: content }];
  return listOf(content, at).map((part, index) =>
    readPart(part, `${at}[${index}]`)
  );
}

/**
 * The text of a message that can hold nothing else.
 *
 * @throws {ApiError} 400 naming the part that is no text
 */
export function readText(content: unknown, at: string): string {
  if (content === null || content === undefined) return "";
  if (typeof content === "string") return content;
  return listOf(content, at).map((part, index) => {
    const key = part.type === "refusal" ? "refusal" : "text";
    if (typeof part[key] === "string") return part[key];
    throw badField(
      `${at}[${index}].type`,
      `'${part.type}' is not supported for this role`,
      { code: "invalid_value" },
    );
  }).join("");
}

function listOf(content: unknown, at: string): Fields[] {
  if (Array.isArray(content) && content.every(isObject)) return content;
  throw badField(at, "expected a string or an array of parts", {
    code: "invalid_type",
  });
}

function readPart(part: Fields, at: string): ContentPart {
  switch (part.type) {
    case "input_text":
    case "output_text":
    case "text":
      return { type: "text", text: stringAt(part, "text", at) };
    case "refusal":
      return { type: "text", text: stringAt(part, "refusal", at) };
    case "input_image":
    case "image_url":
      return imageOf(part, at);
    case "input_audio":
      return audioPart(part, at);
    case "input_file":
      return fileOf(part);
    default:
      throw badField(
        `${at}.type`,
        `'${part.type}' is not a known content part`,
        { code: "invalid_value" },
      );
  }
}

/** `image_url` is the URL itself; some clients send chat's `{url}`. */
function imageOf(part: Fields, at: string): ContentPart {
  const given = part.image_url;
  if (given === undefined && typeof part.file_id === "string") {
    throw badField(
      `${at}.file_id`,
      "the gateway keeps no files: send the image itself as image_url",
      { code: "unsupported_value" },
    );
  }
  const url = isObject(given)
    ? stringAt(given, "url", `${at}.image_url`)
    : stringAt(part, "image_url", at);
  return typeof part.detail === "string"
    ? { type: "image", url, detail: part.detail }
    : { type: "image", url };
}

/** A URL stands where the data would: vendors that take one tell them apart. */
function fileOf(part: Fields): ContentPart {
  const found: ContentPart = { type: "file" };
  const data = part.file_data ?? part.file_url;
  if (typeof part.filename === "string") found.filename = part.filename;
  if (typeof data === "string") found.data = data;
  if (typeof part.file_id === "string") found.fileId = part.file_id;
  return found;
}
