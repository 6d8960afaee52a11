const TYPES = new Set<unknown>([
  "null",
  "boolean",
  "object",
  "array",
  "number",
  "string",
  "integer",
]);

/** Keywords that hold a schema or a list of schemas. */
const SCHEMAS = [
  "items",
  "prefixItems",
  "contains",
  "anyOf",
  "oneOf",
  "allOf",
  "not",
  "if",
  "then",
  "else",
  "additionalProperties",
  "propertyNames",
];

/** Keywords that hold schemas by name. */
const NAMED_SCHEMAS = [
  "properties",
  "patternProperties",
  "dependentSchemas",
  "$defs",
  "definitions",
];

/**
 * A type that JSON Schema does not have, somewhere in a schema; undefined where
 * all are known. No value fits such a schema, and validators do not say why.
 */
export function unknownType(schema: unknown): unknown {
  if (Array.isArray(schema)) return firstOf(schema, unknownType);
  if (typeof schema !== "object" || schema === null) return undefined;
  const fields = schema as Record<string, unknown>;
  if (Object.hasOwn(fields, "type")) {
    const types = [fields.type].flat();
    const unknown = types.find((type) => !TYPES.has(type));
    if (unknown !== undefined) return unknown;
  }
  return firstOf(SCHEMAS, (name) => unknownType(own(fields, name))) ??
    firstOf(NAMED_SCHEMAS, (name) => {
      const named = own(fields, name);
      return typeof named === "object" && named !== null
        ? firstOf(Object.values(named), unknownType)
        : undefined;
    });
}

function own(fields: Record<string, unknown>, name: string): unknown {
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

function firstOf<T>(items: readonly T[], find: (item: T) => unknown): unknown {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
