import { numberOf } from "../../record.ts";
import type { ExampleHints } from "./schema_value.ts";

/** What a number is for. */
export interface NumberContext {
  hints: ExampleHints;
  index: number;
  integer: boolean;
}

/** A number within a schema's bounds; one of the question's where it fits. */
export function numberFor(
  schema: Record<string, unknown>,
  { hints, index, integer }: NumberContext,
): number {
  const asked = [...hints.text.matchAll(/-?\d+(?:\.\d+)?/g)].map(Number);
  const wanted = asked[index] ?? 1 + index;
  for (const candidate of [wanted, ...bounds(schema, index)]) {
    const value = fitted(candidate);
    if (isValid(value, schema)) return value;
  }
  return fitted(wanted);

  function fitted(value: number): number {
    const step = numberOf(schema.multipleOf);
    const whole = step === undefined ? value : Math.ceil(value / step) * step;
    return integer ? Math.ceil(whole) : whole;
  }
}

function bounds(schema: Record<string, unknown>, index: number): number[] {
  const step = numberOf(schema.multipleOf) ?? 1;
  const low = numberOf(schema.minimum) ?? numberOf(schema.exclusiveMinimum);
  const high = numberOf(schema.maximum) ?? numberOf(schema.exclusiveMaximum);
  return [
    ...low === undefined ? [] : [low + index * step, low, low + step],
    ...high === undefined ? [] : [high, high - step],
    ...low === undefined || high === undefined ? [] : [(low + high) / 2],
  ];
}

function isValid(value: number, schema: Record<string, unknown>): boolean {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema;
  return value >= (numberOf(minimum) ?? -Infinity) &&
    value <= (numberOf(maximum) ?? Infinity) &&
    value > (numberOf(exclusiveMinimum) ?? -Infinity) &&
    value < (numberOf(exclusiveMaximum) ?? Infinity);
}
