import { isRecord, numberOf, textsOf } from "../../record.ts";
import { numberFor } from "./example_number.ts";
import { textFor } from "./example_text.ts";

type Schema = Record<string, unknown>;

/** What an example may be made of. */
export interface ExampleHints {
  /** The question that the value answers. */
  text: string;
  /** A place the question names. */
  place?: string;
}

interface Context {
  root: unknown;
  hints: ExampleHints;
  /** How deep below the root; recursive schemas must end. */
  depth: number;
  /** The property the value is for. */
  name: string;
  /** Its place in a list, so that the values of one differ. */
  index: number;
  /** References followed without coming to a value. */
  hops: number;
}

/** Below this depth only what is required is written. */
const DEEP = 5;

/** Below this depth even what is required may be missing. */
const TOO_DEEP = 24;

/** A value that is valid against a JSON Schema, in words of the question. */
export function exampleValue(schema: unknown, hints: ExampleHints): unknown {
  return valueOf(schema, {
    root: schema,
    hints,
    depth: 0,
    name: "",
    index: 0,
    hops: 0,
  });
}

function valueOf(given: unknown, context: Context): unknown {
  const schema = resolve(given, context);
  if ("const" in schema) return schema.const;
  if (schema.default !== undefined && context.index === 0) {
    return schema.default;
  }
  if (Array.isArray(schema.enum)) return choose(schema.enum, context);
  const [example] = Array.isArray(schema.examples) ? schema.examples : [];
  if (example !== undefined && context.index === 0) return example;
  switch (typeOf(schema, context)) {
    case "object":
      return objectOf(schema, context);
    case "array":
      return arrayOf(schema, context);
    case "number":
      return numberFor(schema, { ...context, integer: false });
    case "integer":
      return numberFor(schema, { ...context, integer: true });
    case "boolean":
      return true;
    case "null":
      return null;
    default:
      return textFor(schema, context);
  }
}

/** The schema with its references, `allOf` and one alternative put into it. */
function resolve(given: unknown, context: Context): Schema {
  const { hops } = context;
  if (!isRecord(given) || hops > TOO_DEEP) return {};
  const { $ref: reference, allOf, anyOf, oneOf, ...own } = given;
  let schema: Schema = own;
  const join = (part: unknown) => {
    schema = merge(schema, resolve(part, { ...context, hops: hops + 1 }));
  };
  if (typeof reference === "string") join(atPointer(context.root, reference));
  if (Array.isArray(allOf)) allOf.forEach(join);
  const choices = Array.isArray(anyOf) ? anyOf : oneOf;
  if (Array.isArray(choices)) join(alternative(choices, context));
  return schema;
}

function merge(one: Schema, other: Schema): Schema {
  const merged: Schema = { ...other, ...one };
  if (isRecord(one.properties) && isRecord(other.properties)) {
    merged.properties = { ...other.properties, ...one.properties };
  }
  const required = [...textsOf(one.required), ...textsOf(other.required)];
  if (required.length > 0) merged.required = [...new Set(required)];
  return merged;
}

/** The first that says something; deep down the one that ends soonest. */
function alternative(choices: unknown[], context: Context): unknown {
  const isNull = (choice: unknown) =>
    isRecord(choice) && choice.type === "null";
  if (context.depth > DEEP) {
    const plain = choices.find((choice) =>
      isNull(choice) || isRecord(choice) && isScalar(choice)
    );
    if (plain !== undefined) return plain;
  }
  return choices.find((choice) => !isNull(choice)) ?? choices[0];
}

function isScalar(schema: Schema): boolean {
  return "const" in schema || "enum" in schema ||
    ["string", "number", "integer", "boolean"].includes(String(schema.type));
}

/** A JSON pointer within the schema: `#/$defs/person`. */
function atPointer(root: unknown, pointer: string): unknown {
  if (!pointer.startsWith("#")) return {};
  let found = root;
  for (const step of pointer.slice(1).split("/").slice(1)) {
    const key = decodeURIComponent(step).replaceAll("~1", "/")
      .replaceAll("~0", "~");
    found = isRecord(found) ? found[key] : undefined;
  }
  return found;
}

function typeOf(schema: Schema, context: Context): string {
  const { type } = schema;
  if (typeof type === "string") return type;
  const types = textsOf(type);
  if (types.length > 0) {
    if (context.depth > DEEP && types.includes("null")) return "null";
    return types.find((one) => one !== "null") ?? "null";
  }
  if (schema.properties || schema.additionalProperties) return "object";
  if (schema.items || schema.prefixItems) return "array";
  if ("minimum" in schema || "maximum" in schema) return "number";
  return "string";
}

/** An option the question names, else the first. */
function choose(options: unknown[], { hints, index }: Context): unknown {
  const text = hints.text.toLowerCase();
  const named = options.find((option) =>
    typeof option === "string" && option !== "" &&
    text.includes(option.toLowerCase())
  );
  return index === 0 && named !== undefined
    ? named
    : options[index % options.length];
}

function objectOf(schema: Schema, context: Context): Schema {
  const properties = isRecord(schema.properties) ? schema.properties : {};
  const required = textsOf(schema.required);
  const value: Schema = {};
  if (context.depth > TOO_DEEP) return value;
  const within = { ...context, depth: context.depth + 1 };
  for (const [name, property] of Object.entries(properties)) {
    if (context.depth > DEEP && !required.includes(name)) continue;
    value[name] = valueOf(property, { ...within, name });
  }
  const more = isRecord(schema.additionalProperties)
    ? schema.additionalProperties
    : {};
  const fewest = numberOf(schema.minProperties) ?? 0;
  const missing = required.filter((name) => !(name in value));
  for (
    let key = 1;
    Object.keys(value).length + missing.length < fewest;
    key++
  ) {
    if (!(`key_${key}` in value)) missing.push(`key_${key}`);
  }
  for (const name of missing) value[name] = valueOf(more, { ...within, name });
  return value;
}

/** Lists hold two items where they may, one deep down, none where they end. */
function arrayOf(schema: Schema, context: Context): unknown[] {
  const { prefixItems, items } = schema;
  const fixed: unknown[] = Array.isArray(prefixItems)
    ? prefixItems
    : Array.isArray(items)
    ? items
    : [];
  const wanted = context.depth > DEEP
    ? 0
    : fixed.length > 0 || items === false
    ? fixed.length
    : 2;
  const fewest = numberOf(schema.minItems) ?? 0;
  const most = numberOf(schema.maxItems) ?? Infinity;
  const length = Math.min(Math.max(wanted, fewest), most);
  return Array.from(
    { length },
    (_, index) =>
      valueOf(fixed[index] ?? (Array.isArray(items) ? {} : items), {
        ...context,
        depth: context.depth + 1,
        index: context.index + index,
      }),
  );
}
