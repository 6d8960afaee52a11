import type { ContentPart } from "../../chat/request.ts";
import { cacheMark } from "../cache_marks.ts";
import {
  type Fields,
  isObject,
  objectAt,
  stringAt,
  wrongField,
} from "../fields.ts";
import { badField } from "../validate.ts";
import type { Block } from "./schema.ts";

/** Content of a message or of a tool's result, as this protocol has it. */
export type Content = string | Block[];

/** Text alone; blocks of other kinds are skipped. */
export function textOf(content: Content, at: string): string {
  if (typeof content === "string") return content;
  return content.flatMap((block, index) =>
    block.type === "text" ? [stringAt(block, "text", `${at}[${index}]`)] : []
  ).join("\n\n");
}

/**
 * What a user shows the model. Kinds of blocks that are not known are skipped:
 * clients replay what later versions of the protocol gave them.
 *
 * @throws {ApiError} 400 naming the block that cannot be read
 */
export function partsOf(content: Content, at: string): ContentPart[] {
  if (typeof content === "string") return [{ type: "text", text: content }];
  return content.flatMap((block, index) =>
    partsOfBlock(block, `${at}[${index}]`)
  );
}

/** What one block shows the model; see `partsOf`. */
export function partsOfBlock(block: Block, at: string): ContentPart[] {
  const parts = contentOfBlock(block, at);
  const last = parts.at(-1);
  const cache = cacheMark(block);
  if (last !== undefined && cache !== undefined) last.cache = cache;
  return parts;
}

function contentOfBlock(block: Block, at: string): ContentPart[] {
  switch (block.type) {
    case "text":
      return [{ type: "text", text: stringAt(block, "text", at) }];
    case "image":
      return [imageOf(objectAt(block, "source", at), `${at}.source`)];
    case "document":
      return documentOf(block, at);
    case "search_result":
      return searchResultOf(block, at);
    default:
      return [];
  }
}

function imageOf(source: Fields, at: string): ContentPart {
  switch (source.type) {
    case "base64": {
      const mediaType = stringAt(source, "media_type", at);
      const data = stringAt(source, "data", at);
      return { type: "image", url: `data:${mediaType};base64,${data}` };
    }
    case "url":
      return { type: "image", url: stringAt(source, "url", at) };
    default:
      throw unknownSource(source, at);
  }
}

function documentOf(block: Block, at: string): ContentPart[] {
  const source = objectAt(block, "source", at);
  const from = `${at}.source`;
  const title = typeof block.title === "string" ? block.title : undefined;
  const name = title === undefined ? {} : { filename: title };
  switch (source.type) {
    case "base64": {
      const mediaType = stringAt(source, "media_type", from);
      const data = stringAt(source, "data", from);
      const url = `data:${mediaType};base64,${data}`;
      return [...contextOf(block), { type: "file", ...name, data: url }];
    }
    case "url":
      return [
        ...contextOf(block),
        { type: "file", ...name, data: stringAt(source, "url", from) },
      ];
    case "text":
      return inlined(block, [
        { type: "text", text: stringAt(source, "data", from) },
      ]);
    case "content":
      return inlined(block, partsOf(contentAt(source, from), from));
    default:
      throw unknownSource(source, from);
  }
}

/** A document of text, with what tells it apart from what the user says. */
function inlined(block: Block, parts: ContentPart[]): ContentPart[] {
  const title = typeof block.title === "string" ? ` "${block.title}"` : "";
  return [
    { type: "text", text: `Document${title}:` },
    ...contextOf(block),
    ...parts,
  ];
}

function contextOf({ context }: Block): ContentPart[] {
  return typeof context === "string" && context !== ""
    ? [{ type: "text", text: context }]
    : [];
}

function searchResultOf(block: Block, at: string): ContentPart[] {
  const title = stringAt(block, "title", at);
  const source = stringAt(block, "source", at);
  return [
    { type: "text", text: `Search result "${title}" (${source}):` },
    ...partsOf(contentAt(block, at), `${at}.content`),
  ];
}

/**
 * The content of a block.
 *
 * @throws {ApiError} 400 when it is neither text nor blocks
 */
export function contentAt(holder: Fields, at: string): Content {
  const { content } = holder;
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) {
    throw wrongField(
      content,
      `${at}.content`,
      "expected a string or blocks",
    );
  }
  content.forEach((block, index) => {
    if (isObject(block) && typeof block.type === "string") return;
    throw wrongField(
      block,
      `${at}.content[${index}]`,
      "expected a content block",
    );
  });
  return content;
}

function unknownSource(source: Fields, at: string) {
  return badField(
    `${at}.type`,
    source.type === "file"
      ? "the gateway keeps no files: send the content itself"
      : `'${String(source.type)}' is not a known source`,
    { code: "unsupported_value" },
  );
}
