import type { ContentPart } from "../../chat/request.ts";
import { badField } from "../validate.ts";
import type { PartBody } from "./schema.ts";

type Blob = NonNullable<PartBody["inlineData"]>;
type FileData = NonNullable<PartBody["fileData"]>;

/** Names of sound formats that differ from their media type's second half. */
const SOUNDS: Record<string, string> = {
  "audio/mpeg": "mp3",
  "audio/x-wav": "wav",
  "audio/wave": "wav",
  "audio/vnd.wave": "wav",
};

/**
 * A part of a user's turn in the gateway's own words.
 *
 * @throws {ApiError} 400 naming the part that cannot be read
 */
export function userPart(part: PartBody, at: string): ContentPart {
  if (typeof part.text === "string") return { type: "text", text: part.text };
  const code = codeText(part);
  if (code !== null) return { type: "text", text: code };
  const data = dataPart(part, at);
  if (data !== null) return data;
  throw badField(at, `a part with ${fieldsOf(part)} is not supported here`, {
    code: "invalid_value",
  });
}

/** An image, a sound or a file; null when the part holds none. */
export function dataPart(
  part: Pick<PartBody, "inlineData" | "fileData">,
  at: string,
): ContentPart | null {
  if (part.inlineData) return inlinePart(part.inlineData);
  if (part.fileData) return filePart(part.fileData, `${at}.fileData`);
  return null;
}

/** What a tool of Google's wrote into the history, as text. */
export function codeText(part: PartBody): string | null {
  if (part.executableCode) return `\`\`\`\n${part.executableCode.code}\n\`\`\``;
  const result = part.codeExecutionResult;
  return result ? `\`\`\`\n${result.output ?? ""}\n\`\`\`` : null;
}

function inlinePart({ mimeType, data, displayName }: Blob): ContentPart {
  const type = mediaType(mimeType);
  if (type.startsWith("audio/")) {
    return { type: "audio", data, format: SOUNDS[type] ?? type.slice(6) };
  }
  // The data may stand for bytes that are put in later, so it is kept whole.
  const url = `data:${type};base64,${data}`;
  if (type.startsWith("image/")) return { type: "image", url };
  return { type: "file", data: url, filename: displayName || nameFor(type) };
}

function filePart({ mimeType, fileUri }: FileData, at: string): ContentPart {
  const isStored = /^https?:\/\/generativelanguage\.googleapis\.com\//i
    .test(fileUri);
  if (isStored || !/^https?:\/\//i.test(fileUri)) {
    throw badField(
      `${at}.fileUri`,
      "the gateway keeps no files: send the data itself as inlineData, or an https URL",
      { code: "invalid_value" },
    );
  }
  const type = mediaType(mimeType ?? "");
  if (type === "" || type.startsWith("image/")) {
    return { type: "image", url: fileUri };
  }
  return { type: "file", data: fileUri, filename: nameFor(type) };
}

function mediaType(given: string): string {
  return given.split(";")[0]?.trim().toLowerCase() ?? "";
}

/** Vendors tell what a file is by its name. */
function nameFor(type: string): string {
  const ending = type === "text/plain" ? "txt" : type.split("/")[1] ?? "bin";
  return `file.${ending.replace(/[^a-z0-9.-]/g, "")}`;
}

function fieldsOf(part: PartBody): string {
  const names = Object.keys(part).filter((name) =>
    part[name] !== null && part[name] !== undefined
  );
  return names.length === 0 ? "no field" : names.slice(0, 3).join(", ");
}
