import { isRecord } from "../../../record.ts";
import type { Prompt } from "../prompt.ts";
import { exampleValue } from "../schema_value.ts";

type Fields = Record<string, unknown>;

/** The JSON a request asks for; undefined where it asks for text. */
export function jsonWanted(
  request: Fields,
  prompt: Prompt,
): string | undefined {
  const schema = nativeSchema(request) ?? instructedSchema(prompt);
  if (schema === undefined) return undefined;
  return JSON.stringify(exampleValue(schema, { text: prompt.text }));
}

/** `text.format` of the Responses API, `response_format` of the others. */
function nativeSchema(request: Fields): Fields | undefined {
  const { text, response_format: response } = request;
  const format = isRecord(text) && isRecord(text.format)
    ? text.format
    : response;
  if (!isRecord(format)) return undefined;
  if (format.type === "json_object") return anyObject("");
  if (format.type !== "json_schema") return undefined;
  const holder = isRecord(format.json_schema) ? format.json_schema : format;
  return isRecord(holder.schema) ? holder.schema : anyObject("");
}

/** Schemas and JSON that are asked for in words. */
function instructedSchema({ system, text }: Prompt): Fields | undefined {
  for (const words of [system, text]) {
    const at = words.search(/\bJSON[- ]schema\b/i);
    const schema = at < 0 ? undefined : firstObject(words.slice(at));
    if (schema !== undefined) return schema;
  }
  const asked = /\bJSON object\b|\b(in|as|only|valid|me) JSON\b|JSON ?格式/i;
  return asked.test(system) || asked.test(text) ? anyObject(text) : undefined;
}

/** An object with the keys that a text puts in quotes. */
function anyObject(text: string): Fields {
  const quoted = [...text.matchAll(/["'`“]([a-z]\w{0,30})["'`”]/gi)];
  const keys = quoted.map(([, key = ""]) => key);
  if (keys.length === 0) keys.push("answer");
  return {
    type: "object",
    properties: Object.fromEntries(keys.map((key) => [key, typeFor(key)])),
  };
}

function typeFor(key: string): Fields {
  if (/age|count|number|price|year|total|score/i.test(key)) {
    return { type: "number" };
  }
  return { type: /^(is|has)_?/i.test(key) ? "boolean" : "string" };
}

/** The first JSON object in a text that looks like a schema. */
function firstObject(text: string): Fields | undefined {
  for (let at = text.indexOf("{"); at >= 0; at = text.indexOf("{", at + 1)) {
    const end = endOfObject(text, at);
    if (end === undefined) continue;
    try {
      const value: unknown = JSON.parse(text.slice(at, end));
      if (isRecord(value)) return value;
    } catch {
      // Some other brace: the next one may be it.
    }
  }
}

/** Where the braces that open at a place are closed again. */
function endOfObject(text: string, start: number): number | undefined {
  let depth = 0;
  let quoted = false;
  for (let at = start; at < text.length; at++) {
    const char = text[at];
    if (quoted) {
      if (char === "\\") at++;
      else if (char === '"') quoted = false;
    } else if (char === '"') quoted = true;
    else if (char === "{") depth++;
    else if (char === "}" && --depth === 0) return at + 1;
  }
}
