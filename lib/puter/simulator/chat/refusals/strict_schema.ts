import { isRecord, textsOf } from "../../../record.ts";
import { bad, type Complaint, type Fields } from "./complaint.ts";

/** What is wrong in a schema, and where. */
interface Fault {
  path: string[];
  why: string;
}

/**
 * OpenAI's rules for a strict schema: an object at the root, and no object
 * with optional or further properties.
 */
export function strictSchemaComplaint(
  schema: unknown,
  name: string,
): Complaint {
  const rooted = isRecord(schema) && schema.type === "object";
  const fault = rooted ? faultIn(schema, []) : {
    path: [],
    why: "schema must be of type 'object' at its root.",
  };
  if (fault === undefined) return undefined;
  const path = fault.path.map((step) => `'${step}'`).join(", ");
  return bad(
    `Invalid schema for response_format '${name}': In context=(${path}), ` +
      fault.why,
    "invalid_json_schema",
  );
}

function faultIn(schema: unknown, path: string[]): Fault | undefined {
  if (!isRecord(schema)) return undefined;
  const own = objectFault(schema);
  if (own !== undefined) return { path, why: own };
  for (const [step, child] of childrenOf(schema)) {
    const fault = faultIn(child, [...path, ...step]);
    if (fault !== undefined) return fault;
  }
}

function objectFault({ properties, ...schema }: Fields): string | undefined {
  if (!isRecord(properties)) return undefined;
  if (schema.additionalProperties !== false) {
    return "'additionalProperties' is required to be supplied and to be false.";
  }
  const required = textsOf(schema.required);
  const optional = Object.keys(properties)
    .find((property) => !required.includes(property));
  return optional === undefined
    ? undefined
    : "'required' is required to be supplied and to be an array including " +
      `every key in properties. Missing '${optional}'.`;
}

function childrenOf(schema: Fields): [step: string[], child: unknown][] {
  const named = ["properties", "$defs", "definitions"].flatMap((key) =>
    Object.entries(schema[key] ?? {}).map((
      [name, child],
    ): [string[], unknown] => [[key, name], child])
  );
  const choices = Array.isArray(schema.anyOf) ? schema.anyOf : [];
  return [
    ...named,
    [["items"], schema.items],
    ...choices.map((child, index): [string[], unknown] => [
      ["anyOf", String(index)],
      child,
    ]),
  ];
}
