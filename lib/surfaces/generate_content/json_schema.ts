import { camelCase } from "./field_names.ts";

type Schema = Record<string, unknown>;

/** Keywords that mean the same in both languages. */
const SAME = [
  "title",
  "description",
  "enum",
  "format",
  "pattern",
  "minimum",
  "maximum",
  "default",
  "required",
];

/** Google writes these 64 bit numbers as text. */
const COUNTS = [
  "minItems",
  "maxItems",
  "minLength",
  "maxLength",
  "minProperties",
  "maxProperties",
];

/** Google's `Schema`, a part of OpenAPI 3.0, as JSON Schema. */
export function toJsonSchema(given: Schema): Schema {
  const from = Object.fromEntries(
    Object.entries(given).map(([name, value]) => [camelCase(name), value]),
  );
  const schema: Schema = {};
  const type = typeOf(from.type);
  if (type !== undefined) {
    schema.type = from.nullable === true ? [type, "null"] : type;
  }
  for (const name of SAME) copy(schema, name, from[name]);
  if (from.nullable === true && Array.isArray(schema.enum)) {
    schema.enum = [...schema.enum, null];
  }
  for (const name of COUNTS) copy(schema, name, countOf(from[name]));
  if (isSchema(from.items)) schema.items = toJsonSchema(from.items);
  const anyOf = Array.isArray(from.anyOf) ? from.anyOf.filter(isSchema) : [];
  if (anyOf.length > 0) schema.anyOf = anyOf.map(toJsonSchema);
  if (isSchema(from.properties)) {
    schema.properties = Object.fromEntries(
      Object.entries(from.properties).map(([name, inner]) => [
        name,
        isSchema(inner) ? toJsonSchema(inner) : {},
      ]),
    );
  }
  return schema;
}

/** As `toJsonSchema`, for answers: what is not named must not be there. */
export function toClosedSchema(given: Schema): Schema {
  return closed(toJsonSchema(given)) as Schema;
}

/**
 * True when OpenAI's strict mode takes a schema: objects are closed and have
 * all their fields required, and no keyword is used that it does not know.
 */
export function fitsStrictMode(schema: Schema): boolean {
  return schema.type === "object" && schema.anyOf === undefined &&
    isStrict(schema);
}

const STRICT = new Set([
  "type",
  "title",
  "description",
  "enum",
  "const",
  "items",
  "anyOf",
  "properties",
  "required",
  "additionalProperties",
  "minItems",
  "maxItems",
  "minimum",
  "maximum",
  "pattern",
  "$schema",
]);

function isStrict(schema: unknown): boolean {
  if (!isSchema(schema)) return false;
  if (!Object.keys(schema).every((name) => STRICT.has(name))) return false;
  const { items, anyOf, properties, required } = schema;
  if (items !== undefined && !isStrict(items)) return false;
  if (Array.isArray(anyOf) && !anyOf.every(isStrict)) return false;
  if (schema.type !== "object") return properties === undefined;
  if (schema.additionalProperties !== false || !isSchema(properties)) {
    return false;
  }
  const named = new Set(Array.isArray(required) ? required : []);
  return Object.entries(properties).every(([name, inner]) =>
    named.has(name) && isStrict(inner)
  );
}

function closed(schema: unknown): unknown {
  if (!isSchema(schema)) return schema;
  const made: Schema = { ...schema };
  if (made.items !== undefined) made.items = closed(made.items);
  if (Array.isArray(made.anyOf)) made.anyOf = made.anyOf.map(closed);
  if (isSchema(made.properties)) {
    made.properties = Object.fromEntries(
      Object.entries(made.properties).map(([name, inner]) => [
        name,
        closed(inner),
      ]),
    );
    made.additionalProperties = false;
  }
  return made;
}

function typeOf(given: unknown): string | undefined {
  if (typeof given !== "string") return undefined;
  const type = given.toLowerCase();
  return type === "type_unspecified" ? undefined : type;
}

function countOf(given: unknown): number | undefined {
  const count = typeof given === "string" ? Number(given) : given;
  return typeof count === "number" && Number.isFinite(count)
    ? count
    : undefined;
}

function copy(schema: Schema, name: string, value: unknown): void {
  if (value !== undefined && value !== null) schema[name] = value;
}

function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
