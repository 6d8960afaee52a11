import { type Schema, Validator } from "@cfworker/json-schema";

/** Most complaints that are told to the model. */
const MAX_COMPLAINTS = 5;

/** Throws for a schema that cannot be read, before anybody is asked. */
export function checkSchema(schema: unknown): void {
  validatorOf(schema);
}

/**
 * What is wrong with a value by a schema; null when it fits. The validator
 * interprets the schema: one that compiles it would turn what a client sends
 * into code. Throws what it cannot follow.
 */
export function complaintOf(schema: unknown, value: unknown): string | null {
  const { valid, errors } = validatorOf(schema).validate(value);
  if (valid) return null;
  return errors.slice(-MAX_COMPLAINTS).map((error) =>
    `${error.instanceLocation}: ${error.error}`
  ).join("; ");
}

function validatorOf(schema: unknown): Validator {
  return new Validator(schema as Schema, "2020-12", false);
}
