import { z } from "zod";

/** A JSON schema. */
export type JsonSchema = Record<string, unknown>;

const DEFINITIONS = "#/$defs/";
const COMPONENTS = "#/components/schemas/";

/** Turns zod's schemas into JSON schemas; named ones go into one place. */
export class SchemaBook {
  /** The named schemas, for `components.schemas`. */
  readonly named: Record<string, JsonSchema> = {};

  /**
   * The JSON schema of what is sent (`input`) or answered (`output`).
   *
   * @throws {Error} when a name stands for two different schemas
   */
  of(schema: z.ZodType, io: "input" | "output"): JsonSchema {
    const made = z.toJSONSchema(schema, { io, unrepresentable: "any" });
    const { $schema: _, $defs, ...rest } = JSON.parse(
      JSON.stringify(made).replaceAll(`"${DEFINITIONS}`, `"${COMPONENTS}`),
    );
    for (const [name, definition] of Object.entries($defs ?? {})) {
      this.#name(name, definition as JsonSchema);
    }
    return rest;
  }

  #name(name: string, schema: JsonSchema): void {
    const known = this.named[name];
    if (known === undefined) this.named[name] = schema;
    else if (JSON.stringify(known) !== JSON.stringify(schema)) {
      throw new Error(`The name ${name} stands for two schemas`);
    }
  }
}
