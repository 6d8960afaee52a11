/** Fields whose inside belongs to the client: its names are not ours to touch. */
const OPAQUE = new Set([
  "args",
  "response",
  "parameters",
  "parametersJsonSchema",
  "responseSchema",
  "responseJsonSchema",
]);

/**
 * A body with its field names in camel case: Google's API takes snake case as
 * well, as its JSON form of protocol buffers has it.
 */
export function inCamelCase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inCamelCase);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      const camel = camelCase(name);
      return [camel, OPAQUE.has(camel) ? inner : inCamelCase(inner)];
    }),
  );
}

/** `system_instruction` as `systemInstruction`. */
export function camelCase(name: string): string {
  return name.includes("_")
    ? name.replace(/(?<=[^_])_([a-z])/g, (_, letter) => letter.toUpperCase())
    : name;
}
