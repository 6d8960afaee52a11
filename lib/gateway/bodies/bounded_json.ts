import { redactData, redactField, redactText } from "./redact.ts";

/** JSON text that may end early. */
export interface BoundedText {
  text: string;
  /** True when something is missing at the end. */
  cut: boolean;
}

/** How `boundedJson` writes. */
export interface BoundedJsonOptions {
  /** Most characters. */
  max: number;
  /** Called for short texts before they are looked at. */
  show?: (text: string) => string;
}

/** Deeper values are left out. */
const MAX_DEPTH = 100;

/** Texts up to this length are given to `show`. */
const SHORT = 512;

/**
 * A value as JSON without secrets and data. It costs what is written, not what
 * is there: at the limit it stops.
 */
export function boundedJson(
  value: unknown,
  options: BoundedJsonOptions,
): BoundedText {
  const writer = new BoundedWriter(options);
  writer.value(value, 0);
  return writer.take();
}

class BoundedWriter {
  readonly #max: number;
  readonly #show: (text: string) => string;
  #text = "";
  #isCut = false;

  constructor(options: BoundedJsonOptions) {
    this.#max = options.max;
    this.#show = options.show ?? ((text) => text);
  }

  take(): BoundedText {
    return { text: this.#text.slice(0, this.#max), cut: this.#isCut };
  }

  value(value: unknown, depth: number): void {
    if (typeof value === "string") this.#string(value);
    else if (typeof value !== "object" || value === null) {
      this.#add(JSON.stringify(value) ?? "null");
    } else if (depth >= MAX_DEPTH) this.#add('"[too deep]"');
    else if (Array.isArray(value)) this.#array(value, depth);
    else this.#object(value, depth);
  }

  #array(items: unknown[], depth: number): void {
    this.#add("[");
    for (const [index, item] of items.entries()) {
      if (this.#isCut) return;
      if (index > 0) this.#add(",");
      this.value(item, depth + 1);
    }
    this.#add("]");
  }

  #object(object: object, depth: number): void {
    this.#add("{");
    let isFirst = true;
    for (const [name, field] of Object.entries(object)) {
      if (this.#isCut) return;
      if (field === undefined) continue;
      if (!isFirst) this.#add(",");
      isFirst = false;
      this.#string(name);
      this.#add(":");
      const safe = typeof field === "string" ? redactField(name, field) : field;
      this.value(safe, depth + 1);
    }
    this.#add("}");
  }

  #string(given: string): void {
    // What stands for a payload is short, and no data itself.
    const text = given.length < SHORT ? this.#show(given) : given;
    const data = text === given ? redactData(text) : null;
    if (data !== null) return this.#add(JSON.stringify(data));
    const room = Math.max(0, this.#max - this.#text.length) + 1;
    this.#add(JSON.stringify(redactText(text.slice(0, room))));
    // Redaction makes shorter; what was not looked at is missing all the same.
    if (text.length > room) this.#isCut = true;
  }

  #add(text: string): void {
    if (this.#isCut) return;
    this.#text += text;
    if (this.#text.length > this.#max) this.#isCut = true;
  }
}
