import { isRecord, textsOf } from "../../../record.ts";
import { bad, type Complaint, type Fields } from "./complaint.ts";

/**
 * OpenAI's rules for a strict schema: an object at the root, and no object
 * with optional or further properties.
 */
export function strictSchemaComplaint(
  schema: unknown,
  name: string,
): Complaint {
  const refuse = (path: string[], why: string) =>
    bad(
      `Invalid schema for response_format '${name}': In context=(${
        path.map((step) => `'${step}'`).join(", ")
      }), ${why}`,
      "invalid_json_schema",
    );
  if (!isRecord(schema) || schema.type !== "object") {
    return refuse([], "schema must be of type 'object' at its root.");
  }
  return walk(schema, []);

  function walk(part: unknown, path: string[]): Complaint {
    if (!isRecord(part)) return undefined;
    return objectFault(part, path) ?? childFault(part, path);
  }

  function objectFault(part: Fields, path: string[]): Complaint {
    if (!isRecord(part.properties)) return undefined;
    if (part.additionalProperties !== false) {
      return refuse(
        path,
        "'additionalProperties' is required to be supplied and to be false.",
      );
    }
    const required = textsOf(part.required);
    const optional = Object.keys(part.properties)
      .find((property) => !required.includes(property));
    return optional === undefined ? undefined : refuse(
      path,
      "'required' is required to be supplied and to be an array including " +
        `every key in properties. Missing '${optional}'.`,
    );
  }

  function childFault(part: Fields, path: string[]): Complaint {
    for (const key of ["properties", "$defs", "definitions"]) {
      for (const [child, value] of Object.entries(part[key] ?? {})) {
        const fault = walk(value, [...path, key, child]);
        if (fault !== undefined) return fault;
      }
    }
    const choices = Array.isArray(part.anyOf) ? part.anyOf : [];
    for (const value of [part.items, ...choices]) {
      const fault = walk(value, [...path, "items"]);
      if (fault !== undefined) return fault;
    }
  }
}
