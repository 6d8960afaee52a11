import type { ContentPart } from "../../chat/request.ts";
import { ApiError } from "../../http/errors.ts";
import type { ModelFamily } from "../models/models.ts";

type Part = Record<string, unknown>;

/** The two sides of a data URL. The payload is never looked into. */
interface DataUrl {
  mediaType: string;
  base64: boolean;
  data: string;
}

/**
 * One part of a user message in the shape the model's vendor takes: Puter
 * passes all but text through as it comes.
 *
 * @throws {ApiError} 400 with `param` where the vendor has no such part
 */
export function toPuterPart(
  part: ContentPart,
  family: ModelFamily,
  param: string,
): Part {
  switch (part.type) {
    case "text":
      return { type: "text", text: part.text };
    case "image":
      return imagePart(part, family, param);
    case "audio":
      return audioPart(part, family, param);
    case "file":
      return filePart(part, family, param);
  }
}

type Image = Extract<ContentPart, { type: "image" }>;
type Audio = Extract<ContentPart, { type: "audio" }>;
type File = Extract<ContentPart, { type: "file" }>;

function imagePart(part: Image, family: ModelFamily, param: string): Part {
  const detail = part.detail === undefined ? {} : { detail: part.detail };
  switch (family) {
    case "openai":
      return { type: "image_url", image_url: { url: part.url, ...detail } };
    case "responses":
      return { type: "input_image", image_url: part.url, ...detail };
    case "claude":
      return { type: "image", source: claudeSource(part.url, param) };
  }
}

function audioPart(part: Audio, family: ModelFamily, param: string): Part {
  if (family !== "openai") {
    throw unsupported("This model does not take audio input", param);
  }
  return {
    type: "input_audio",
    input_audio: { data: part.data, format: part.format },
  };
}

function filePart(part: File, family: ModelFamily, param: string): Part {
  const { data } = part;
  if (data === undefined) {
    throw unsupported(
      "The gateway keeps no files: send the file itself as file_data",
      param,
    );
  }
  switch (family) {
    case "openai":
      if (isHttp(data)) {
        throw unsupported(
          "This model takes no files by URL: send the file itself",
          param,
        );
      }
      return {
        type: "file",
        file: { filename: nameOf(part, data), file_data: data },
      };
    case "responses":
      return isHttp(data) ? { type: "input_file", file_url: data } : {
        type: "input_file",
        filename: nameOf(part, data),
        file_data: data,
      };
    case "claude":
      return claudeFile(part, data, param);
  }
}

/** OpenAI refuses a file without a name, and tells its kind by it. */
function nameOf({ filename }: File, data: string): string {
  if (filename !== undefined) return filename;
  const mediaType = splitDataUrl(data)?.mediaType ?? "";
  return mediaType === "application/pdf" ? "document.pdf" : "document";
}

function claudeFile(part: File, data: string, param: string): Part {
  const title = part.filename === undefined ? {} : { title: part.filename };
  if (isHttp(data)) {
    return { type: "document", source: { type: "url", url: data }, ...title };
  }
  const url = splitDataUrl(data);
  const mediaType = url?.mediaType ?? typeOfName(part.filename);
  if (url?.base64 === false || mediaType === undefined) {
    throw unsupported("This model takes files as base64 PDF only", param);
  }
  const source = {
    type: "base64",
    media_type: mediaType,
    data: url?.data ?? data,
  };
  if (mediaType.startsWith("image/")) return { type: "image", source };
  if (mediaType === "application/pdf") {
    return { type: "document", source, ...title };
  }
  throw unsupported(`This model does not take files of ${mediaType}`, param);
}

function claudeSource(url: string, param: string): Part {
  if (isHttp(url)) return { type: "url", url };
  const split = splitDataUrl(url);
  if (split === undefined || !split.base64) {
    throw unsupported(
      "This model takes images as https URL or base64 data URL only",
      param,
    );
  }
  return { type: "base64", media_type: split.mediaType, data: split.data };
}

/** Splits at the first comma; the payload may be any opaque text. */
function splitDataUrl(text: string): DataUrl | undefined {
  if (!/^data:/i.test(text)) return undefined;
  const comma = text.indexOf(",");
  if (comma < 0) return undefined;
  const [mediaType = "", ...rest] = text.slice(5, comma).toLowerCase()
    .split(";");
  return {
    mediaType: mediaType.trim(),
    base64: rest.at(-1)?.trim() === "base64",
    data: text.slice(comma + 1),
  };
}

function typeOfName(filename: string | undefined): string | undefined {
  return filename !== undefined && /\.pdf$/i.test(filename)
    ? "application/pdf"
    : undefined;
}

function isHttp(text: string): boolean {
  return /^https?:\/\//i.test(text);
}

function unsupported(message: string, param: string): ApiError {
  return new ApiError(message, {
    status: 400,
    code: "unsupported_value",
    param,
  });
}
